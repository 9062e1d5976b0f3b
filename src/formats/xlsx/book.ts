import { xmlHead, xmlText } from "../xml.ts";
import { type Sheet, sheetXml } from "./sheet.ts";
import { type ZipEntry, zip } from "./zip.ts";

/** A workbook of the sheets (ECMA-376): what Excel, WPS and LibreOffice need, and nothing else. */
export function writeBook(sheets: readonly Sheet[]): Uint8Array {
  const numbers = sheets.map((_, at) => at + 1);
  const entries: ZipEntry[] = [
    {
      name: "[Content_Types].xml",
      content: `${xmlHead}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${office}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${office}.styles+xml"/>${numbers
        .map(
          (number) =>
            `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${office}.worksheet+xml"/>`,
        )
        .join("")}</Types>`,
    },
    { name: "_rels/.rels", content: relationships([["officeDocument", "xl/workbook.xml"]]) },
    {
      name: "xl/workbook.xml",
      content: `${xmlHead}<workbook xmlns="${main}" xmlns:r="${relation}"><sheets>${sheets
        .map((sheet, at) => `<sheet name="${xmlText(sheet.name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
        .join("")}</sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: relationships([
        ...numbers.map((number): [string, string] => ["worksheet", `worksheets/sheet${number}.xml`]),
        ["styles", "styles.xml"],
      ]),
    },
    { name: "xl/styles.xml", content: styles },
    ...sheets.map((sheet, at) => ({ name: `xl/worksheets/sheet${at + 1}.xml`, content: sheetXml(sheet) })),
  ];
  return zip(entries);
}

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const office = "application/vnd.openxmlformats-officedocument.spreadsheetml";

function relationships(targets: readonly [type: string, target: string][]): string {
  const items = targets.map(
    ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${relation}/${type}" Target="${target}"/>`,
  );
  return `${xmlHead}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join("")}</Relationships>`;
}

/** One `xf` for each of `CellStyle`, in that order. */
const styles = `${xmlHead}<styleSheet xmlns="${main}">
<numFmts count="2"><numFmt numFmtId="164" formatCode="0.0"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>
<fonts count="3"><font><sz val="11"/><name val="Microsoft YaHei"/></font><font><b/><sz val="11"/><name val="Microsoft YaHei"/></font><font><u/><sz val="11"/><color rgb="FF1F5FBF"/><name val="Microsoft YaHei"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF5"/></patternFill></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="10">
<xf/>
<xf fontId="1" fillId="2" applyFont="1" applyFill="1"/>
<xf numFmtId="3" applyNumberFormat="1"/>
<xf numFmtId="2" applyNumberFormat="1"/>
<xf numFmtId="164" applyNumberFormat="1"/>
<xf numFmtId="164" applyNumberFormat="1"/>
<xf numFmtId="10" applyNumberFormat="1"/>
<xf numFmtId="165" applyNumberFormat="1"/>
<xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
<xf numFmtId="3" fontId="2" applyNumberFormat="1" applyFont="1"/>
</cellXfs></styleSheet>`;
