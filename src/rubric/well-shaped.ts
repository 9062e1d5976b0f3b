import type { RubricFile } from "./schema.ts";
import type { Path } from "./source.ts";

type Tree = Record<string, unknown>;

/** Values of a rule that stand alone: a wrong one leaves the rest of the rule readable. */
const alone = new Set([
  "title",
  "why",
  "better",
  "standards",
  "severity",
  "points",
  "status",
  "owner",
  "per",
  "bonus",
]);

/** What stands for a part that has the wrong shape: of the right one, and with nothing in it to find fault with. */
const blanks: Readonly<Record<string, (part: unknown, key: string | number) => unknown>> = {
  rules: (part, index) => ({ id: (part as Tree | null)?.id ?? `#${index}`, ask: "" }),
  change: () => ({}),
  conditions: () => ({ says: {} }),
};

/** A tree with blanks for the parts that have the wrong shape, so that the names in all others can be checked. */
export function wellShaped(tree: unknown, broken: readonly Path[]): RubricFile {
  const copy: Tree = isTree(tree) ? { ...tree } : {};
  for (const [part, key, field] of broken) {
    if (part === undefined || (field !== undefined && alone.has(String(field)))) continue;
    const blank = blanks[part];
    const parts = copy[part];
    if (blank === undefined || key === undefined || parts === null || typeof parts !== "object")
      delete copy[part];
    else {
      const own = (Array.isArray(parts) ? [...parts] : { ...parts }) as Tree;
      own[key] = blank(own[key], key);
      copy[part] = own;
    }
  }
  return copy as unknown as RubricFile;
}

function isTree(value: unknown): value is Tree {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
