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

/** A value with its keys put right; those that were wrong are added to the list. All that ships goes this way at every start. */
function read(
  value: unknown,
  schema: Node | undefined,
  path: (string | number)[],
  misspellings: Misspelling[],
): unknown {
  if (value === null || typeof value !== "object") return value;
  const node = branchFor(value, schema);
  const inner = (part: unknown, key: string | number, of: Node | undefined) => {
    path.push(key);
    const right = read(part, of, path, misspellings);
    path.pop();
    return right;
  };
  if (Array.isArray(value)) return value.map((item, index) => inner(item, index, node?.items));
  const { properties, additionalProperties } = node ?? {};
  const right: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    const isKnown = properties === undefined || Object.hasOwn(properties, key);
    const name = isKnown ? key : meantBy(key, part, properties, { ...value, ...right });
    if (name !== key) misspellings.push({ path: [...path, name], key, known: Object.keys(properties ?? {}) });
    right[name] = inner(part, name, properties?.[name] ?? (additionalProperties || undefined));
  }
  return right;
}

/** The key that was probably meant; the same where there is none that is still free and takes such a value. */
function meantBy(
  key: string,
  value: unknown,
  properties: Readonly<Record<string, Node>>,
  taken: object,
): string {
  const meant = nearest(key, Object.keys(properties));
  return meant !== null && !Object.hasOwn(taken, meant) && mayBe(value, properties[meant]!) ? meant : key;
}

/** The part of a schema that speaks of a value of this type. */
function branchFor(value: object, schema: Node | undefined): Node | undefined {
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
