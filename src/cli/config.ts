import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Static } from "typebox";
import {
  type AuditOptions,
  type Place,
  parseChecked,
  readNamed,
  sceneIds,
  UserError,
  UserErrors,
} from "../index.ts";
import { Type } from "../model/type.ts";
import { fromEnvironment } from "./environment.ts";
import type { Io } from "./io.ts";
import { limitSchema, parseLimit } from "./limits.ts";

export const configName = "zhijian.config.yaml";

const words = Type.Array(Type.String({ minLength: 1 }));
const positive = Type.Number({ exclusiveMinimum: 0 });
const optional = {
  rubrics: words,
  platform: Type.String(),
  platformVariants: Type.Record(Type.String(), Type.String()),
  platformProfiles: words,
  shop: Type.String(),
  timezone: Type.String(),
  hours: Type.String(),
  calendar: Type.String({ minLength: 1 }),
  handbook: Type.String({ minLength: 1 }),
  weekStart: Type.Enum(["monday", "sunday"]),
  locale: Type.Enum(["zh", "en"]),
  sessionGapSeconds: Type.Number({ exclusiveMinimum: 0 }),
  slowAfterSeconds: Type.Number({ exclusiveMinimum: 0 }),
  minSessions: Type.Integer({ minimum: 1 }),
  maxFindingsPerRule: Type.Integer({ minimum: 1 }),
  maxConversations: Type.Integer({ minimum: 0 }),
  mask: Type.Boolean(),
  strict: Type.Boolean(),
  failOn: Type.Enum(["fatal", "major", "minor", "never"]),
  minScore: Type.Number({ minimum: 0, maximum: 100 }),
  gate: Type.Array(limitSchema),
  baseline: Type.String({ minLength: 1 }),
  segmenter: Type.Enum(["auto", "nodejieba", "node-rs"]),
  dictionaries: words,
  format: Type.String(),
  dateFormat: Type.Enum(["dmy", "mdy"]),
  limits: Type.Partial(
    Type.Object({
      lineMB: positive,
      pipeMB: positive,
      memberMB: positive,
      archiveMB: positive,
      columns: positive,
      members: positive,
      ratio: positive,
    }),
    { additionalProperties: false },
  ),
  map: Type.Record(Type.String(), Type.String()),
  set: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), words])),
  autoTexts: Type.Object(
    { texts: Type.Optional(words), notAutomatic: Type.Optional(words) },
    { additionalProperties: false },
  ),
  agents: Type.Record(
    Type.String(),
    Type.Object(
      { names: Type.Optional(words), group: Type.Optional(Type.String()) },
      { additionalProperties: false },
    ),
  ),
  scenes: Type.Record(Type.String(), Type.Array(Type.Enum([...sceneIds]), { uniqueItems: true })),
};

/** Schema of zhijian.config.yaml; docs/config.md explains every key. */
export const configSchema = Type.Partial(Type.Object(optional), { additionalProperties: false });
export type Config = Static<typeof configSchema>;

/** What stands in the environment, and above it what stands in the config. */
interface Layers {
  /** The config's path; null without one. */
  file: string | null;
  config: Config;
  env: Config;
}

/** Environment and config as one; a variable wins. Throws UserErrors (exit 2) with all problems of the config. */
export function loadConfig(named: string | undefined, io: Pick<Io, "cwd" | "env">): Config {
  const { config, env } = layersOf(named, io);
  const { hours: _hours, calendar: _calendar, ...others } = config;
  // Hours and a calendar exclude each other: a variable for one takes the place of both.
  return { ...(env.hours === undefined && env.calendar === undefined ? config : others), ...env };
}

/** The config named, or the nearest found upwards, none is fine; and the environment, each by itself. */
export function layersOf(named: string | undefined, { cwd, env }: Pick<Io, "cwd" | "env">): Layers {
  const file = named === undefined ? findUpwards(cwd()) : resolve(cwd(), named);
  return { file, config: file === null ? {} : readConfig(file, named), env: fromEnvironment(env, optional) };
}

function readConfig(file: string, named: string | undefined): Config {
  if (!existsSync(file)) throw new UserError(2, `找不到配置文件 / config file not found: ${named}`);
  const { value, place } = parseChecked(file, readNamed(file), configSchema);
  checkLimits(value, place);
  const { dictionaries, baseline, calendar, platformProfiles, handbook } = value;
  const near = (path: string) => resolve(dirname(file), path);
  return {
    ...value,
    ...(dictionaries && { dictionaries: dictionaries.map(near) }),
    ...(baseline !== undefined && { baseline: near(baseline) }),
    ...(platformProfiles && { platformProfiles: platformProfiles.map(near) }),
    ...(handbook !== undefined && { handbook: near(handbook) }),
    ...(calendar !== undefined && isPath(calendar) && { calendar: near(calendar) }),
  };
}

/** A path rather than the id of something that ships. */
function isPath(ref: string): boolean {
  return /\.ya?ml$/u.test(ref);
}

function findUpwards(folder: string): string | null {
  const file = join(folder, configName);
  if (existsSync(file)) return file;
  const parent = dirname(folder);
  return parent === folder ? null : findUpwards(parent);
}

/** Throws UserErrors (exit 2) with every limit of the gate that cannot be read, at its line. */
function checkLimits({ gate = [] }: Config, place: (path: (string | number)[]) => Place): void {
  const errors = gate.flatMap((entry, index) => {
    try {
      parseLimit(entry);
      return [];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { message, hint } = error;
      return [new UserError(2, message, { place: place(["gate", index]), ...(hint && { hint }) })];
    }
  });
  if (errors.length > 0) throw new UserErrors(errors);
}

/** The part of a config that changes the audit itself. */
export function auditOptionsOf(config: Config): AuditOptions {
  const { strict: _s, failOn: _f, minScore: _m, gate: _g, baseline: _b, ...options } = config;
  return options as AuditOptions;
}
