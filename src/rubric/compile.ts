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
  return rubric.rules
    .filter(({ status }) => status !== "off")
    .map((rule) => ({
      rule,
      applies: (rule.applies ?? []).map(({ when, otherwise }) => ({
        when: compiler.condition(when),
        otherwise,
      })),
      evaluate: verdictOf(rule, compiler),
    }));
}

/** Conditions of all rubrics by what they say, names spelt out: equal ones are worked out once for a view. */
const pool = new Map<string, Evaluate>();

/** A compiler of conditions that may use these named ones. */
export function newCompiler(conditions: Readonly<Record<string, Condition>>): Compiler {
  const spelled = (condition: Condition) =>
    JSON.stringify(condition, (key, value) => (key === "use" ? conditions[value as string] : value));
  const compiler: Compiler = {
    condition: (condition) => {
      const key = spelled(condition);
      const compiled = pool.get(key);
      if (compiled !== undefined) return compiled;
      const { operator, options } = operatorOf(condition);
      const evaluate = operator.compile(options, compiler);
      const number = pool.size;
      const once: Evaluate = (view) => view.outcome(number, evaluate);
      pool.set(key, once);
      return once;
    },
    named: (name) => compiler.condition(conditions[name]!),
  };
  return compiler;
}

/** A question for a person is never evaluated. */
function verdictOf({ require, forbid }: Rule, compiler: Compiler): Evaluate {
  if (require !== undefined) return compiler.condition(require);
  if (forbid !== undefined) return negation(compiler.condition(forbid));
  return () => ({ value: null, hits: [], misses: [] });
}
