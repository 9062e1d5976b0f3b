import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultLimits } from "../../src/ingest/limits.ts";
import { records } from "../../src/ingest/table/records.ts";
import type { Row } from "../../src/ingest/table/row.ts";

async function rowsOf(text: string, delimiter: string, cuts: readonly number[]): Promise<Row[]> {
  async function* blocks() {
    // Blocks end at line ends, wherever quotes stand.
    const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    let block = "";
    for (const [at, line] of lines.entries()) {
      block += line;
      if (!cuts.includes(at)) continue;
      yield { text: block, line: 1 };
      block = "";
    }
    if (block !== "") yield { text: block, line: 1 };
  }
  const rows: Row[] = [];
  for await (const batch of records(blocks(), delimiter, "x.csv", defaultLimits)) rows.push(...batch);
  return rows;
}

const reference = (text: string, delimiter: string): string[][] =>
  parse(text, {
    delimiter,
    record_delimiter: "\n",
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });

const piece = fc.constantFrom("您好", "a", ",", ";", "\t", '"', '""', "\n", " ", "\n\n", '"x,y"', '"一\n二"');
const table = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));

test("records equal csv-parse's, whatever the text and wherever it is cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom(",", ";", "\t"),
      fc.array(fc.nat(12)),
      async (text, delimiter, cuts) => {
        let expected: string[][] | null = null;
        try {
          expected = reference(text, delimiter);
        } catch {
          await expect(rowsOf(text, delimiter, cuts)).rejects.toThrow(/引号没有闭合/);
          return;
        }
        expect((await rowsOf(text, delimiter, cuts)).map(({ cells }) => cells)).toEqual(expected);
      },
    ),
    { numRuns: 1500 },
  );
});

test("a record has the number of its first line, before and after csv-parse takes over", async () => {
  const text = 'a,b\n\n1,"x\ny"\n2,z\n3,"q" r\n4,"s\nt"\n5,u\n';
  expect((await rowsOf(text, ",", [1, 3])).map(({ line }) => line)).toEqual([1, 3, 5, 6, 7, 9]);
});

test("an open quote is named with its line", async () => {
  await expect(rowsOf('a,b\n1,2\n3,"x\n4,5\n', ",", [])).rejects.toMatchObject({
    exit: 3,
    place: { file: "x.csv", line: 3 },
  });
});
