import { join } from "node:path";
import type { Static } from "typebox";
import { UserError, UserErrors } from "../../errors.ts";
import { Type } from "../../model/type.ts";
import { parseChecked } from "../../text/checked-yaml.ts";
import { dataFolder, filesIn, readNamed } from "../../text/data.ts";
import { dayMs } from "../../text/zone.ts";
import { parseHours, type Span } from "../working-time.ts";

const exact = { additionalProperties: false } as const;
const bothLanguages = Type.Object(
  { zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) },
  exact,
);
const day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });

const meanSchema = Type.Object(
  {
    title: bothLanguages,
    mean: Type.Literal("turns"),
    /** A longer wait counts as this. */
    capSeconds: Type.Optional(Type.Number()),
    /** An unanswered turn counts as this; without it only answered turns count. */
    unansweredSeconds: Type.Optional(Type.Number()),
  },
  exact,
);

const shareSchema = Type.Object(
  {
    title: bothLanguages,
    /** What is counted; an agent's row has only her own turns of it. */
    share: Type.Enum(["turns", "first-turns", "messages", "customer-days", "sessions"]),
    withinSeconds: Type.Number(),
    /** How a customer's day or a session is judged by its turns. */
    judgedBy: Type.Optional(Type.Enum(["every-turn", "mean-of-turns"])),
    /** Turns that a reception robot answered: `counted` takes its answer for a reply. */
    robots: Type.Optional(Type.Enum(["left-out", "counted"])),
  },
  exact,
);

const figureSchema = Type.Union([meanSchema, shareSchema]);
export type PlatformFigure = Static<typeof figureSchema>;

const versionSchema = Type.Object(
  {
    /** First local day on which this definition holds. */
    effective: day,
    /** `customer-day`: turns over the customer's whole local day with the shop, ended by midnight. */
    turns: Type.Enum(["session", "customer-day"]),
    /** `ends-turn`: a transfer ends the open turn as unanswered for the account in charge. */
    transfer: Type.Enum(["runs-on", "ends-turn"]),
    /** Half-open; `24:00` ends a day. */
    hours: Type.String(),
    /** What has to lie in the hours: start of the turn, or of the session. */
    hoursOf: Type.Enum(["turn", "session"]),
    /**
     * Turns that begin outside the hours; `if-answered-inside` counts them where the first reply, on
     * whatever day, lies inside.
     */
    outsideHours: Type.Optional(Type.Enum(["left-out", "if-answered-inside"])),
    /** Sessions that an agent began. */
    agentOpened: Type.Enum(["counted", "left-out"]),
    /** Only turns with words of the customer, not those that a hand-over opens alone. */
    ownWordsOnly: Type.Optional(Type.Boolean()),
    /** A customer message longer than this after `closed` begins a new session. */
    newSessionAfterSeconds: Type.Optional(Type.Number()),
    figures: Type.Record(Type.String(), figureSchema),
    /** What people should know who compare the figure with the platform's dashboard. */
    method: bothLanguages,
    sources: Type.Array(Type.String(), { minItems: 1 }),
  },
  exact,
);

/** What another description of the same figures says otherwise; chosen by its name. */
const alternativeSchema = Type.Object(
  {
    why: bothLanguages,
    ...Type.Partial(
      Type.Pick(versionSchema, ["turns", "hours", "hoursOf", "outsideHours", "agentOpened", "figures"]),
    ).properties,
    sources: Type.Array(Type.String(), { minItems: 1 }),
  },
  exact,
);

const profileSchema = Type.Object(
  {
    name: Type.String({ pattern: "^[a-z][a-z0-9-]*$" }),
    title: bothLanguages,
    versions: Type.Array(versionSchema, { minItems: 1 }),
    alternatives: Type.Optional(Type.Record(Type.String(), alternativeSchema)),
  },
  exact,
);

/** One definition with the days on which it holds. */
export interface ProfileVersion extends Omit<Static<typeof versionSchema>, "hours"> {
  /** As written, for the report. */
  hoursText: string;
  hours: readonly Span[];
  /** Local day numbers, `to` exclusive. */
  from: number;
  to: number;
}

/** The figures of a platform, without their definitions. */
export interface FigureList {
  name: string;
  versions: readonly Pick<ProfileVersion, "figures">[];
}

/** A platform's definitions of its figures (contract §4). */
export interface Profile {
  name: string;
  title: { zh: string; en: string };
  /** The alternative that was chosen; null for the default. */
  variant: string | null;
  /** What that one says otherwise. */
  why: { zh: string; en: string } | null;
  versions: readonly ProfileVersion[];
}

/** What a shop says about the profiles. */
export interface ProfileOptions {
  /** Profiles of the shop's own; one of the same name replaces the one that ships. */
  files?: readonly string[];
  /** Alternatives by the name of the profile. */
  variants?: Readonly<Record<string, string>>;
}

/** Reads the profiles that ship and those of the shop. Throws UserErrors (exit 2) with all problems. */
export function loadProfiles({ files = [], variants = {} }: ProfileOptions = {}): Profile[] {
  const problems: UserError[] = [];
  const profiles: Profile[] = [];
  for (const file of [...filesIn(join(dataFolder, "platforms"), ".yaml"), ...files]) {
    try {
      profiles.push(readProfile(file, variants));
    } catch (error) {
      if (error instanceof UserErrors) problems.push(...error.errors);
      else if (error instanceof UserError) problems.push(error);
      else throw error;
    }
  }
  if (problems.length > 0) throw new UserErrors(problems);
  const unknown = Object.keys(variants).find((name) => profiles.every((profile) => profile.name !== name));
  if (unknown !== undefined)
    throw new UserError(2, `没有“${unknown}”的平台口径 / no such platform: ${unknown}`);
  return [...new Map(profiles.map((profile) => [profile.name, profile])).values()];
}

function readProfile(file: string, variants: Readonly<Record<string, string>>): Profile {
  const { value } = parseChecked(file, readNamed(file), profileSchema);
  const variant = variants[value.name] ?? null;
  const versions = value.versions
    .map((version) => ({ ...version, ...changesOf(value, variant) }))
    .sort((a, b) => (a.effective < b.effective ? -1 : 1));
  const dayOf = (index: number): number => {
    const version = versions[index];
    return version === undefined
      ? Number.POSITIVE_INFINITY
      : Date.parse(`${version.effective}T00:00:00Z`) / dayMs;
  };
  return {
    name: value.name,
    title: value.title,
    variant,
    why: variant === null ? null : value.alternatives![variant]!.why,
    versions: versions.map(({ hours, ...version }, index) => ({
      ...version,
      hoursText: hours,
      hours: parseHours(hours),
      // The oldest definition known serves for the time before it, too.
      from: index === 0 ? Number.NEGATIVE_INFINITY : dayOf(index),
      to: dayOf(index + 1),
    })),
  };
}

/** What the chosen alternative says otherwise. Throws UserError (exit 2) where there is none of that name. */
function changesOf({ name, alternatives = {} }: Static<typeof profileSchema>, variant: string | null) {
  if (variant === null) return {};
  const chosen = alternatives[variant];
  if (chosen === undefined) {
    throw new UserError(
      2,
      `平台口径 ${name} 没有“${variant}”这种说法 / no alternative "${variant}" of ${name}`,
      {
        hint: `可用 / available: ${Object.keys(alternatives).join(", ") || "—"}`,
      },
    );
  }
  const { why: _why, sources, ...changes } = chosen;
  return { ...changes, sources };
}
