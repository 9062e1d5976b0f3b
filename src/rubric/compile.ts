import type { LocalText } from "./local-text.ts";
import type { Compiler, Condition, Evaluate } from "./operator.ts";
import { operatorOf } from "./operators/index.ts";
import { negation } from "./operators/none.ts";
import type { Rubric, Rule } from "./schema.ts";

interface Applies {
  when: Evaluate;
  otherwise: LocalText;
}

/** A rule made ready to run. */
export interface CompiledRule {
  rule: Rule;
  applies: readonly Applies[];
  evaluate: Evaluate;
}

const compiled = new WeakMap<Rubric, readonly CompiledRule[]>();

/** Makes the rules of a rubric ready to run, once; those that are off are gone. */
export function compile(rubric: Rubric): readonly CompiledRule[] {
  let result = compiled.get(rubric);
  if (result === undefined) {
    result = compileRubric(rubric);
    compiled.set(rubric, result);
  }
  return result;
}

function compileRubric(rubric: Rubric): CompiledRule[] {
  const compiler = newCompiler(rubric.conditions);
  // Rules share their file's premises: compiled once.
  const evaluates = new Map<Condition, Evaluate>();
  const once = (condition: Condition): Evaluate => {
    const known = evaluates.get(condition) ?? compiler.condition(condition);
    evaluates.set(condition, known);
    return known;
  };
  return rubric.rules
    .filter(({ status }) => status !== "off")
    .map((rule) => ({
      rule,
      applies: (rule.applies ?? []).map(({ when, otherwise }) => ({ when: once(when), otherwise })),
      evaluate: verdictOf(rule, compiler),
    }));
}

/** A compiler that compiles every named condition once. */
export function newCompiler(conditions: Readonly<Record<string, Condition>>): Compiler {
  const named = new Map<string, Evaluate>();
  const compiler: Compiler = {
    condition: (condition) => {
      const { operator, options } = operatorOf(condition);
      return operator.compile(options, compiler);
    },
    named: (name) => {
      const evaluate = named.get(name) ?? compiler.condition(conditions[name]!);
      named.set(name, evaluate);
      return evaluate;
    },
  };
  return compiler;
}

/** A question for a person is never evaluated. */
function verdictOf({ require, forbid }: Rule, compiler: Compiler): Evaluate {
  if (require !== undefined) return compiler.condition(require);
  if (forbid !== undefined) return negation(compiler.condition(forbid));
  return () => ({ value: null, hits: [], misses: [] });
}
