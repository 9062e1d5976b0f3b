import { UserError } from "../errors.ts";
import { Diagnostics } from "../model/diagnostic.ts";
import type { InputSummary } from "../model/input.ts";
import type { Message } from "../model/message.ts";
import { Zone } from "../text/zone.ts";
import type { Adapter } from "./adapter.ts";
import { type Content, openFile, spool } from "./content.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { expandPaths, type InputPath } from "./paths.ts";
import { Parts, Reading, type ReadSettings } from "./reading.ts";
import { adapterNamed, candidatesFor, notRecognised, sampleOf } from "./recognise.ts";
import { type Field, headerAliases } from "./table/aliases.ts";
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
  limits?: Partial<Limits>;
}

/** Messages of all inputs. All but `messages` and `inputOfPart` is complete only when `messages` is drained. */
export interface Intake {
  messages: AsyncIterable<Message>;
  /** One per input that could be read, in the order of reading. */
  inputs: InputSummary[];
  diagnostics: Diagnostics;
  /** Inputs that could not be read, or only up to a place. */
  errors: UserError[];
  /** Index into `inputs` of the input that a part belongs to. */
  inputOfPart(part: number): number;
  /** Whether a part lists its messages newest first. */
  isBackwards(part: number): boolean;
}

/** Reads inputs one after the other, in code-unit order of their paths. Throws UserError (exit 2) on wrong options. */
export async function readInputs(paths: readonly string[], options: ReadOptions): Promise<Intake> {
  const settings = settingsOf(options);
  const forced = options.from === undefined ? null : adapterNamed(options.from);
  const errors: UserError[] = [];
  const found = await expandPaths(paths, errors);
  const inputs: InputSummary[] = [];
  const diagnostics = new Diagnostics();
  const parts = new Parts();
  const intake: Intake = {
    messages: readAll(),
    inputs,
    diagnostics,
    errors,
    inputOfPart: (part) => parts.get(part).input,
    isBackwards: (part) => parts.get(part).isBackwards,
  };
  return intake;

  async function* readAll(): AsyncGenerator<Message> {
    for (const input of found) {
      let content: Content | null = null;
      try {
        content = await openInput(input, options.stdin);
        const adapter = forced ?? (await recognise(content, settings));
        if (!(adapter instanceof UserError)) yield* readOne(content, adapter);
        else if (input.isNamed) errors.push(adapter);
        else diagnostics.add("file-not-chat", "warning", { file: input.path, value: adapter.message });
      } catch (error) {
        keep(error, errors);
      } finally {
        await content?.close();
      }
    }
  }

  async function* readOne(content: Content, adapter: Adapter): AsyncGenerator<Message> {
    const reading = new Reading(content.file, inputs.length, settings, diagnostics, parts);
    const summary = reading.summary(adapter.name);
    inputs.push(summary);
    const wasRead = errors.length;
    try {
      for await (const batch of adapter.read(content, reading)) yield* batch;
    } catch (error) {
      keep(error, errors);
    }
    Object.assign(summary, { ...reading.summary(adapter.name), duplicates: summary.duplicates });
    if (errors.length === wasRead && reading.messages === 0) errors.push(...noMessages(reading));
  }
}

/** Options checked once for all inputs. */
export function settingsOf(options: ReadOptions): ReadSettings {
  const map = options.map ?? {};
  for (const field of Object.keys(map)) {
    if (!(field in headerAliases)) {
      throw new UserError(2, `--map 不认识字段“${field}”`, {
        hint: `可用的字段：${(Object.keys(headerAliases) as Field[]).join("、")}。`,
      });
    }
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

/** Opens a path, or the stream given for `-`. */
export async function openInput(
  input: InputPath,
  stdin: NodeJS.ReadableStream | undefined,
): Promise<Content> {
  if (input.path !== "-") return openFile(input.path);
  if (stdin === undefined) throw new UserError(2, "这里不能用 - 从标准输入读取");
  return spool("-", stdin);
}

/** The format that fits best, or what to tell where none does. */
async function recognise(content: Content, settings: ReadSettings): Promise<Adapter | UserError> {
  const sample = await sampleOf(content, settings);
  const [best] = candidatesFor(sample);
  return best?.adapter ?? notRecognised(sample);
}

function keep(error: unknown, errors: UserError[]): void {
  if (!(error instanceof UserError)) throw error;
  errors.push(error);
}

/** An input without a message, for another reason than having no rows, is an error (ingest-decision 36). */
function noMessages(reading: Reading): UserError[] {
  if (reading.rows === 0) {
    reading.diagnostics.add("no-rows", "warning", { file: reading.file, value: "" });
    return [];
  }
  if (reading.rejected === 0) return [];
  return [
    new UserError(3, `${reading.rows} 行里没有一条能读成消息`, {
      place: { file: reading.file },
      hint: "请用 zhijian inspect 查看列和角色是怎样理解的，并用 --map 指定。",
    }),
  ];
}
