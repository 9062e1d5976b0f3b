import type { Static, TSchema } from "typebox";
import type { Severity } from "../model/report.ts";
import { Type } from "../model/type.ts";
import { forms } from "./forms.ts";
import { localTextSchema } from "./local-text.ts";
import { type Condition, conditionSchema, exact } from "./operator.ts";
import { operators } from "./operators/index.ts";

/** Who a result belongs to (edge 31, 32). */
export const owners = [
  /** The first agent to write by hand. */
  "first",
  /** The last agent to write by hand. */
  "last",
  /** Every agent who wrote, each judged on her own messages. */
  "each",
  /** Every agent who took part; what speaks against the rule counts for whoever wrote it, a customer's words for whose turn it was. */
  "author",
  /** Every agent for whom a turn counts, each judged on her own turns. */
  "in-charge",
  /** The agent for whom the customer's first turn counts. */
  "first-turn",
  /** The agent for whom the customer's last turn counts. */
  "last-turn",
] as const;
export type Owner = (typeof owners)[number];

const severities: readonly Severity[] = ["fatal", "major", "minor", "info"];
const day = Type.String({ pattern: forms.day.pattern });
const id = Type.String({ pattern: forms.id.pattern });
const reference = Type.String({ minLength: 1 });
const scalar = Type.Union([Type.Number(), Type.Boolean(), Type.String()]);
const parameterValue = Type.Union([scalar, Type.Array(scalar)]);
export type ParameterValue = Static<typeof parameterValue>;

const applySchema = Type.Array(Type.Object({ when: conditionSchema, otherwise: localTextSchema }, exact));

const conversation = Type.String({ minLength: 1 });
const exampleSchema = Type.Object(
  {
    /** A conversation, one message a line: `客户 0s 在吗` (docs/rubrics.md). */
    pass: Type.Optional(conversation),
    fail: Type.Optional(conversation),
    skip: Type.Optional(conversation),
    /** Words that the finding quotes. */
    quote: Type.Optional(Type.String({ minLength: 1 })),
  },
  { ...exact, minProperties: 1 },
);
export type Example = Static<typeof exampleSchema>;

const ruleFields = {
  title: localTextSchema,
  standards: Type.Array(Type.String({ pattern: forms.standard.pattern }), { minItems: 1, uniqueItems: true }),
  why: localTextSchema,
  better: localTextSchema,
  /** The sentence of a finding; `{name}` stands for figures of the condition and for parameters. */
  fault: localTextSchema,
  severity: Type.Enum([...severities]),
  points: Type.Number({ minimum: 0 }),
  owner: Type.Enum([...owners]),
};

const optionalRuleFields = {
  /** Adds points where it is met and is never missed. */
  bonus: Type.Optional(Type.Boolean()),
  /** `review`: shown, nothing deducted; `off`: not judged. */
  status: Type.Optional(Type.Enum(["active", "review", "off"])),
  /** `hit`: every case is a result of its own. */
  per: Type.Optional(Type.Enum(["session", "hit"])),
  /** Local days of the session's first message, both inclusive. */
  effective: Type.Optional(
    Type.Object({ from: Type.Optional(day), to: Type.Optional(day) }, { ...exact, minProperties: 1 }),
  ),
  applies: Type.Optional(applySchema),
  /** Exactly one of these three. */
  require: Type.Optional(conditionSchema),
  forbid: Type.Optional(conditionSchema),
  /** A question that only a person can judge. */
  ask: Type.Optional(localTextSchema),
  /** How people answer `ask`: yes or no, the default, or 1 to 5. */
  answer: Type.Optional(Type.Enum(["verdict", "score"])),
  examples: Type.Optional(Type.Array(exampleSchema)),
};

const ruleSchema = Type.Object({ id, ...ruleFields, ...optionalRuleFields }, exact);
const changeSchema = Type.Object(
  { ...partial(ruleFields), ...optionalRuleFields },
  { ...exact, minProperties: 1 },
);

const suppressionSchema = Type.Object(
  {
    rule: Type.String(),
    session: Type.Optional(Type.String()),
    agent: Type.Optional(Type.String()),
    /** Words of the finding's quote. */
    quote: Type.Optional(Type.String({ minLength: 1 })),
    reason: Type.String({ minLength: 1 }),
    /** Last day on which it holds, by the session's first message. */
    expires: day,
  },
  exact,
);
export type Suppression = Static<typeof suppressionSchema>;

const parameterSchema = Type.Object(
  {
    title: localTextSchema,
    default: parameterValue,
    minimum: Type.Optional(Type.Number()),
    maximum: Type.Optional(Type.Number()),
    choices: Type.Optional(Type.Array(scalar, { minItems: 1 })),
  },
  exact,
);
export type Parameter = Static<typeof parameterSchema>;

/** A mapping whose keys are names, new ones of a form; what stands under one of another form is checked as well. */
const record = <T extends TSchema>(form: { pattern: string } | null, value: T) =>
  Type.Unsafe<Record<string, Static<T>>>({
    type: "object",
    ...(form && { propertyNames: { pattern: form.pattern } }),
    additionalProperties: value,
  });

const shared = {
  id,
  version: Type.String({ pattern: forms.version.pattern }),
  title: localTextSchema,
};

/** A rubric file. */
export const fileSchema = Type.Object(
  {
    ...shared,
    description: Type.Optional(localTextSchema),
    /** Ids of bundled rubrics, or paths of files from this one; several are put together. */
    extends: Type.Optional(
      Type.Union([reference, Type.Array(reference, { minItems: 1, uniqueItems: true })]),
    ),
    /** Values for parameters of the rubrics that this one extends. */
    set: Type.Optional(record(null, parameterValue)),
    parameters: Type.Optional(record(forms.parameter, parameterSchema)),
    /** Named conditions for `use`. */
    conditions: Type.Optional(record(forms.id, conditionSchema)),
    /** Holds for every rule of this file, of those that it extends, and of those that extend it. */
    applies: Type.Optional(applySchema),
    rules: Type.Optional(Type.Array(ruleSchema)),
    /** Fields of rules of the rubrics that this one extends, by rule id. */
    change: Type.Optional(record(null, changeSchema)),
    suppressions: Type.Optional(Type.Array(suppressionSchema)),
  },
  {
    ...exact,
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "zhijian rubric",
    $defs: {
      condition: {
        type: "object",
        properties: Object.fromEntries(operators.map(({ name, options }) => [name, options])),
        additionalProperties: false,
        minProperties: 1,
        maxProperties: 1,
      },
    },
  },
);
export type RubricFile = Static<typeof fileSchema>;

/** A rule, with the parameters put in. */
export type Rule = Static<typeof ruleSchema>;

/** A rubric with all that it extends, ready to judge. */
export interface Rubric {
  id: string;
  version: string;
  title: RubricFile["title"];
  description: RubricFile["description"];
  /** SHA-256 over everything that can change a result or its words, hex. */
  hash: string;
  parameters: Readonly<Record<string, Parameter>>;
  /** Value of every parameter. */
  values: Readonly<Record<string, ParameterValue>>;
  conditions: Readonly<Record<string, Condition>>;
  /** With the premises of their files put before their own. */
  rules: readonly Rule[];
  suppressions: readonly Suppression[];
}

function partial<T extends Record<string, TSchema>>(fields: T) {
  return Type.Partial(Type.Object(fields)).properties;
}
