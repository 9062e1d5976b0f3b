/**
 * Measures a log of a year in random order, and writes what it takes beside what `bench/run.ts` measured.
 *
 *   npm run bench:year -- [--size 10000000] [--threads 1,2] [--folder dir] [--bin bin/zhijian.js] [--write]
 *
 * `--write`: the result becomes bench/year.json and a part of docs/performance.md. Needs Linux, 6 GB of disk
 * and, on a laptop, most of an hour.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { documentOf } from "./measure/document.ts";
import { Laboratory } from "./measure/laboratory.ts";
import { machine } from "./measure/machine.ts";
import type { Result, Year } from "./measure/result.ts";

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "10000000" },
    threads: { type: "string", default: "1,2" },
    folder: { type: "string" },
    bin: { type: "string", default: "bin/zhijian.js" },
    write: { type: "boolean", default: false },
  },
});
const folder = values.folder ?? (await mkdtemp(join(tmpdir(), "zhijian-year-")));
const say = (text: string) => process.stderr.write(`${text}\n`);

try {
  const laboratory = new Laboratory({ bin: values.bin, folder, limit: Number.POSITIVE_INFINITY, say });
  const year: Year = {
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    ...(await laboratory.year(Number(values.size), values.threads.split(",").map(Number))),
  };
  process.stdout.write(`${JSON.stringify(year, null, 2)}\n`);
  if (values.write) {
    const result = JSON.parse(readFileSync("bench/result.json", "utf8")) as Result;
    writeFileSync("bench/year.json", `${JSON.stringify(year, null, 2)}\n`);
    writeFileSync("docs/performance.md", documentOf(result, year));
  }
} finally {
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}
