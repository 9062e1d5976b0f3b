import { UserError } from "../errors.ts";
import { Diagnostics } from "../model/diagnostic.ts";
import type { InputSummary } from "../model/input.ts";
import type { Message } from "../model/message.ts";
import type { SessionFact } from "../model/session-fact.ts";
import { Zone } from "../text/zone.ts";
import type { Adapter } from "./adapter.ts";
import { type MemberTrouble, opened } from "./containers.ts";
import { type Content, endingEarly, openFile, spool } from "./content.ts";
import { InputError, inLocale } from "./input-error.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { expandPaths, type InputPath } from "./paths.ts";
import { ReadBytes } from "./read-bytes.ts";
import { Parts, Reading, type ReadSettings } from "./reading.ts";
import { adapterNamed, candidatesFor, isDocument, notRecognised } from "./recognise.ts";
import { headerAliases } from "./table/aliases.ts";
import type { DayOrder } from "./times.ts";

/** What the user says about the inputs. */
export interface ReadOptions {
  /** IANA name; times without an offset are read in it. */
  timezone: string;
  /** Field → header, 1-based column number, or column letter. */
  map?: Readonly<Record<string, string>>;
  /** Name of a format, instead of recognising it. */
  from?: string;
  /** Where the export names none. */
  shop?: string | null;
  platform?: string | null;
  /** What comes first in `03/04/2026`. */
  dateFormat?: DayOrder | null;
  /** Read for `-`. */
  stdin?: NodeJS.ReadableStream;
  /** Folder for what a pipe gives, where memory does not hold it; the system's by default. */
  tempDir?: string;
  limits?: Partial<Limits>;
  /** Language of errors, Chinese by default. */
  locale?: "zh" | "en";
}

/** Messages of all inputs. All but `messages` and `inputOfPart` is complete only when `messages` is drained. */
export interface Intake {
  /** In batches: a promise for each message would cost more than reading it. */
  messages: AsyncIterable<readonly Message[]>;
  /** One per input that could be read, in the order of reading. */
  inputs: InputSummary[];
  diagnostics: Diagnostics;
  /** Rows of tables about sessions (京东 会话记录), to be held against our own figures. */
  facts: SessionFact[];
  /** Inputs that could not be read, or only up to a place. */
  errors: UserError[];
  /** The part of the bytes that was read, 0–1; null where a pipe does not tell its length. */
  share(): number | null;
  /** Index into `inputs` of the input that a part belongs to. */
  inputOfPart(part: number): number;
  /** Whether a part lists its messages newest first. */
  isBackwards(part: number): boolean;
}

/** Reads inputs one after the other, in code-unit order of their paths. Throws UserError (exit 2) on wrong options. */
export async function readInputs(paths: readonly string[], options: ReadOptions): Promise<Intake> {
  const errors: UserError[] = [];
  const locale = options.locale ?? "zh";
  const found = await expandPaths(paths, (error) => errors.push(inLocale(error, locale)));
  return readFound(found, options, errors);
}

/** Reads inputs that were found; `errors` are those of finding them. Throws UserError (exit 2) on wrong options. */
export async function readFound(
  found: readonly InputPath[],
  options: ReadOptions,
  errors: UserError[] = [],
): Promise<Intake> {
  const settings = settingsOf(options);
  const forced = forcedAdapter(options);
  const locale = options.locale ?? "zh";
  const inputs: InputSummary[] = [];
  const diagnostics = new Diagnostics();
  const facts: SessionFact[] = [];
  const parts = new Parts();
  const counted = await ReadBytes.of(found);
  const trouble: MemberTrouble = {
    refused: (code, file) => diagnostics.add(code, "lost", { file, value: "" }),
    failed: fail,
  };
  return {
    messages: readAll(),
    inputs,
    diagnostics,
    facts,
    errors,
    share: () => counted.share(),
    inputOfPart: (part) => parts.get(part).input,
    isBackwards: (part) => parts.get(part).isBackwards,
  };

  async function* readAll(): AsyncGenerator<Message[]> {
    for (const input of found) {
      let content: Content | null = null;
      try {
        content = await openInput(input, options, settings.limits);
        yield* readContainer(counted.count(content), input.isNamed);
        if (await content.hasChanged()) changed(content);
      } catch (error) {
        fail(error);
      } finally {
        await content?.close();
        counted.done(input);
      }
    }
  }

  async function* readContainer(content: Content, isNamed: boolean): AsyncGenerator<Message[]> {
    const before = inputs.length + errors.length;
    let members = 0;
    let isArchive = true;
    for await (const one of opened(content, settings, isDocument, trouble)) {
      if (one.isMember) members++;
      else isArchive = false;
      const adapter = forced ?? candidatesFor(one.sample)[0]?.adapter;
      if (adapter !== undefined) yield* readOne(one.content, adapter);
      else leaveOut(notRecognised(one.sample), one.content, isNamed && !one.isMember);
    }
    if (isArchive && inputs.length + errors.length === before)
      leaveOut(noChatInside(content.file, members), content, isNamed);
  }

  async function* readOne(content: Content, adapter: Adapter): AsyncGenerator<Message[]> {
    const reading = new Reading(content.file, inputs.length, settings, diagnostics, parts);
    const summary = reading.summary(adapter.name);
    inputs.push(summary);
    const before = errors.length;
    let broken: InputError | null = null;
    const bytes = endingEarly(content, (error) => {
      broken = error;
    });
    try {
      yield* adapter.read(bytes, reading);
    } catch (error) {
      fail(error);
    }
    if (broken !== null) fail(broken);
    for (const fact of reading.facts) facts.push(fact);
    Object.assign(summary, { ...reading.summary(adapter.name), duplicates: summary.duplicates });
    if (errors.length > before || reading.messages > 0) return;
    if (reading.rows === 0) diagnostics.add("no-rows", "warning", { file: content.file, value: "" });
    // Without a message for another reason than having no rows (ingest-decision 36).
    else if (reading.rejected > 0 && reading.facts.length === 0) fail(noMessages(reading));
  }

  /** What a folder or an archive holds besides chats is no fault. */
  function leaveOut(error: InputError, { file }: Content, isNamed: boolean): void {
    if (isNamed) fail(error);
    else diagnostics.add("file-not-chat", "warning", { file, value: error.in(locale).message });
  }

  function changed({ file, size }: Content): void {
    const value = locale === "zh" ? `读了开头的 ${size} 字节` : `the first ${size} bytes were read`;
    diagnostics.add("file-changed", "warning", { file, value });
  }

  function fail(error: unknown): void {
    if (!(error instanceof UserError)) throw error;
    errors.push(inLocale(error, locale));
  }
}

/** The format named by the user; null where it is to be recognised. Throws UserError (exit 2) on an unknown one. */
export function forcedAdapter({ from, locale = "zh" }: ReadOptions): Adapter | null {
  try {
    return from === undefined ? null : adapterNamed(from);
  } catch (error) {
    throw error instanceof UserError ? inLocale(error, locale) : error;
  }
}

/** Options checked once for all inputs. Throws UserError (exit 2). */
export function settingsOf(options: ReadOptions): ReadSettings {
  const map = options.map ?? {};
  for (const field of Object.keys(map)) {
    if (!Object.hasOwn(headerAliases, field)) throw unknownField(field).in(options.locale ?? "zh");
  }
  return {
    zone: new Zone(options.timezone),
    map,
    shop: options.shop ?? null,
    platform: options.platform ?? null,
    dateFormat: options.dateFormat ?? null,
    limits: { ...defaultLimits, ...options.limits },
  };
}

function unknownField(field: string): InputError {
  const fields = Object.keys(headerAliases);
  return new InputError(
    2,
    { zh: `--map 不认识字段“${field}”`, en: `--map knows no field "${field}"` },
    { hint: { zh: `可用的字段：${fields.join("、")}。`, en: `Fields: ${fields.join(", ")}.` } },
  );
}

/** Opens a path, or the stream given for `-`. */
export async function openInput(
  { path }: InputPath,
  { stdin, tempDir }: ReadOptions,
  limits: Limits,
): Promise<Content> {
  if (path !== "-") return openFile(path, limits, tempDir);
  if (stdin !== undefined) return spool("-", stdin, limits, tempDir);
  throw new InputError(2, {
    zh: "这里不能用 - 从标准输入读取",
    en: "- (standard input) cannot be read here",
  });
}

function noMessages({ rows, file }: Reading): InputError {
  return new InputError(
    3,
    { zh: `${rows} 行里没有一条能读成消息`, en: `none of ${rows} rows could be read as a message` },
    {
      place: { file },
      hint: {
        zh: "请用 zhijian inspect 查看列和角色是怎样理解的，并用 --map 指定。",
        en: "See with zhijian inspect how columns and roles are understood, and name them with --map.",
      },
    },
  );
}

function noChatInside(file: string, members: number): InputError {
  return new InputError(
    3,
    {
      zh: `压缩包里没有读到聊天记录（看过 ${members} 个文件）`,
      en: `no chat log was found in the archive (${members} files looked at)`,
    },
    { place: { file } },
  );
}
