import { availableParallelism } from "node:os";
import { UserError } from "./errors.ts";
import { limitsOf, type UserLimits } from "./ingest/limits.ts";
import type { ReadOptions } from "./ingest/read.ts";
import { type Calendar, dailyHours, loadCalendar } from "./metrics/calendar.ts";
import type { KnownFinding, Settings } from "./model/report.ts";
import type { SceneId } from "./model/scene.ts";
import { loadShopHandbook, type ShopHandbook } from "./rubric/shop-handbook.ts";
import { dayOfText, type WeekStart, weekOf, Zone } from "./text/zone.ts";

/** How far an audit is in its stage. */
export interface Progress {
  stage: "read" | "judge";
  /** Messages read, or judged, so far. */
  messages: number;
  /** The part of the stage that is done, 0–1; null where nobody can say. */
  share: number | null;
}

/** What a caller may choose; everything has a default, and everything that changes a figure is printed. */
export interface AuditOptions {
  locale?: "zh" | "en";
  /** IANA name; Asia/Shanghai by default. */
  timezone?: string;
  weekStart?: WeekStart;
  /** Silence that ends a session without an id of its own, in seconds (30 min). */
  sessionGapSeconds?: number;
  /** A longer wait is slow, in seconds (60). */
  slowAfterSeconds?: number;
  /** Fewer scored sessions are marked 样本不足 (10). */
  minSessions?: number;
  /** Shop hours of every day, `09:00-22:00`; spans comma-separated. */
  hours?: string;
  /** Opening hours, holidays and shifts: id of a shipped calendar or path; instead of `hours`. */
  calendar?: string;
  /** Mask personal data (default). */
  mask?: boolean;
  /** Only this ISO week, `2026-W46`. */
  week?: string;
  /** Only sessions that begin on this local day (`2026-11-09`) or later. */
  from?: string;
  /** Only sessions that begin on this local day or earlier. */
  to?: string;
  platform?: string;
  /** Alternatives of platform profiles by platform: `{taobao: "8-24"}`. */
  platformVariants?: Readonly<Record<string, string>>;
  /** Paths of platform profiles of the shop's own. */
  platformProfiles?: readonly string[];
  /** Tables with figures of platforms, to be held against ours. */
  reconcile?: readonly string[];
  /** Ids of shipped rubrics or paths. */
  rubrics?: readonly string[];
  /** The shop's own standard wording, whose use is measured: path of a YAML file. */
  handbook?: string;
  /** Parameters of rubrics that the shop overrides. */
  set?: Readonly<Record<string, unknown>>;
  segmenter?: "auto" | "nodejieba" | "node-rs";
  /** Word lists of the shop. */
  dictionaries?: readonly string[];
  autoTexts?: { texts?: readonly string[]; notAutomatic?: readonly string[] };
  /** Names and numbers of agents, by account. */
  agents?: Readonly<Record<string, { names?: readonly string[]; group?: string }>>;
  /** Scenes of conversations that are recognised wrongly, by session id. */
  scenes?: Readonly<Record<string, SceneId[]>>;
  /** Conversations of mystery shoppers, left out of every figure; the report says how many. */
  leaveOut?: readonly { shop: string | null; id: string }[];
  /** How many findings and praises are stored per rule and row (50); counts are always exact. */
  maxFindingsPerRule?: number;
  /** How many example conversations an agent's week has (6); 0 for none. */
  maxConversations?: number;
  /** Known findings: marked in the report, not dropped. */
  baseline?: readonly KnownFinding[];
  /** RFC 3339; printed in the report, which has no other clock. */
  generatedAt?: string;
  /** Columns of tables, by field: `{time: "发送时间"}`. */
  map?: Readonly<Record<string, string>>;
  /** Name of the input format, where recognition is wrong. */
  format?: string;
  /** Shop of inputs that do not name one. */
  shop?: string;
  dateFormat?: "dmy" | "mdy";
  /** What an input may cost before it is refused; docs/formats.md has the defaultSettings. */
  limits?: UserLimits;
  tempDir?: string;
  /** Characters held in memory before temporary files are used. */
  memoryLimit?: number;
  /** Put into the report what `merge` needs to bring it together with others (default). */
  mergeData?: boolean;
  /** Folder that keeps the messages of inputs and what customers were judged, so that the next run reads and judges only what is new. */
  cache?: string;
  /** File for all findings, one JSON object a line, however many a report keeps. */
  allFindings?: string;
  /** How many threads judge an input that does not fit into memory; the cores, four at most, by default. */
  threads?: number;
  stdin?: NodeJS.ReadableStream;
  /** Called now and then while it lasts. */
  onProgress?: (progress: Progress) => void;
  /** Called when a thread died at its nth chunk of conversations, counted from 1; another does it again. */
  onWorkerDeath?: (chunk: number | null, cause: Error) => void;
}

/** Options with defaults filled in and checked. */
export interface Resolved {
  options: AuditOptions;
  locale: "zh" | "en";
  zone: Zone;
  weekStart: WeekStart;
  calendar: Calendar;
  /** The shop's own standard wording; null where none is given. */
  handbook: ShopHandbook | null;
  sessionGapMs: number;
  slowAfterMs: number;
  minSessions: number;
  mask: boolean;
  maxFindingsPerRule: number;
  memoryLimit: number;
  threads: number;
  /** False also where known findings or figures of platforms are asked for, which cannot be merged. */
  mergeData: boolean;
  /** Whether a session that begins on a local day is in the report. */
  includes: (day: number | null) => boolean;
  /** The printed form, but for what is known only after reading. */
  printed: Omit<Settings, "segmenter" | "autoTexts" | "platforms">;
}

/** What holds where nothing is said. */
export const defaultSettings = {
  rubrics: ["basics"],
  locale: "zh",
  timezone: "Asia/Shanghai",
  hours: "09:00-22:00",
  weekStart: "monday",
  sessionGapSeconds: 1800,
  slowAfterSeconds: 60,
  minSessions: 10,
  maxFindingsPerRule: 50,
  maxConversations: 6,
  mask: true,
  segmenter: "auto",
} as const satisfies AuditOptions;

/** More threads than this are only started when they are asked for: each holds the word lists once more. */
const threadCap = 4;

/** Default limit of what is held in memory: about 50,000 messages. */
const memoryLimit = 16_000_000;

export function resolve(options: AuditOptions): Resolved {
  const zone = new Zone(options.timezone ?? defaultSettings.timezone);
  const calendar = calendarOf(options, zone);
  const weekStart = options.weekStart ?? defaultSettings.weekStart;
  const sessionGapSeconds = positive(
    "session-gap",
    options.sessionGapSeconds ?? defaultSettings.sessionGapSeconds,
  );
  const slowAfterSeconds = positive(
    "slow-after",
    options.slowAfterSeconds ?? defaultSettings.slowAfterSeconds,
  );
  const minSessions = whole("min-sessions", options.minSessions ?? defaultSettings.minSessions);
  const maxFindingsPerRule = whole(
    "max-findings",
    options.maxFindingsPerRule ?? defaultSettings.maxFindingsPerRule,
  );
  const maxConversations = options.maxConversations ?? defaultSettings.maxConversations;
  if (maxConversations !== 0) whole("max-conversations", maxConversations);
  const locale = options.locale ?? defaultSettings.locale;
  const mask = options.mask ?? defaultSettings.mask;
  const handbook = options.handbook === undefined ? null : loadShopHandbook(options.handbook, locale);
  return {
    options,
    locale,
    zone,
    weekStart,
    calendar,
    handbook,
    sessionGapMs: sessionGapSeconds * 1000,
    slowAfterMs: slowAfterSeconds * 1000,
    minSessions,
    mask,
    maxFindingsPerRule,
    memoryLimit: options.memoryLimit ?? memoryLimit,
    mergeData:
      (options.mergeData ?? true) && options.baseline === undefined && (options.reconcile ?? []).length === 0,
    threads: whole("threads", options.threads ?? Math.min(availableParallelism(), threadCap)),
    includes: selection(options, weekStart),
    printed: {
      locale,
      timezone: zone.name,
      weekStart,
      sessionGapSeconds,
      slowAfterSeconds,
      minSessions,
      hours: calendar.printed === null ? (options.hours ?? defaultSettings.hours) : null,
      calendar: calendar.printed,
      masked: mask,
      from: options.week ?? options.from ?? null,
      to: options.week ?? options.to ?? null,
      platform: options.platform ?? null,
      maxFindingsPerRule,
      maxConversations,
      ...(handbook && { handbook: handbook.printed }),
    },
  };
}

/** What reading the inputs needs of the options. */
export function readOptions({ options, zone, locale }: Resolved): ReadOptions {
  const { map, format, shop, platform, dateFormat, limits, stdin, tempDir } = options;
  return {
    timezone: zone.name,
    locale,
    limits: limitsOf(limits ?? {}),
    shop: shop ?? null,
    platform: platform ?? null,
    dateFormat: dateFormat ?? null,
    ...(map && { map }),
    ...(format !== undefined && { from: format }),
    ...(stdin && { stdin }),
    ...(tempDir !== undefined && { tempDir }),
  };
}

function calendarOf({ calendar, hours, agents }: AuditOptions, zone: Zone): Calendar {
  const options = { zone, groupOf: (agent: string) => agents?.[agent]?.group ?? null };
  if (calendar === undefined) return dailyHours(hours ?? defaultSettings.hours, options);
  if (hours === undefined) return loadCalendar(calendar, options);
  throw new UserError(2, "hours 和 calendar 只能写一个 / hours and calendar exclude each other");
}

function positive(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new UserError(2, `--${name}：应为正数，写的是 ${value} / expected a positive number, got ${value}`);
}

function whole(name: string, value: number): number {
  if (Number.isInteger(value)) return positive(name, value);
  throw new UserError(2, `--${name}：应为整数，写的是 ${value} / expected a whole number, got ${value}`);
}

function selection(options: AuditOptions, weekStart: WeekStart): Resolved["includes"] {
  const { week } = options;
  if (week !== undefined && !/^\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])$/u.test(week)) {
    throw new UserError(2, `--week：“${week}”不是周次 / "${week}" is not a week`, {
      hint: "请写 ISO 周次，例如 2026-W46。Write an ISO week such as 2026-W46.",
    });
  }
  const from = localDay("from", options.from);
  const to = localDay("to", options.to);
  if (from !== null && to !== null && from > to) {
    throw new UserError(2, `--from ${options.from} 晚于 --to ${options.to} / --from is after --to`);
  }
  if (week === undefined && from === null && to === null) return () => true;
  return (day) =>
    day !== null &&
    (week === undefined || weekOf(day, weekStart) === week) &&
    (from === null || day >= from) &&
    (to === null || day <= to);
}

function localDay(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const day = dayOfText(text);
  if (day !== null) return day;
  throw new UserError(2, `--${name}：“${text}”不是日期 / "${text}" is not a date`, {
    hint: "请写 2026-11-09 这样的日期。Write a date such as 2026-11-09.",
  });
}
