import { stripVTControlCharacters } from "node:util";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { type FormatOptions, formats } from "../../src/formats/index.ts";
import { type Report, reportSchema } from "../../src/model/report.ts";
import { displayWidth } from "../../src/text/width.ts";
import { withEverything } from "./build-extras.ts";
import { buildReport } from "./build-report.ts";
import { hostileWord, hostileWords } from "./hostile.ts";

const options: FormatOptions = { locale: "zh", color: false, width: 100 };
const report = buildReport();
const empty: Report = {
  ...report,
  agentWeeks: [],
  shopWeeks: [],
  findings: [],
  praises: [],
  inputs: [],
  rubrics: [],
};
const hostile = buildReport({ agents: [...hostileWords.slice(0, 6)], words: hostileWord() });

test("the built reports are reports", () => {
  const validate = new Ajv({ allErrors: true }).compile(reportSchema);
  for (const built of [report, hostile, empty]) {
    validate(built);
    expect(validate.errors).toBeNull();
  }
});

test("no two formats write a file of the same name", () => {
  const names = Object.values(formats).flatMap((format) =>
    format.render(report, options).map((file) => file.name),
  );
  expect(new Set(names).size).toBe(names.length);
});

describe.each(Object.entries(formats))("format %s", (name, format) => {
  test("is registered under its own name, with a line of help in both languages", () => {
    expect(format.id).toBe(name);
    expect(format.summary.zh).not.toBe("");
    expect(format.summary.en).not.toBe("");
  });

  test("gives the same bytes for the same report and leaves it unchanged", () => {
    const copy = structuredClone(report);
    const written = (built: Report) =>
      format.render(built, options).map(({ name, content }) => [name, content]);
    expect(written(copy)).toEqual(written(report));
    expect(copy).toEqual(report);
  });

  test.each([
    ["an empty report", empty],
    ["hostile words", hostile],
    ["sessions without week and shop", buildReport({ weeks: [null], shops: [null] })],
    ["figures that cannot be computed", withoutTimes(report)],
  ])("renders %s in both languages", (_, built) => {
    for (const locale of ["zh", "en"] as const) {
      for (const { name: file, content } of format.render(built, { ...options, locale })) {
        expect(file).toMatch(/^[a-z-]+\.[a-z]+$/);
        if (typeof content !== "string") continue;
        const shown = content.replace(/<script>[\s\S]*<\/script>/, "");
        expect(shown).not.toMatch(/undefined|NaN|\[object/);
      }
    }
  });
});

describe("terminal", () => {
  test.each([100, 80])("%i columns are enough", (width) => {
    for (const locale of ["zh", "en"] as const) {
      for (const built of [report, hostile]) {
        const [{ content }] = formats.terminal.render(built, { locale, color: true, width });
        for (const line of stripVTControlCharacters(String(content)).split("\n")) {
          expect(displayWidth(line), line).toBeLessThanOrEqual(width);
        }
      }
    }
  });

  test("no colour codes unless asked for, and none from the input", () => {
    expect(String(formats.terminal.render(hostile, options)[0].content)).not.toMatch(/\u001b|\u0000/);
    expect(String(formats.terminal.render(report, { ...options, color: true })[0].content)).toMatch(
      /\u001b\[/,
    );
  });
});

describe("json", () => {
  const text = (built: Report) => String(formats.json.render(built, options)[0].content);

  test("is the report, whole, with a newline at its end", () => {
    expect(JSON.parse(text(report))).toEqual(report);
    expect(text(report)).toMatch(/\}\n$/);
  });

  test("is written in pieces as JSON writes the whole", () => {
    for (const built of [report, hostile, { ...report, findings: [], agentWeeks: [] }]) {
      const [file] = formats.json.render(built, options);
      const whole = [...file.pieces!()].join("");
      expect(whole).toBe(`${JSON.stringify(JSON.parse(whole), null, 2)}\n`);
      expect(file.content).toBe(whole);
    }
  });

  test("does not depend on the order in which the report was put together", () => {
    expect(text(reversed(report) as Report)).toBe(text(report));
  });
});

describe("csv", () => {
  const [weeks, findings] = formats.csv.render(hostile, options).map((file) => String(file.content));

  test("begins with a BOM and has one record per agent-week and per finding", () => {
    expect(weeks).toMatch(/^\ufeff周,店铺,客服/);
    expect(records(weeks!)).toHaveLength(hostile.agentWeeks.length + 1);
    expect(records(findings!)).toHaveLength(hostile.findings.length + 1);
  });

  test("no cell begins like a formula, numbers stay numbers", () => {
    for (const cell of [...records(weeks!).flat(), ...records(findings!).flat()]) {
      if (!/^-?\d+(\.\d+)?$/.test(cell)) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    }
    expect(records(weeks!)[1]![3]).toBe(String(hostile.agentWeeks[0]!.sessions));
  });

  test("a table for each: agents, points to improve, praise, shops, and what only some reports have", () => {
    const built = withEverything(hostile, hostileWord());
    const files = formats.csv.render(built, options);
    expect(files.map(({ name }) => name)).toEqual([
      "agent-weeks.csv",
      "findings.csv",
      "praises.csv",
      "shop-weeks.csv",
      "reconciliation.csv",
      "handbook.csv",
    ]);
    for (const { content } of files) {
      const cells = records(String(content)).slice(1).flat();
      expect(cells.length).toBeGreaterThan(0);
      for (const cell of cells) {
        if (!/^-?\d+(\.\d+)?$/.test(cell)) expect(cell).not.toMatch(/^\s*[=+\-@]/);
      }
    }
  });
});

/** Records of a CSV text without its BOM. */
function records(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

function withoutTimes(built: Report): Report {
  const copy = structuredClone(built);
  for (const row of [...copy.agentWeeks, ...copy.shopWeeks]) {
    row.metrics.firstReplySeconds = null;
    row.metrics.replySeconds = null;
    row.metrics.withinSeconds = null;
    row.metrics.slowTurns = null;
    row.metrics.workingSeconds = {
      firstReplySeconds: null,
      replySeconds: null,
      withinSeconds: null,
      slowTurns: null,
    };
    row.metrics.durationSeconds = null;
    row.metrics.reasons = { firstReplySeconds: "导出里没有时间" };
    row.score = { value: null, n: 0, low: null, high: null, enough: false, sessions: [] };
  }
  for (const finding of copy.findings) {
    finding.time = null;
    finding.evidence = [];
  }
  return copy;
}

/** The same value with the keys of every object in opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}
