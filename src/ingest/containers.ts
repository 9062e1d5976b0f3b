import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { UserError } from "../errors.ts";
import { excerpt } from "../model/diagnostic.ts";
import type { Sample } from "./adapter.ts";
import { type Content, unpacked } from "./content.ts";
import { InputError } from "./input-error.ts";
import type { Limits } from "./limits.ts";
import { packingOf } from "./packing.ts";
import type { ReadSettings } from "./reading.ts";
import { sampleOf } from "./recognise.ts";
import { Archive, type Member, type Refusal, refuseBomb } from "./zip.ts";

/** Something to be read: an input, or a member of an archive. */
export interface Opened {
  content: Content;
  sample: Sample;
  isMember: boolean;
}

/** What is told of members that give nothing. */
export interface MemberTrouble {
  refused(code: Refusal | "member-packed", file: string): void;
  failed(error: UserError): void;
}

/**
 * Looks into gzip and ZIP. `isDocument`: the archive is itself a format, such as a workbook. Throws
 * UserError (exit 3) where the input itself cannot be opened, or its members together are too large.
 */
export async function* opened(
  content: Content,
  settings: ReadSettings,
  isDocument: (sample: Sample) => boolean,
  trouble: MemberTrouble,
): AsyncGenerator<Opened> {
  const outer = await sampleOf(content, settings);
  if (packingOf(outer.bytes) === "gzip") {
    const inner = gunzipped(content, settings.limits);
    const sample = await sampleOf(inner, settings);
    if (packingOf(sample.bytes) !== null && !isDocument(sample))
      trouble.refused("member-packed", content.file);
    else yield { content: inner, sample, isMember: false };
  } else if (outer.members === null || isDocument(outer)) {
    yield { content, sample: outer, isMember: false };
  } else {
    const archive = await Archive.open(content, settings.limits);
    try {
      yield* openedMembers(archive, content.file, settings, isDocument, trouble);
    } finally {
      archive.close();
    }
  }
}

async function* openedMembers(
  archive: Archive,
  archiveFile: string,
  settings: ReadSettings,
  isDocument: (sample: Sample) => boolean,
  trouble: MemberTrouble,
): AsyncGenerator<Opened> {
  for (const member of chatMembers(archive)) {
    const file = `${archiveFile}!${excerpt(member.name, longestName)}`;
    try {
      if (member.refusal !== null) {
        trouble.refused(member.refusal, file);
        continue;
      }
      const content = unpacked(file, () => member.bytes());
      const sample = await sampleOf(content, settings);
      if (packingOf(sample.bytes) !== null && !isDocument(sample)) trouble.refused("member-packed", file);
      else yield { content, sample, isMember: true };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      trouble.failed(error);
    }
    if (archive.isExhausted) return;
  }
}

/** ZIP allows no longer name. */
const longestName = 65_535;

/** In code-unit order of their names; leftovers of file managers are no members. */
function chatMembers(archive: Archive): Member[] {
  return archive.members
    .filter(({ name }) => !name.split("/").some(isHidden))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function isHidden(part: string): boolean {
  return part === "__MACOSX" || (part.startsWith(".") && part !== ".." && part !== ".");
}

/** What is inside a gzip file, unpacked while it is read. */
function gunzipped(content: Content, limits: Limits): Content {
  const extension = /(\.[^./]+)\.gz$/i.exec(content.file)?.[1]?.toLowerCase() ?? "";
  return {
    ...unpacked(content.file, () => gunzip(content, limits)),
    extension,
    hasChanged: () => content.hasChanged(),
  };
}

async function* gunzip(content: Content, limits: Limits): AsyncGenerator<Buffer> {
  const packed = Readable.from(content.stream());
  const stream = createGunzip();
  packed.once("error", (error) => stream.destroy(error));
  let size = 0;
  try {
    for await (const chunk of packed.pipe(stream)) {
      size += (chunk as Buffer).length;
      refuseBomb(size, content.size, limits, content.file);
      yield chunk as Buffer;
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw damagedGzip(content.file, size, cause as Error);
  } finally {
    packed.destroy();
  }
}

function damagedGzip(file: string, size: number, cause: Error): InputError {
  return new InputError(
    3,
    {
      zh: `gzip 损坏，解出 ${size} 字节后读不下去：${cause.message}`,
      en: `the gzip file is damaged after ${size} unpacked bytes: ${cause.message}`,
    },
    {
      place: { file },
      hint: { zh: "请重新导出或重新下载这个文件。", en: "Export or download this file again." },
      cause,
    },
  );
}
