import { nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import { fileSchema } from "./schema.ts";
import type { Path, Source } from "./source.ts";
import { list, typeOf } from "./validate.ts";

/** What a schema says of keys and of what stands under them. */
interface Node {
  type?: string;
  $ref?: string;
  items?: Node;
  properties?: Readonly<Record<string, Node>>;
  additionalProperties?: Node | false;
  anyOf?: readonly Node[];
}

interface Misspelling {
  /** With the key that was meant at its end. */
  path: Path;
  key: string;
  known: readonly string[];
}

const { condition } = (fileSchema as unknown as { $defs: Record<"condition", Node> }).$defs;

/**
 * The source with every misspelt key read as what was probably meant, so that what stands under it is
 * checked too and nobody misses what is there; the misspelling itself is a problem of the source.
 */
export function respelt(source: Source): Source {
  const misspellings: Misspelling[] = [];
  const tree = read(source.tree, fileSchema as Node, [], misspellings);
  if (misspellings.length === 0) return source;
  const written = new Map(misspellings.map(({ path, key }) => [JSON.stringify(path), key]));
  const asWritten = (path: Path): Path =>
    path.map((part, index) => written.get(JSON.stringify(path.slice(0, index + 1))) ?? part);
  const problems = misspellings.map(
    ({ path, key, known }): Problem => ({
      kind: "unknownKey",
      values: { key, known: list(known) },
      place: source.keyPlace(asWritten(path)),
      meant: String(path.at(-1)),
    }),
  );
  return {
    ...source,
    tree,
    valuePlace: (path) => source.valuePlace(asWritten(path)),
    keyPlace: (path) => source.keyPlace(asWritten(path)),
    problems: [...source.problems, ...problems],
  };
}

/** A value with its keys put right; those that were wrong are added to the list. */
function read(value: unknown, schema: Node | undefined, path: Path, misspellings: Misspelling[]): unknown {
  const node = branchFor(value, schema);
  if (Array.isArray(value))
    return value.map((item, index) => read(item, node?.items, [...path, index], misspellings));
  if (node === undefined || typeOf(value) !== "object") return value;
  const known = Object.keys(node.properties ?? {});
  const taken = new Set(Object.keys(value as object));
  return Object.fromEntries(
    Object.entries(value as object).map(([key, part]) => {
      const meant = known.includes(key) ? key : nearest(key, known);
      const right = meant !== null && mayBe(part, node.properties![meant]!) ? meant : key;
      const name = right === key || taken.has(right) ? key : right;
      taken.add(name);
      if (name !== key) misspellings.push({ path: [...path, name], key, known });
      const inner = node.properties?.[name] ?? (node.additionalProperties || undefined);
      return [name, read(part, inner, [...path, name], misspellings)];
    }),
  );
}

/** The part of a schema that speaks of a value of this type. */
function branchFor(value: unknown, schema: Node | undefined): Node | undefined {
  if (schema?.$ref !== undefined) return condition;
  return schema?.anyOf?.find(({ type }) => type === typeOf(value)) ?? schema;
}

/** Whether a list or a mapping stands where there can be one, and nothing of the kind where there cannot. */
function mayBe(value: unknown, schema: Node): boolean {
  const found = typeOf(value);
  const types = (schema.anyOf ?? [schema.$ref === undefined ? schema : condition]).map(({ type }) => type);
  return found === "object" || found === "array"
    ? types.includes(found)
    : types.some((type) => type !== "object" && type !== "array");
}
