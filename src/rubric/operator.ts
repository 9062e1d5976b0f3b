import type { Static, TSchema } from "typebox";
import { Type } from "../model/type.ts";
import type { LocalText, Values } from "./local-text.ts";
import type { View } from "./view.ts";

/**
 * A condition of a rubric: an object with one key, the name of an operator, whose value is checked
 * by that operator's own schema.
 */
export interface Condition {
  readonly [operator: string]: unknown;
}

/** Schema of a condition inside an operator's options; the definition is joined in schema.ts. */
export const conditionSchema = Type.Unsafe<Condition>(Type.Ref("#/$defs/condition"));

/** Words of a message: `text.slice(start, end)` of message `message`. */
export interface Hit {
  message: number;
  start: number;
  end: number;
}

/** What a condition says about a session. */
export interface Outcome {
  /** Null where the log does not tell; then `reason` says what is missing. */
  value: boolean | null;
  /** Words that make the condition true. */
  hits: readonly Hit[];
  /** Words that make it false; none where what is missing was never said. */
  misses: readonly Hit[];
  reason?: LocalText | undefined;
  /** Figures for the sentence of the finding. */
  values?: Values | undefined;
}

/** A condition made ready: compiled once for a rubric, run on every session. */
export type Evaluate = (view: View) => Outcome;

/** A condition made ready, with what is known of it beside its outcome in a session. */
export interface Compiled {
  /** Among the conditions of all rubrics. */
  readonly number: number;
  readonly evaluate: Evaluate;
  /** All that its outcome depends on where no words are hidden (signs.ts); null where there is more. */
  readonly signs: readonly number[] | null;
  /** Its outcome where none of its signs is there, once it is known. */
  quiet: Outcome | null;
}

/** What an operator needs of its surroundings while it is compiled. */
export interface Compiler {
  condition: (condition: Condition) => Evaluate;
  named: (name: string) => Evaluate;
}

/**
 * One word of the rubric language. An operator is one file: its options as a schema, what it means,
 * and how it is made ready.
 */
export interface Operator<Options extends TSchema = TSchema> {
  readonly name: string;
  /** One sentence for the reference of the language. */
  readonly title: { zh: string; en: string };
  readonly options: Options;
  /** Names that it gives to the sentence of a finding. */
  readonly values: readonly string[];
  /** Conditions inside its options, with their place, for checks that walk a rule. */
  readonly parts: (options: Static<Options>) => readonly [path: string, condition: Condition][];
  /** What can never come true in these options; null where all is well. */
  readonly contradiction?: (options: Static<Options>) => LocalText | null;
  /** The signs that it looks for itself; null, or left out, where its outcome depends on more than these and on its conditions. */
  readonly signs?: (options: Static<Options>) => readonly number[] | null;
  readonly compile: (options: Static<Options>, compiler: Compiler) => Evaluate;
}

/** Declares an operator with its option type inferred; the registry holds them without it. */
export function operator<Options extends TSchema>(given: Operator<Options>): Operator {
  return given as unknown as Operator;
}

/** The signs of an operator that only puts the outcomes of its conditions together. */
export const noneOfItsOwn = (): readonly number[] => [];

/** No words. */
export const nothing: readonly Hit[] = [];

/** All these words; of what is empty nothing is copied. */
export function joined(some: readonly Hit[], others: readonly Hit[]): readonly Hit[] {
  if (others.length === 0) return some;
  return some.length === 0 ? others : [...some, ...others];
}

/** True or false with what shows it. */
export function settled(value: boolean, hits: readonly Hit[], values?: Values): Outcome {
  return { value, hits: value ? hits : nothing, misses: value ? nothing : hits, reason: undefined, values };
}

/** The log does not tell. */
export function unknown(reason: LocalText): Outcome {
  return { value: null, hits: nothing, misses: nothing, reason, values: undefined };
}

export const exact = { additionalProperties: false } as const;
