// Writes an invented log: `npx tsx bench/generate.ts --size 1000000 --shape shop --format csv --out folder`.
import { parseArgs } from "node:util";
import { isShapeName, shapes } from "./log/shapes.ts";
import { type LogFormat, logFormats, writeLog } from "./log/write.ts";

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "1000000" },
    shape: { type: "string", default: "shop" },
    format: { type: "string", default: "csv" },
    seed: { type: "string", default: "1" },
    out: { type: "string", default: "." },
  },
});
const { shape, format } = values;
if (!isShapeName(shape)) throw new Error(`--shape: one of ${Object.keys(shapes).join(", ")}`);
if (!isLogFormat(format)) throw new Error(`--format: one of ${logFormats.join(", ")}`);
const written = writeLog({ size: Number(values.size), shape, format, seed: values.seed, folder: values.out });
const { files, ...counts } = written;
console.log(JSON.stringify({ ...counts, files: files.length, first: files[0] }, null, 1));

function isLogFormat(name: string): name is LogFormat {
  return (logFormats as readonly string[]).includes(name);
}
