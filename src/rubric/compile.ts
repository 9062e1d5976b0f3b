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

/** A compiler that compiles equal conditions once, to one that is worked out once for a view. */
export function newCompiler(conditions: Readonly<Record<string, Condition>>): Compiler {
  const known = new Map<string, Evaluate>();
  const compiler: Compiler = {
    condition: (condition) => {
      const key = JSON.stringify(condition);
      const compiled = known.get(key);
      if (compiled !== undefined) return compiled;
      const { operator, options } = operatorOf(condition);
      const evaluate = operator.compile(options, compiler);
      const once: Evaluate = (view) => view.outcome(evaluate);
      known.set(key, once);
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
