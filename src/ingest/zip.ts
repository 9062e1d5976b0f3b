import type { Readable } from "node:stream";
import { type Entry, fromBuffer, getFileNameLowLevel, open, type ZipFile } from "yauzl";
import { type Content, held } from "./content.ts";
import { InputError, type Sentence } from "./input-error.ts";
import type { Limits } from "./limits.ts";

/** Why a member of an archive is not read. */
export type Refusal = "member-path" | "member-link" | "member-encrypted";

/** A file inside an archive. */
export interface Member {
  name: string;
  /** Null where it may be read. */
  refusal: Refusal | null;
  bytes(): AsyncGenerator<Buffer>;
}

/** A ZIP archive whose members are read one at a time; nothing is unpacked to disk. */
export class Archive {
  /** In the order of the archive; folders left out. */
  readonly members: readonly Member[];
  readonly #zip: ZipFile;
  readonly #file: string;
  readonly limits: Limits;
  /** Most bytes that any reading of a member gave: a second reading unpacks nothing new. */
  readonly #unpacked = new Map<Entry, number>();
  #total = 0;

  private constructor(zip: ZipFile, entries: readonly Entry[], file: string, limits: Limits) {
    this.#zip = zip;
    this.#file = file;
    this.limits = limits;
    this.members = entries
      .map((entry) => ({ entry, name: nameOf(entry) }))
      .filter(({ name }) => !name.endsWith("/"))
      .map(({ entry, name }) => ({
        name,
        refusal: refusalOf(entry, name),
        bytes: () => this.#read(entry, name),
      }));
  }

  /** Throws InputError (exit 3) where it is no archive, a damaged one, or one of too many members. */
  static async open(content: Content, limits: Limits): Promise<Archive> {
    let zip: ZipFile | null = null;
    try {
      zip = await openZip(await held(content, limits));
      if (zip.entryCount > limits.members) throw tooMany(zip.entryCount, content.file, limits);
      return new Archive(zip, await entriesOf(zip), content.file, limits);
    } catch (cause) {
      zip?.close();
      if (cause instanceof InputError) throw cause;
      throw unopened(content.file, cause as Error);
    }
  }

  get names(): string[] {
    return this.members.map(({ name }) => name);
  }

  has(name: string): boolean {
    return this.members.some((member) => member.name === name);
  }

  /** Unpacks a member by its name; throws InputError (exit 3) beyond the limits, counted while unpacking. */
  member(name: string): AsyncGenerator<Buffer> {
    const member = this.members.find((one) => one.name === name);
    if (member === undefined) throw this.#damaged({ zh: `缺少 ${name}`, en: `${name} is missing` });
    return member.bytes();
  }

  /** Whether all members together are beyond the limit, so that none can be read any more. */
  get isExhausted(): boolean {
    return this.#total > this.limits.archiveBytes;
  }

  close(): void {
    this.#zip.close();
  }

  async *#read(entry: Entry, name: string): AsyncGenerator<Buffer> {
    const file = `${this.#file}!${name}`;
    // What says of itself that it is too large is not begun; what lies about its size is stopped.
    refuseBomb(entry.uncompressedSize, entry.compressedSize, this.limits, file);
    let size = 0;
    try {
      for await (const chunk of await this.#stream(entry)) {
        size += (chunk as Buffer).length;
        this.#count(entry, size);
        refuseBomb(size, entry.compressedSize, this.limits, file);
        yield chunk as Buffer;
      }
    } catch (cause) {
      if (cause instanceof InputError) throw cause;
      const { message } = cause as Error;
      throw this.#damaged({ zh: `${name}：${message}`, en: `${name}: ${message}` }, cause);
    }
  }

  #count(entry: Entry, size: number): void {
    const before = this.#unpacked.get(entry) ?? 0;
    if (size <= before) return;
    this.#unpacked.set(entry, size);
    this.#total += size - before;
    if (this.isExhausted) throw tooLarge(this.#file, this.limits.archiveBytes);
  }

  #damaged(what: Sentence, cause?: unknown): InputError {
    const message = {
      zh: `压缩包（或工作簿）损坏：${what.zh}`,
      en: `the archive (or workbook) is damaged: ${what.en}`,
    };
    return new InputError(3, message, { place: { file: this.#file }, cause });
  }

  #stream(entry: Entry): Promise<Readable> {
    return new Promise((done, fail) => {
      this.#zip.openReadStream(entry, (error, stream) => (error ? fail(error) : done(stream)));
    });
  }
}

/** Stops an unpacking that went beyond the limits. Throws InputError (exit 3). */
export function refuseBomb(size: number, packed: number, limits: Limits, file: string): void {
  const { memberBytes, ratio, ratioFromBytes } = limits;
  if (size > memberBytes) throw tooLarge(file, memberBytes);
  if (size <= ratioFromBytes || size / Math.max(packed, 1) <= ratio) return;
  throw new InputError(
    3,
    {
      zh: `解压后超过原大小的 ${ratio} 倍，像压缩炸弹，已停止`,
      en: `unpacks to more than ${ratio} times its size, like a bomb; stopped`,
    },
    { place: { file }, hint: limitHint },
  );
}

function tooLarge(file: string, limit: number): InputError {
  const size = `${Math.round(limit / 2 ** 20)} MB`;
  return new InputError(
    3,
    { zh: `解压后太大（上限 ${size}），已停止`, en: `unpacks to more than ${size}; stopped` },
    { place: { file }, hint: limitHint },
  );
}

const limitHint: Sentence = {
  zh: "如果文件没有问题，请先自己解压，再把文件或文件夹交给 zhijian。",
  en: "If nothing is wrong with it, unpack it yourself and give zhijian the files or the folder.",
};

function tooMany(count: number, file: string, { members }: Limits): InputError {
  return new InputError(
    3,
    {
      zh: `压缩包里有 ${count} 个文件，超过上限 ${members} 个`,
      en: `${count} files in the archive are more than the limit of ${members}`,
    },
    { place: { file }, hint: limitHint },
  );
}

function unopened(file: string, cause: Error): InputError {
  if (/encrypt/i.test(cause.message)) {
    return new InputError(
      3,
      { zh: "压缩包加了密码，读不了", en: "the archive is encrypted and was not read" },
      { place: { file }, cause },
    );
  }
  return new InputError(
    3,
    {
      zh: `压缩包（或工作簿）损坏，打不开：${cause.message}`,
      en: `the archive (or workbook) is damaged and cannot be opened: ${cause.message}`,
    },
    {
      place: { file },
      hint: {
        zh: "请重新导出或重新下载这个文件。",
        en: "Export or download this file again.",
      },
      cause,
    },
  );
}

function openZip(content: Content): Promise<ZipFile> {
  // Names are checked and decoded here: one bad name must not close the whole archive, and most are GBK.
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  const { where } = content;
  return new Promise((done, fail) => {
    const opened = (error: Error | null, zip: ZipFile) => (error ? fail(error) : done(zip));
    if (where === null) fail(new Error("bytes that can only be streamed"));
    else if ("path" in where) open(where.path, options, opened);
    else fromBuffer(where.bytes, options, opened);
  });
}

function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  return new Promise((done, fail) => {
    zip.on("entry", (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.once("end", () => done(entries));
    zip.once("error", fail);
    zip.readEntry();
  });
}

const utf8Flag = 0x800;
const unicodePathField = 0x7075;
const utf8 = new TextDecoder("utf-8", { fatal: true });
const gb18030 = new TextDecoder("gb18030");

/** Where the archive does not say that a name is UTF-8, it is where its bytes are, else GBK as Windows writes it here. */
function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw;
  const saysUnicode =
    (entry.generalPurposeBitFlag & utf8Flag) !== 0 ||
    entry.extraFields.some(({ id }) => id === unicodePathField);
  const name = saysUnicode
    ? getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, false)
    : decodeName(raw);
  return name.replaceAll("\\", "/");
}

function decodeName(raw: Buffer): string {
  try {
    return utf8.decode(raw);
  } catch {
    return gb18030.decode(raw);
  }
}

const fileTypeMask = 0o170000;
const symbolicLink = 0o120000;

function refusalOf(entry: Entry, name: string): Refusal | null {
  if (name.startsWith("/") || /^[a-z]:/i.test(name) || name.split("/").includes("..")) return "member-path";
  if (((entry.externalFileAttributes >>> 16) & fileTypeMask) === symbolicLink) return "member-link";
  return entry.isEncrypted() ? "member-encrypted" : null;
}
