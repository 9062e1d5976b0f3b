import type { TSchema } from "typebox";
import { nearest, parseChecked, UserError } from "../index.ts";

const prefix = "ZHIJIAN_";

/** The shape of a key as far as a variable can hold it. */
interface Shape {
  type?: string;
  items?: Shape;
}

/**
 * The keys of a config that stand in the environment: `ZHIJIAN_MIN_SESSIONS=20` is `minSessions: 20`, lists
 * are comma-separated. Throws UserErrors (exit 2) at a wrong value, and at a name that is nearly a key's.
 */
export function fromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  keys: Readonly<Record<string, TSchema>>,
): Record<string, unknown> {
  const known = new Map(Object.entries(keys).map(([key, schema]) => [variableOf(key), { key, schema }]));
  const values: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith(prefix) || text === undefined || text === "") continue;
    const meant = known.get(name);
    if (meant === undefined) {
      refuseTypo(name, [...known.keys()]);
      continue;
    }
    const yaml = yamlOf(text, meant.schema as Shape);
    values[meant.key] = parseChecked(name, yaml, meant.schema).value;
  }
  return values;
}

/** `minSessions` as `ZHIJIAN_MIN_SESSIONS`. */
function variableOf(key: string): string {
  return prefix + key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** A text stays a text, whatever it looks like; what is neither text nor list is YAML. */
function yamlOf(text: string, { type, items }: Shape): string {
  if (type === "string") return JSON.stringify(text);
  if (type === "array" && items?.type === "string" && !text.trimStart().startsWith("["))
    return JSON.stringify(text.split(/[,，]/u).map((part) => part.trim()));
  return text;
}

/** Other variables may begin like ours; one that differs by a letter or two is a mistake. */
function refuseTypo(name: string, known: readonly string[]): void {
  const near = nearest(
    name.slice(prefix.length),
    known.map((other) => other.slice(prefix.length)),
  );
  if (near === null) return;
  throw new UserError(2, `不认识环境变量 ${name} / unknown variable`, {
    hint: `是不是 ${prefix}${near}？Did you mean ${prefix}${near}?`,
  });
}
