/**
 * Large hostile inputs through the built command line, one process each: exit code, messages, time and
 * peak memory. `npm run build && npx tsx bench/hostile.ts`; exits 1 where a bound is broken.
 */
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGzip, gzipSync } from "node:zlib";
import { zip, zipOf } from "../tests/ingest/support/zip.ts";

const folder = mkdtempSync(join(tmpdir(), "zhijian-hostile-"));
const mebibyte = 2 ** 20;
/** What every case must keep: peak memory of the process, and time. */
const mostMegabytes = 500;
const mostSeconds = 30;

interface Case {
  name: string;
  /** Writes the input and gives its path; `-` where `feed` writes to the process. */
  make: () => string | Promise<string>;
  exit: number;
  messages: number;
  feed?: (stdin: NodeJS.WritableStream) => void;
}

const header = "时间,角色,内容\n";
const row = (at: number) => `2026-11-16 09:00:00,买家,第 ${at} 句\n`;
const rows = (count: number) => Array.from({ length: count }, (_, at) => row(at)).join("");

function file(name: string, ...pieces: (string | Buffer)[]): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat(pieces.map((piece) => Buffer.from(piece))));
  return path;
}

/** A gzip file of `size` bytes: a table of 100 customers whose rows are 10 KB of one letter. */
async function squeezed(size: number): Promise<string> {
  const path = join(folder, "bomb.csv.gz");
  const handle = openSync(path, "w");
  const gzip = createGzip();
  gzip.on("data", (chunk: Buffer) => writeSync(handle, chunk));
  gzip.write("时间,角色,客户,内容\n");
  const customers = Array.from({ length: 100 }, (_, at) => `顾客${at}`);
  const block = Buffer.from(
    customers.map((name) => `2026-11-16 09:00:00,买家,${name},${"x".repeat(10_000)}\n`).join(""),
  );
  for (let written = 0; written < size; written += block.length) {
    if (!gzip.write(block)) await new Promise((done) => gzip.once("drain", done));
  }
  gzip.end();
  await new Promise((done) => gzip.once("end", done));
  closeSync(handle);
  return path;
}

const sheetOf = (body: string) =>
  zip({
    "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="b"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="b" Type="x/worksheet" Target="sheet.xml"/></Relationships>',
    "xl/sheet.xml": `<worksheet><sheetData>${body}</sheetData></worksheet>`,
  });

const cases: readonly Case[] = [
  {
    name: "one line of 50 MB",
    make: () => file("line.csv", Buffer.alloc(50 * mebibyte, "x")),
    exit: 3,
    messages: 0,
  },
  {
    name: "a line of 50 MB among rows",
    make: () => file("row.csv", header, row(1), Buffer.alloc(50 * mebibyte, "x"), "\n", row(2)),
    exit: 0,
    messages: 2,
  },
  {
    name: "a cell of 50 MB in quotes",
    make: () =>
      file(
        "cell.csv",
        header,
        row(1),
        '2026-11-16 09:00:00,买家,"',
        Buffer.alloc(50 * mebibyte, "x\n"),
        '"\n',
      ),
    exit: 3,
    messages: 1,
  },
  {
    name: "a quote that never closes, 100 MB",
    make: () =>
      file("quote.csv", header, row(1), '2026-11-16 09:00:00,买家,"', Buffer.alloc(100 * mebibyte, row(2))),
    exit: 3,
    messages: 1,
  },
  {
    name: "100,000 columns",
    make: () => file("wide.csv", "时间,角色,内容,".repeat(33_334), "\n"),
    exit: 3,
    messages: 0,
  },
  {
    name: "an NDJSON line of 50 MB",
    make: () =>
      file(
        "long.ndjson",
        '{"role":"agent","text":"好"}\n{"role":"agent","text":"',
        Buffer.alloc(50 * mebibyte, "x"),
        '"}\n',
      ),
    exit: 0,
    messages: 1,
  },
  {
    name: "JSON nested 10 million deep",
    make: () =>
      file(
        "deep.ndjson",
        '{"role":"agent","text":"好"}\n{"role":"agent","text":',
        "[".repeat(10_000_000),
        "\n",
      ),
    exit: 0,
    messages: 1,
  },
  {
    name: "300,000 unreadable times",
    make: () => {
      const all = Array.from({ length: 300_000 }, (_, at) => `昨天,买家,顾客${at},在吗\n`);
      return file("times.csv", "时间,角色,客户,内容\n", all.join(""));
    },
    exit: 0,
    messages: 300_000,
  },
  {
    name: "50 MB of empty lines",
    make: () => file("empty.csv", header, Buffer.alloc(50 * mebibyte, "\n"), row(1)),
    exit: 0,
    messages: 1,
  },
  { name: "gzip of 1 GB", make: () => squeezed(1024 * mebibyte), exit: 3, messages: -1 },
  {
    name: "ZIP member of 600 MB",
    make: () =>
      file(
        "bomb.zip",
        zip({
          "a.csv": Buffer.concat([
            Buffer.from(header),
            Buffer.alloc(600 * mebibyte, `2026-11-16 09:00:00,买家,${"x".repeat(10_000)}\n`),
          ]),
        }),
      ),
    exit: 3,
    messages: 0,
  },
  {
    name: "10,000 members, and links out",
    make: () =>
      file(
        "many.zip",
        zipOf([
          { name: "../out.csv", content: header + row(1) },
          ...Array.from({ length: 10_000 }, (_, at) => ({ name: `${at}.csv`, content: header + row(at) })),
        ]),
      ),
    exit: 0,
    messages: 10_000,
  },
  {
    name: "XML nested 20 million deep",
    make: () => file("deep.xlsx", sheetOf("<a>".repeat(20_000_000))),
    exit: 3,
    messages: 0,
  },
  {
    name: "rows of 1,999 empty columns",
    make: () => file("sparse.xlsx", sheetOf('<row><c r="BXW1" t="str"><v>x</v></c></row>'.repeat(200_000))),
    exit: 3,
    messages: 0,
  },
  {
    name: "standard input that breaks off",
    make: () => "-",
    exit: 0,
    messages: 1000,
    feed: (stdin) => stdin.end(`${header}${rows(1000)}2026-11-16 09:00:00,买`),
  },
  {
    name: "standard input, gzip cut off",
    make: () => "-",
    exit: 3,
    messages: 0,
    feed: (stdin) => stdin.end(gzipSync(header + rows(1000)).subarray(0, -50)),
  },
];

interface Run {
  exit: number;
  messages: number;
  seconds: number;
  megabytes: number;
  said: string;
}

/** Prints the peak memory of the process at its end, in KB; `maxRSS` would count what this process held before it. */
const probe = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync } from "node:fs";
  process.on("exit", () => {
    const peak = /VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1];
    process.stderr.write("\\npeak " + peak);
  });`)}`;

function run({ feed }: Case, path: string): Promise<Run> {
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", probe, "bin/zhijian.js", "convert", path]);
  let messages = 0;
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) messages++;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  feed?.(child.stdin);
  return new Promise((done) => {
    child.once("close", (exit) => {
      const peak = /\npeak (\d+)$/.exec(errors);
      done({
        exit: exit ?? -1,
        messages,
        seconds: (performance.now() - started) / 1000,
        megabytes: Number(peak?.[1] ?? Number.NaN) / 1024,
        said: errors
          .slice(0, peak?.index)
          .trim()
          .split("\n")
          .slice(0, 3)
          .join(" ⏎ ")
          .replaceAll(`${folder}/`, ""),
      });
    });
  });
}

let broken = 0;
try {
  console.log("| input | exit | messages | s | MB | said |\n|---|---|---|---|---|---|");
  for (const one of cases.filter(({ name }) => name.includes(process.argv[2] ?? ""))) {
    const result = await run(one, await one.make());
    const isWithin =
      result.exit === one.exit &&
      (one.messages === -1 || result.messages === one.messages) &&
      result.seconds <= mostSeconds &&
      result.megabytes <= mostMegabytes;
    if (!isWithin) broken++;
    console.log(
      `| ${isWithin ? "" : "✗ "}${one.name} | ${result.exit} | ${result.messages} | ${result.seconds.toFixed(1)} | ${result.megabytes.toFixed(0)} | ${result.said.slice(0, 300)} |`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = broken > 0 ? 1 : 0;
