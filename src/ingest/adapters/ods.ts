import { workbookAdapter } from "../workbook/adapter.ts";
import { openOds } from "../workbook/ods.ts";

/** OpenDocument spreadsheets, as WPS and LibreOffice save them. */
export const ods = workbookAdapter({
  name: "ods",
  title: { zh: "OpenDocument 表格（ODS）", en: "OpenDocument spreadsheet (ODS)" },
  extensions: [".ods"],
  fits: ({ members }) => {
    const isOds = members?.includes("content.xml") === true && members.includes("mimetype");
    return isOds
      ? {
          score: 1,
          why: { zh: "ZIP 里有 mimetype 和 content.xml", en: "a ZIP with mimetype and content.xml" },
        }
      : null;
  },
  open: openOds,
});
