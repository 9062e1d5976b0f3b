import type { AuditOptions } from "../index.ts";
import { auditOptionsOf, type Config } from "./config.ts";
import type { AuditFlags, InputFlags } from "./options.ts";

const day = /^\d{4}-\d{2}-\d{2}$/;

/** Precedence: option, then config, then default. */
export function auditOptions(flags: InputFlags & Partial<AuditFlags>, config: Config): AuditOptions {
  const isDay = flags.from !== undefined && day.test(flags.from);
  const { hours, calendar, ...others } = auditOptionsOf(config);
  return {
    ...others,
    // Either of them on the command line stands for both of the config.
    ...(flags.hours === undefined && flags.calendar === undefined && defined({ hours, calendar })),
    ...defined({
      map: flags.map === undefined ? undefined : { ...config.map, ...flags.map },
      from: isDay ? flags.from : undefined,
      to: flags.to,
      week: flags.week,
      format: flags.inputFormat ?? (isDay ? undefined : flags.from),
      shop: flags.shop,
      platform: flags.platform === "auto" ? undefined : flags.platform,
      timezone: flags.timezone,
      dateFormat: flags.dateFormat,
      locale: flags.locale,
      rubrics: flags.rubric,
      reconcile: flags.reconcile,
      set: flags.set === undefined ? undefined : { ...config.set, ...flags.set },
      hours: flags.hours,
      calendar: flags.calendar,
      handbook: flags.handbook,
      weekStart: flags.weekStart,
      sessionGapSeconds: flags.sessionGap,
      slowAfterSeconds: flags.slowAfter,
      minSessions: flags.minSessions,
      maxFindingsPerRule: flags.maxFindings,
      maxConversations: flags.maxConversations,
      mask: flags.mask === false ? false : undefined,
      segmenter: flags.segmenter,
      dictionaries: flags.dict,
      generatedAt: flags.generatedAt,
      tempDir: flags.tempDir,
      threads: flags.threads,
      cache: flags.cache,
      allFindings: flags.allFindings,
      mergeData: flags.mergeData === false ? false : undefined,
    }),
  };
}

/** The options that decide how a conversation is read and judged, as they were written. */
export function judgingFlags(flags: InputFlags & Partial<AuditFlags>): string[] {
  const written = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${name}`, String(value)];
  const listed = (name: string, pairs: Record<string, string | number | boolean> | undefined) =>
    written(
      name,
      pairs &&
        Object.entries(pairs)
          .map((pair) => pair.join("="))
          .join(","),
    );
  const isDay = flags.from !== undefined && day.test(flags.from);
  return [
    ...written("config", flags.config),
    ...listed("map", flags.map),
    ...written("input-format", flags.inputFormat ?? (isDay ? undefined : flags.from)),
    ...written("shop", flags.shop),
    ...written("platform", flags.platform),
    ...written("timezone", flags.timezone),
    ...written("date-format", flags.dateFormat),
    ...(flags.rubric ?? []).flatMap((rubric) => written("rubric", rubric)),
    ...listed("set", flags.set),
    ...written("hours", flags.hours),
    ...written("calendar", flags.calendar),
    ...written("session-gap", flags.sessionGap),
    ...(flags.dict ?? []).flatMap((list) => written("dict", list)),
    ...(flags.mask === false ? ["--no-mask"] : []),
    ...written("locale", flags.locale),
  ];
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
