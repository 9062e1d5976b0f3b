import { nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import type { Parameter, ParameterValue } from "./schema.ts";
import type { Path, Source } from "./source.ts";
import { list, namesOfTypes, typeOf } from "./validate.ts";

const reference = /^\$([A-Za-z][A-Za-z0-9]*)$/u;

/** Parts of a rubric file in which `$name` stands for a parameter. */
const open = ["applies", "conditions", "rules", "change"];

/**
 * A copy of a source's tree in which every `$name` is the value of that parameter. Where there is
 * none the reference stays, and its path is among the gaps; a name that nobody knows is a problem.
 */
export function putIn(
  source: Source,
  values: Readonly<Record<string, ParameterValue>>,
  known: readonly string[],
): { tree: unknown; problems: Problem[]; gaps: Path[] } {
  const problems: Problem[] = [];
  const gaps: Path[] = [];
  const walk = (node: unknown, path: Path): unknown => {
    if (path.length === 1 && !open.includes(String(path[0]))) return node;
    if (path.at(-1) === "examples") return node;
    if (Array.isArray(node)) return node.map((item, index) => walk(item, [...path, index]));
    if (node !== null && typeof node === "object") {
      return Object.fromEntries(
        Object.entries(node).map(([key, value]) => [key, walk(value, [...path, key])]),
      );
    }
    const name = typeof node === "string" ? reference.exec(node)?.[1] : undefined;
    if (name === undefined) return node;
    if (Object.hasOwn(values, name)) return values[name];
    gaps.push(path);
    if (known.includes(name)) return node;
    problems.push({
      kind: "unknownParameter",
      values: { name, known: list(known) },
      place: source.valuePlace(path),
      meant: nearest(name, known),
    });
    return node;
  };
  return { tree: walk(source.tree, []), problems, gaps };
}

/** Checks a value that somebody sets against what the parameter takes. */
export function checkValue(
  name: string,
  value: unknown,
  parameters: Readonly<Record<string, Parameter>>,
): Omit<Problem, "place"> | null {
  const parameter = parameters[name];
  const known = Object.keys(parameters);
  if (parameter === undefined) {
    return { kind: "unknownParameter", values: { name, known: list(known) }, meant: nearest(name, known) };
  }
  const expected = typeOf(parameter.default);
  if (typeOf(value) !== expected) {
    const values = { name, expected: namesOfTypes([expected]), found: namesOfTypes([typeOf(value)]) };
    return { kind: "wrongParameter", values };
  }
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY, choices } = parameter;
  if (typeof value === "number" && (value < minimum || value > maximum)) {
    return {
      kind: "wrongValue",
      values: {
        name,
        found: value,
        known: `${minimum} – ${maximum}`.replace("-Infinity", "−∞").replace("Infinity", "∞"),
      },
    };
  }
  const wrong = choices && [value].flat().find((item) => !choices.some((choice) => choice === item));
  if (wrong === undefined || choices === undefined) return null;
  const names = choices.map(String);
  return {
    kind: "wrongValue",
    values: { name, found: String(wrong), known: list(names) },
    meant: nearest(String(wrong), names),
  };
}
