import type { LocalText } from "./local-text.ts";
import type { Compiled, Compiler, Condition, Evaluate } from "./operator.ts";
import { operatorNamed } from "./operators/index.ts";
import { negation } from "./operators/none.ts";
import type { Rubric, Rule } from "./schema.ts";
import { watch } from "./signs.ts";

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
const pool = new Map<string, Pooled>();

interface Pooled {
  compiled: Compiled;
  /** Evaluates it once for a view. */
  once: Evaluate;
}

/** A compiler of conditions that may use these named ones. */
export function newCompiler(conditions: Readonly<Record<string, Condition>>): Compiler {
  const spelled = (condition: Condition) =>
    JSON.stringify(condition, (key, value) => (key === "use" ? conditions[value as string] : value));
  const pooled = (condition: Condition): Pooled => {
    const key = spelled(condition);
    const known = pool.get(key) ?? made(condition, pooled, conditions);
    pool.set(key, known);
    return known;
  };
  return compilerOf(pooled, conditions);
}

function compilerOf(
  pooled: (condition: Condition) => Pooled,
  conditions: Readonly<Record<string, Condition>>,
): Compiler {
  return {
    condition: (condition) => pooled(condition).once,
    named: (name) => pooled(conditions[name]!).once,
  };
}

/** Compiles a condition; what it depends on is what its operator and the conditions in it depend on. */
function made(
  condition: Condition,
  pooled: (condition: Condition) => Pooled,
  conditions: Readonly<Record<string, Condition>>,
): Pooled {
  const [name, options] = Object.entries(condition)[0]!;
  const operator = operatorNamed(name)!;
  const parts: Pooled[] = [];
  const noted = (part: Condition): Pooled => {
    const found = pooled(part);
    parts.push(found);
    return found;
  };
  const evaluate = operator.compile(options, compilerOf(noted, conditions));
  const same = parts.find(({ once }) => once === evaluate);
  if (same !== undefined) return same;
  const signs = [operator.signs?.(options) ?? null, ...parts.map(({ compiled }) => compiled.signs)];
  const compiled: Compiled = {
    number: pool.size,
    evaluate,
    signs: signs.includes(null) ? null : [...new Set(signs.flatMap((part) => part!))],
    quiet: null,
  };
  if (compiled.signs !== null) watch(compiled.number, compiled.signs);
  return { compiled, once: (view) => view.outcome(compiled) };
}

/** A question for a person is never evaluated. */
function verdictOf({ require, forbid }: Rule, compiler: Compiler): Evaluate {
  if (require !== undefined) return compiler.condition(require);
  if (forbid !== undefined) return negation(compiler.condition(forbid));
  return () => ({ value: null, hits: [], misses: [] });
}
