import type { Static } from "typebox";
import { Type } from "../model/type.ts";

// The schemas are the source: docs/acts.md explains them, types and checks are derived.

const exact = { additionalProperties: false } as const;
/** Words with whitespace between them; `_` is a space inside a word, `{name}` a word list. */
const words = Type.String({ pattern: "\\S" });
const entries = Type.Array(Type.String({ minLength: 1 }), { minItems: 1 });
const sideSchema = Type.Union([Type.Literal("agent"), Type.Literal("customer")]);
const characters = Type.Integer({ minimum: 0, maximum: 500 });

/** What is looked for. At least one of the two is there. */
const textFields = { words: Type.Optional(words), patterns: Type.Optional(entries) };

const nearSchema = Type.Object(
  {
    ...textFields,
    /** Characters between hit and companion at most. */
    within: characters,
    side: Type.Optional(Type.Union([Type.Literal("before"), Type.Literal("after")])),
    /** May stand beyond a comma or a space; default true. */
    acrossClauses: Type.Optional(Type.Boolean()),
  },
  exact,
);

const neighbourSchema = Type.Object(
  { act: Type.String(), side: sideSchema, within: Type.Integer({ minimum: 1, maximum: 50 }) },
  exact,
);

const conditions = {
  /** Hits begin and end where a word does, by segmentation. */
  wholeWords: Type.Optional(Type.Boolean()),
  /** Scopes (scopes.yaml) that the hit must be in, or must not. */
  in: Type.Optional(entries),
  notIn: Type.Optional(entries),
  /** What must, or must not, stand near the hit. */
  near: Type.Optional(nearSchema),
  notNear: Type.Optional(nearSchema),
  /** Among the first or last n spoken messages of this side in the conversation; not among the first n. */
  place: Type.Optional(
    Type.Object(
      {
        first: Type.Optional(Type.Integer({ minimum: 1 })),
        notFirst: Type.Optional(Type.Integer({ minimum: 1 })),
        last: Type.Optional(Type.Integer({ minimum: 1 })),
      },
      { ...exact, minProperties: 1 },
    ),
  ),
  /** An act that one of the last n spoken messages carries; `notAfter`: none of them does. */
  after: Type.Optional(neighbourSchema),
  notAfter: Type.Optional(neighbourSchema),
  /** What the other side's last turn must contain: 为什么 before a reason. */
  answers: Type.Optional(Type.Object(textFields, exact)),
};

const waySchema = Type.Object({ ...textFields, ...conditions }, exact);

const exampleSchema = Type.Union([
  Type.String(),
  // A conversation, `客户 …` / `客服 …` a line; the last message is judged.
  Type.Array(Type.String({ pattern: "^(?:客户|客服|机器人) " }), { minItems: 2 }),
]);

/** One file of rubrics/acts/agent or rubrics/acts/customer. */
export const actSchema = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z][a-z0-9-]*$" }),
    side: sideSchema,
    title: Type.Object({ zh: Type.String(), en: Type.String() }, exact),
    note: Type.Optional(Type.String()),
    /** Holds for every way. */
    notIn: Type.Optional(entries),
    /** A hit that overlaps one of these is none. */
    except: Type.Optional(Type.Object(textFields, exact)),
    /** Acts of the same side whose hit, overlapping this one, drops it. */
    yieldsTo: Type.Optional(entries),
    ways: Type.Array(waySchema, { minItems: 1 }),
    examples: Type.Object({ yes: Type.Array(exampleSchema), no: Type.Array(exampleSchema) }, exact),
  },
  exact,
);

const scopeWaySchema = Type.Object(
  {
    /** Stands before (after) the hit, in the same clause unless `acrossClauses`, at most `within` characters off. */
    before: Type.Optional(words),
    after: Type.Optional(words),
    within: Type.Optional(characters),
    acrossClauses: Type.Optional(Type.Boolean()),
    /** Longer words in which those of before and after do not count: 能不能 is no 不. */
    unless: Type.Optional(words),
    /** Pairs of opening and closing signs around the hit. */
    between: Type.Optional(Type.Array(Type.String({ minLength: 2, maxLength: 2 }))),
  },
  exact,
);

/** rubrics/acts/scopes.yaml: surroundings that change what words do. */
export const scopesSchema = Type.Record(Type.String(), Type.Array(scopeWaySchema, { minItems: 1 }));

/** rubrics/acts/parts.yaml: pieces of patterns by name. */
export const partsSchema = Type.Record(Type.String(), Type.String());

/** rubrics/acts/only-thanks.yaml: of what a message that only thanks or acknowledges consists. */
export const onlyThanksSchema = Type.Object({ core: words, filler: words, greetings: entries }, exact);

export type ActFile = Static<typeof actSchema>;
export type Way = Static<typeof waySchema>;
export type Near = Static<typeof nearSchema>;
export type ScopeWay = Static<typeof scopeWaySchema>;
export type Example = Static<typeof exampleSchema>;
export type Side = Static<typeof sideSchema>;
