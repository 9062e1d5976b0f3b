import { excerpt } from "../model/diagnostic.ts";
import type { Adapter, Fit, Sample } from "./adapter.ts";
import type { Content } from "./content.ts";
import { decode, silentReport } from "./decode.ts";
import { InputError, type Sentence } from "./input-error.ts";
import { jsonBreakIn } from "./json/look.ts";
import { packingOf } from "./packing.ts";
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

/** Whether an archive is itself a document, of a known format or of none, and not a parcel of files. */
export function isDocument(sample: Sample): boolean {
  const marks = ["[Content_Types].xml", "mimetype"];
  return marks.some((mark) => sample.members?.includes(mark)) || candidatesFor(sample).length > 0;
}

/** The format named by `--from`; throws InputError (exit 2) where there is none of that name. */
export function adapterNamed(name: string): Adapter {
  const adapter = adapters.find((one) => one.name === name);
  if (adapter !== undefined) return adapter;
  const names = adapters.map((one) => one.name);
  throw new InputError(
    2,
    { zh: `没有名为“${name}”的格式`, en: `there is no format "${name}"` },
    { hint: { zh: `--from 可用：${names.join("、")}。`, en: `--from takes ${names.join(", ")}.` } },
  );
}

/** Reads the beginning of an input. */
export async function sampleOf(content: Content, settings: ReadSettings): Promise<Sample> {
  const { bytes, isWhole } = await firstBytes(content);
  // A packed file that is not compressed shows the words of what is in it.
  const isText = packingOf(bytes) === null && !isBinary(bytes);
  const text = isText ? await textOf(bytes, isWhole, settings) : "";
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
  if (packingOf(bytes) !== "ZIP") return null;
  const archive = await Archive.open(content, settings.limits);
  const { names } = archive;
  archive.close();
  return names;
}

async function firstBytes(content: Content): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content.stream()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > sampleBytes) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, sampleBytes), isWhole: size <= sampleBytes };
}

/** Files of other programs have many zero and control bytes; UTF-16 text begins with its mark. */
function isBinary(bytes: Buffer): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return false;
  let zeros = 0;
  let controls = 0;
  const length = Math.min(bytes.length, 8192);
  for (let at = 0; at < length; at++) {
    const byte = bytes[at]!;
    if (byte === 0) zeros++;
    // 1 delimits tables, 7 to 13 and 27 stand in logs of terminals.
    else if ((byte > 1 && byte < 7) || (byte > 13 && byte < 27)) controls++;
  }
  return zeros > Math.max(8, length / 64) || controls > Math.max(8, length / 32);
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
export function notRecognised(sample: Sample): InputError {
  const { bytes, lines, members, text } = sample;
  const told = (message: Sentence, hint?: Sentence) =>
    new InputError(3, message, { place: { file: sample.file }, ...(hint && { hint }) });
  if (bytes.length === 0) return told({ zh: "文件是空的（0 字节）", en: "the file is empty (0 bytes)" });
  if (members !== null) {
    return told(
      { zh: "是文档，但不是认得的工作簿", en: "a document, but no workbook that is known" },
      exportHint,
    );
  }
  const packing = packingOf(bytes);
  if (packing !== null) {
    return told({ zh: `是 ${packing} 压缩包，没有读`, en: `a ${packing} archive, not read` }, unpackHint);
  }
  const known = signatures.find((one) => one.bytes.every((byte, at) => bytes[at] === byte));
  if (known !== undefined) return told(known.message, known.hint);
  if (lines.length === 0 && !isBinary(bytes)) {
    return told({ zh: "文件里只有空白", en: "the file holds nothing but blanks" });
  }
  if (text === "" && isWideText(bytes)) return told(wideText, saveHint);
  if (text === "")
    return told({ zh: "是二进制文件，不是聊天记录", en: "a binary file, no chat log" }, exportHint);
  const broken = jsonBreakIn(sample);
  if (broken !== null) return broken;
  const seen = excerpt(lines[0]!, 80);
  return told(
    { zh: `认不出这种格式，第一行是“${seen}”`, en: `unknown format, the first line is "${seen}"` },
    {
      zh:
        "表格要有消息内容列和发送方列（如“发送时间、发送者、消息内容”）；列名不同时用 " +
        "--map time=列名,sender=列名,text=列名（也可写列号）指定，或先运行 zhijian inspect 查看。",
      en:
        "A table needs a column of words and one of senders (such as time, sender, content); name others with " +
        "--map time=…,sender=…,text=… (headers or numbers), or see what zhijian inspect says.",
    },
  );
}

const exportHint: Sentence = {
  zh: "请导出为 CSV、XLSX 或 TXT。",
  en: "Export as CSV, XLSX or TXT.",
};
const unpackHint: Sentence = {
  zh: "请先解压，或改用 ZIP。",
  en: "Unpack it first, or use ZIP.",
};
const wideText: Sentence = {
  zh: "像没有标记（BOM）的 UTF-16 文本，认不准",
  en: "looks like UTF-16 text without a mark (BOM), which cannot be told for certain",
};
const saveHint: Sentence = { zh: "请另存为 UTF-8 再试。", en: "Save it as UTF-8 and try again." };

const signatures: readonly { bytes: readonly number[]; message: Sentence; hint: Sentence }[] = [
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    message: { zh: "是旧版 .xls 或加密的 Excel 文件", en: "an old .xls file, or an encrypted workbook" },
    hint: {
      zh: "请在 Excel 或 WPS 中去掉密码，另存为 .xlsx 或 .csv 再试。",
      en: "Remove the password in Excel or WPS, save as .xlsx or .csv and try again.",
    },
  },
  {
    bytes: [0x25, 0x50, 0x44, 0x46],
    message: { zh: "是 PDF 文件，不是聊天记录", en: "a PDF file, no chat log" },
    hint: exportHint,
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
