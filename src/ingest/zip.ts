import type { Readable } from "node:stream";
import { type Entry, fromBuffer, open, type ZipFile } from "yauzl";
import { UserError } from "../errors.ts";
import type { Content } from "./content.ts";
import type { Limits } from "./limits.ts";

/** A ZIP archive whose members are read one at a time; nothing is unpacked to disk. */
export class Archive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #file: string;
  readonly #limits: Limits;
  #unpacked = 0;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, file: string, limits: Limits) {
    this.#zip = zip;
    this.#entries = entries;
    this.#file = file;
    this.#limits = limits;
  }

  /** Throws UserError (exit 3) where it is no archive, or a damaged one. */
  static async open(content: Content, limits: Limits): Promise<Archive> {
    const entries = new Map<string, Entry>();
    try {
      const zip = await openZip(content);
      await new Promise<void>((done, fail) => {
        zip.on("entry", (entry: Entry) => {
          entries.set(entry.fileName, entry);
          zip.readEntry();
        });
        zip.once("end", done);
        zip.once("error", fail);
        zip.readEntry();
      });
      return new Archive(zip, entries, content.file, limits);
    } catch (cause) {
      throw new UserError(3, `压缩包（或 .xlsx）损坏，打不开：${(cause as Error).message}`, {
        place: { file: content.file },
        hint: "请重新导出或重新下载这个文件。",
        cause,
      });
    }
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Unpacks a member; throws UserError (exit 3) beyond the limits, counted while unpacking. */
  async *member(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw this.#damaged(`缺少 ${name}`);
    const packed = Math.max(entry.compressedSize, 1);
    let size = 0;
    try {
      for await (const chunk of await this.#stream(entry)) {
        const bytes = chunk as Buffer;
        size += bytes.length;
        this.#unpacked += bytes.length;
        this.#refuseBomb(name, size, packed);
        yield bytes;
      }
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      throw this.#damaged(`${name}：${(cause as Error).message}`, cause);
    }
  }

  close(): void {
    this.#zip.close();
  }

  #refuseBomb(name: string, size: number, packed: number): void {
    const { memberBytes, archiveBytes, ratio, ratioFromBytes } = this.#limits;
    const isBomb = size > ratioFromBytes && size / packed > ratio;
    if (!isBomb && size <= memberBytes && this.#unpacked <= archiveBytes) return;
    throw new UserError(
      3,
      isBomb ? `${name} 解压后超过原大小的 ${ratio} 倍，像压缩炸弹，已停止` : `${name} 解压后太大，已停止`,
      { place: { file: this.#file }, hint: "如果文件没有问题，请拆小后再试，或提高解压上限。" },
    );
  }

  #damaged(what: string, cause?: unknown): UserError {
    return new UserError(3, `压缩包（或 .xlsx）损坏：${what}`, { place: { file: this.#file }, cause });
  }

  #stream(entry: Entry): Promise<Readable> {
    return new Promise((done, fail) => {
      this.#zip.openReadStream(entry, (error, stream) => (error ? fail(error) : done(stream)));
    });
  }
}

function openZip(content: Content): Promise<ZipFile> {
  const options = { lazyEntries: true, autoClose: false };
  const { where } = content;
  return new Promise((done, fail) => {
    const opened = (error: Error | null, zip: ZipFile) => (error ? fail(error) : done(zip));
    if ("path" in where) open(where.path, options, opened);
    else fromBuffer(where.bytes, options, opened);
  });
}
