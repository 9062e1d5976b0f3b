/**
 * Measures speed and memory: the analyst's script, the floor and zhijian side by side in one run, then the
 * shapes and formats of logs, growth, start-up and where time goes.
 *
 *   npm run bench -- [--size 1000000] [--rounds 3] [--shapes all|none|shop,huge,…] [--growth] [--quick]
 *                    [--limit 3600] [--folder dir] [--bin bin/zhijian.js] [--write]
 *
 * `--quick`: a tenth of the size, one round. `--growth`: a log ten times as long as well. `--limit`: seconds
 * after which the audit of a shape, a format or a long log is stopped. `--write`: the
 * result becomes bench/result.json and docs/performance.md. Needs Linux; without Debian's python3-pandas
 * and python3-jieba the analyst's script is left out. The longest log is measured by bench/year.ts.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isShapeName, type ShapeName, shapes } from "./log/shapes.ts";
import { documentOf } from "./measure/document.ts";
import { Laboratory } from "./measure/laboratory.ts";
import { machine } from "./measure/machine.ts";
import type { Result } from "./measure/result.ts";

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "3" },
    shapes: { type: "string", default: "all" },
    growth: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    limit: { type: "string", default: "3600" },
    folder: { type: "string" },
    bin: { type: "string", default: "bin/zhijian.js" },
    write: { type: "boolean", default: false },
  },
});
const size = Number(values.size) / (values.quick ? 10 : 1);
const rounds = values.quick ? 1 : Number(values.rounds);
const folder = values.folder ?? (await mkdtemp(join(tmpdir(), "zhijian-bench-")));
const say = (text: string) => process.stderr.write(`${text}\n`);

try {
  const laboratory = new Laboratory({ bin: values.bin, folder, limit: Number(values.limit), say });
  const log = laboratory.log("shop", "csv", size);
  const result: Result = {
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    size: log.messages,
    log: { ...log, files: log.files.length },
    sideBySide: await laboratory.sideBySide(log, rounds),
    shapes: await laboratory.shapes(shapesAsked(values.shapes), size),
    formats: values.shapes === "none" ? [] : await laboratory.formats(size / 5),
    again: await laboratory.again(size),
    growth: values.growth ? await laboratory.growth(log) : null,
    start: await laboratory.start(),
    sampleWeek: await laboratory.sampleWeek(rounds),
    reading: laboratory.reading(log),
    stages: await laboratory.stages(log),
  };
  const year = existsSync("bench/year.json") ? JSON.parse(readFileSync("bench/year.json", "utf8")) : null;
  const text = documentOf(result, year);
  process.stdout.write(text);
  if (values.write) {
    writeFileSync("bench/result.json", `${JSON.stringify(result, null, 2)}\n`);
    writeFileSync("docs/performance.md", text);
  }
} finally {
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}

function shapesAsked(list: string): ShapeName[] {
  if (list === "all") return Object.keys(shapes).filter(isShapeName);
  const names = list === "none" ? [] : list.split(",");
  const unknown = names.find((name) => !isShapeName(name));
  if (unknown !== undefined)
    throw new Error(`--shapes: ${unknown} is none of ${Object.keys(shapes).join(", ")}`);
  return names.filter(isShapeName);
}
