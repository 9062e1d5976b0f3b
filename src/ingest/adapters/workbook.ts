import { workbookAdapter } from "../workbook/adapter.ts";
import { openWorkbook } from "../workbook/workbook.ts";

/** XLSX workbooks. */
export const workbook = workbookAdapter({
  name: "xlsx",
  title: { zh: "Excel 工作簿（XLSX）", en: "Excel workbook (XLSX)" },
  extensions: [".xlsx", ".xlsm"],
  fits: ({ members }) => {
    const isWorkbook = members?.some((name) => /(?:^|\/)workbook\.xml$/.test(name));
    return isWorkbook === true
      ? { score: 1, why: { zh: "ZIP 里有 workbook.xml", en: "a ZIP with workbook.xml" } }
      : null;
  },
  open: openWorkbook,
});
