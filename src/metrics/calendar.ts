import { createHash } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import type { Static } from "typebox";
import { UserError, UserErrors } from "../errors.ts";
import type { Settings } from "../model/report.ts";
import { Type } from "../model/type.ts";
import { type CheckedYaml, parseChecked } from "../text/checked-yaml.ts";
import { dataFolder, filesIn, readNamed } from "../text/data.ts";
import { dayMs, type Zone } from "../text/zone.ts";
import { type Holidays, loadHolidays } from "./holidays.ts";
import { parseHours, type Span, WorkingTime } from "./working-time.ts";

const exact = { additionalProperties: false } as const;

/** Thursday first, as 1970-01-01 was one. */
const weekdays = ["thursday", "friday", "saturday", "sunday", "monday", "tuesday", "wednesday"] as const;

/** Spans of a day as `09:00-12:00,13:00-22:00`, or one of `closedWords`. */
const spans = Type.Optional(Type.String());
const closedWords = ["closed", "休息"];

const weekSchema = Type.Object(
  {
    ...Object.fromEntries(weekdays.map((day) => [day, spans])),
    /** Monday to Friday. */
    weekdays: spans,
    /** Saturday and Sunday. */
    weekends: spans,
    daily: spans,
    /** Days off by the list of holidays; without it they are like any other day. */
    holiday: spans,
    /** Weekend days worked by the list of holidays (调休); without it they are like a Monday. */
    workday: spans,
    /** Single days, before everything else. */
    dates: Type.Optional(Type.Record(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }), Type.String())),
  },
  exact,
);

const calendarSchema = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z0-9][a-z0-9-]*$" }),
    title: Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, exact),
    /** Id of a list that ships, or a path from this file. */
    holidays: Type.Optional(Type.String()),
    /** Opening hours of every shop that is not under `shops`. */
    hours: weekSchema,
    shops: Type.Optional(Type.Record(Type.String(), weekSchema)),
    /** Hours of a group of agents (`agents.<account>.group` of the config), instead of the shop's. */
    groups: Type.Optional(Type.Record(Type.String(), weekSchema)),
    /** When agents are on duty, by account or by group. */
    shifts: Type.Optional(Type.Record(Type.String(), weekSchema)),
  },
  exact,
);

type Week = Record<string, string | undefined> & { dates?: Record<string, string> };
type Section = "hours" | "shops" | "groups" | "shifts";

/** Whose hours are asked for: the shop's, or those of one of its agents. */
export interface HoursOf {
  shop: string | null;
  agent?: string | null;
}

export interface CalendarOptions {
  zone: Zone;
  /** Group of an account, null where it has none. */
  groupOf: (agent: string) => string | null;
}

/** Opening hours of shops and of groups of agents, and who is on duty when. */
export class Calendar {
  /** How the report names it. */
  readonly printed: NonNullable<Settings["calendar"]> | null;
  readonly #options: CalendarOptions;
  readonly #holidays: Holidays | null;
  readonly #base: WorkingTime;
  readonly #shops: ReadonlyMap<string, WorkingTime>;
  readonly #groups: ReadonlyMap<string, WorkingTime>;
  readonly #shifts: ReadonlyMap<string, WorkingTime>;

  constructor(
    hours: { base: WorkingTime } & Partial<Record<"shops" | "groups" | "shifts", Map<string, WorkingTime>>>,
    options: CalendarOptions,
    holidays: Holidays | null,
    printed: NonNullable<Settings["calendar"]> | null,
  ) {
    this.#base = hours.base;
    this.#shops = hours.shops ?? new Map();
    this.#groups = hours.groups ?? new Map();
    this.#shifts = hours.shifts ?? new Map();
    this.#options = options;
    this.#holidays = holidays;
    this.printed = printed;
  }

  /** Hashes of the files that it was read from; empty without any. */
  get sources(): readonly string[] {
    return [this.printed?.hash, this.#holidays?.hash].filter((hash) => hash !== undefined);
  }

  /** Opening hours: of the agent's group where it has its own, else of the shop. */
  hours({ shop, agent = null }: HoursOf): WorkingTime {
    const group = agent === null ? null : this.#options.groupOf(agent);
    const ofGroup = group === null ? undefined : this.#groups.get(group);
    return ofGroup ?? (shop === null ? undefined : this.#shops.get(shop)) ?? this.#base;
  }

  /** When an agent is on duty; null where the calendar does not say. */
  shift(agent: string | null): WorkingTime | null {
    if (agent === null) return null;
    const group = this.#options.groupOf(agent);
    return this.#shifts.get(agent) ?? (group === null ? undefined : this.#shifts.get(group)) ?? null;
  }

  /** Whether the holidays of the year that holds a local day are known, or do not matter. */
  knows(day: number): boolean {
    return this.#holidays === null || this.#holidays.years.has(new Date(day * dayMs).getUTCFullYear());
  }
}

/** The same hours every day of every shop. */
export function dailyHours(text: string, options: CalendarOptions): Calendar {
  const day = parseHours(text);
  return new Calendar({ base: new WorkingTime(options.zone, () => day) }, options, null, null);
}

/** Reads a calendar by the id of a shipped one or by its path. Throws UserErrors (exit 2) with all its problems. */
export function loadCalendar(ref: string, options: CalendarOptions): Calendar {
  const file = calendarFile(ref);
  const text = readNamed(file);
  const document = parseChecked(file, text, calendarSchema);
  const { value } = document;
  const holidays = value.holidays === undefined ? null : loadHolidays(value.holidays, dirname(file));
  const problems: UserError[] = [];
  const week = (section: Section, name?: string) => {
    const path = name === undefined ? [section] : [section, name];
    const written = (name === undefined ? value.hours : value[section as "shops"]?.[name]) as Week;
    const hours = readWeek(written, path, document, problems);
    return new WorkingTime(options.zone, daysOf(hours, holidays));
  };
  const named = (section: "shops" | "groups" | "shifts") =>
    new Map(Object.keys(value[section] ?? {}).map((name) => [name, week(section, name)]));
  const hours = {
    base: week("hours"),
    shops: named("shops"),
    groups: named("groups"),
    shifts: named("shifts"),
  };
  if (problems.length > 0) throw new UserErrors(problems);
  const printed = {
    id: value.id,
    title: value.title,
    hash: createHash("sha256").update(text).digest("hex"),
    holidays: holidays?.id ?? null,
    years: [...(holidays?.years ?? [])].sort((a, b) => a - b),
    ...(Object.fromEntries(
      (["shops", "groups", "shifts"] as const).map((section) => [section, Object.keys(value[section] ?? {})]),
    ) as Record<"shops" | "groups" | "shifts", string[]>),
  };
  return new Calendar(hours, options, holidays, printed);
}

function calendarFile(ref: string): string {
  if (/\.ya?ml$/u.test(ref)) return resolve(ref);
  const folder = join(dataFolder, "calendars");
  const ids = filesIn(folder, ".yaml").map((file) => file.slice(folder.length + 1, -".yaml".length));
  if (ids.includes(ref)) return join(folder, `${ref}.yaml`);
  throw new UserError(2, `没有“${ref}”这个日历 / no such calendar: ${ref}`, {
    hint: `自带 / available: ${ids.join(", ")}；或写文件路径 / or the path of a .yaml file`,
  });
}

/** Hours of a week by the words under which they are written. */
type WeekHours = ReadonlyMap<string, readonly Span[]>;

function readWeek(
  week: Week,
  path: readonly string[],
  document: CheckedYaml<Static<typeof calendarSchema>>,
  problems: UserError[],
): WeekHours {
  const hours = new Map<string, readonly Span[]>();
  const read = (key: string, text: string, place: readonly string[]) => {
    try {
      hours.set(key, closedWords.includes(text.trim()) ? [] : parseHours(text));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(
        new UserError(2, error.message, {
          place: document.place([...path, ...place]),
          ...(error.hint !== null && { hint: error.hint }),
        }),
      );
    }
  };
  const { dates = {}, ...days } = week;
  for (const [key, text] of Object.entries(days)) if (text !== undefined) read(key, text as string, [key]);
  for (const [date, text] of Object.entries(dates)) read(date, text, ["dates", date]);
  return hours;
}

/** The spans that begin on a local day. */
function daysOf(hours: WeekHours, holidays: Holidays | null): (day: number) => readonly Span[] {
  const known = new Map<number, readonly Span[]>();
  return (day) => {
    let found = known.get(day);
    if (found === undefined) {
      found = spansOn(day, hours, holidays);
      known.set(day, found);
    }
    return found;
  };
}

function spansOn(day: number, hours: WeekHours, holidays: Holidays | null): readonly Span[] {
  const weekday = weekdays[((day % 7) + 7) % 7]!;
  const date = new Date(day * dayMs).toISOString().slice(0, 10);
  const ordinary = (name: (typeof weekdays)[number]) =>
    hours.get(name) ??
    hours.get(name === "saturday" || name === "sunday" ? "weekends" : "weekdays") ??
    hours.get("daily") ??
    [];
  const kind = holidays?.kindOf(day) ?? null;
  const special = kind === null ? undefined : hours.get(kind);
  return hours.get(date) ?? special ?? ordinary(kind === "workday" ? "monday" : weekday);
}
