import { UserError } from "../errors.ts";
import type { Adapter, Fit, Sample } from "./adapter.ts";
import type { Content } from "./content.ts";
import { decode, silentReport } from "./decode.ts";
import type { ReadSettings } from "./reading.ts";
import { adapters } from "./registry.ts";
import { Archive } from "./zip.ts";

/** How much of an input is looked at to recognise its format. */
const sampleBytes = 256 * 1024;

/** A format that fits, best first. */
export interface Candidate {
  adapter: Adapter;
  fit: Fit;
}

/** Formats that fit an input by its content, best first; the file's ending only breaks ties. */
export function candidatesFor(sample: Sample): Candidate[] {
  const found: (Candidate & { rank: number })[] = [];
  for (const adapter of adapters) {
    const fit = adapter.fits(sample);
    if (fit === null) continue;
    const tie = adapter.extensions.includes(sample.extension) ? 0.001 : 0;
    found.push({ adapter, fit, rank: fit.score + tie });
  }
  return found.sort((a, b) => b.rank - a.rank);
}

/** The format named by `--from`; throws UserError (exit 2) where there is none of that name. */
export function adapterNamed(name: string): Adapter {
  const adapter = adapters.find((one) => one.name === name);
  if (adapter !== undefined) return adapter;
  throw new UserError(2, `没有名为“${name}”的格式`, {
    hint: `--from 可用：${adapters.map((one) => one.name).join("、")}。`,
  });
}

/** Reads the beginning of an input. */
export async function sampleOf(content: Content, settings: ReadSettings): Promise<Sample> {
  const bytes = await firstBytes(content);
  const isWhole = bytes.length >= content.size;
  const text = isBinary(bytes) ? "" : await textOf(bytes, isWhole, settings);
  return {
    file: content.file,
    extension: content.extension,
    bytes,
    text,
    lines: text.split(/\r?\n/).filter((line) => line.trim() !== ""),
    isWhole,
    members: await membersOf(content, bytes, settings),
    settings,
  };
}

/** Names in an archive; null where it is none. */
async function membersOf(content: Content, bytes: Buffer, settings: ReadSettings): Promise<string[] | null> {
  if (bytes.length < 4 || bytes.readUInt32BE(0) !== zipSignature) return null;
  const archive = await Archive.open(content, settings.limits);
  const { names } = archive;
  archive.close();
  return names;
}

const zipSignature = 0x504b0304;

async function firstBytes(content: Content): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content.stream()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= sampleBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, sampleBytes);
}

/** Files of other programs have many zero bytes; UTF-16 text begins with its mark. */
function isBinary(bytes: Buffer): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return false;
  let zeros = 0;
  const length = Math.min(bytes.length, 8192);
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros++;
  return zeros > Math.max(8, length / 64);
}

async function textOf(bytes: Buffer, isWhole: boolean, settings: ReadSettings): Promise<string> {
  const end = isWhole ? bytes.length : bytes.lastIndexOf(10) + 1 || bytes.length;
  let text = "";
  for await (const block of decode(once(bytes.subarray(0, end)), silentReport(), settings.limits))
    text += block.text;
  return text;
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Says what was seen, what was expected and what to do, where no format fits. */
export function notRecognised(sample: Sample): UserError {
  const place = { file: sample.file };
  if (sample.bytes.length === 0) return new UserError(3, "文件是空的（0 字节）", { place });
  const known = signatures.find(({ bytes }) => bytes.every((byte, at) => sample.bytes[at] === byte));
  if (known !== undefined) return new UserError(3, known.message, { place, hint: known.hint });
  if (sample.text === "") {
    const wide = isWideText(sample.bytes);
    return new UserError(3, wide ? "像没有标记（BOM）的 UTF-16 文本，认不准" : "是二进制文件，不是聊天记录", {
      place,
      hint: wide ? "请另存为 UTF-8 再试。" : "请导出为 CSV、XLSX 或 TXT。",
    });
  }
  const seen = (sample.lines[0] ?? "").slice(0, 80);
  return new UserError(3, `认不出这种格式，第一行是“${seen}”`, {
    place,
    hint:
      "表格要有消息内容列和发送方列（如“发送时间、发送者、消息内容”）；列名不同时用 " +
      "--map time=列名,sender=列名,text=列名（也可写列号）指定，或先运行 zhijian inspect 查看。",
  });
}

const signatures: readonly { bytes: readonly number[]; message: string; hint: string }[] = [
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    message: "是旧版 .xls 或加密的 Excel 文件",
    hint: "请在 Excel 或 WPS 中去掉密码，另存为 .xlsx 或 .csv 再试。",
  },
  {
    bytes: [0x25, 0x50, 0x44, 0x46],
    message: "是 PDF 文件，不是聊天记录",
    hint: "请导出为 CSV、XLSX 或 TXT。",
  },
];

/** Every second byte is zero. */
function isWideText(bytes: Buffer): boolean {
  const length = Math.min(bytes.length, 512) & ~1;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even++;
    if (bytes[at + 1] === 0) odd++;
  }
  return length >= 8 && Math.abs(even - odd) > length / 8;
}
