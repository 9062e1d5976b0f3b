import { fileSchema } from "./schema.ts";

type Node = Record<string, unknown>;

/** Fields of a rubric file in which `$name` may stand for a parameter. */
const open = ["applies", "conditions", "rules", "change"];
const reference = { type: "string", pattern: "^\\$[A-Za-z][A-Za-z0-9]*$" };
const replaceable = new Set(["number", "integer", "boolean", "array"]);

/**
 * The JSON Schema of rubric files for editors: as files are checked, but with `$name` allowed
 * wherever a parameter can stand.
 */
export function rubricSchema(): Node {
  const plain = JSON.parse(JSON.stringify(fileSchema)) as Node;
  const properties = plain.properties as Record<string, Node>;
  return {
    ...plain,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, node]) => [name, open.includes(name) ? inside(node) : node]),
    ),
    $defs: mapNodes(plain.$defs as Record<string, Node>, inside),
  };
}

/** A node with its parts opened to references, itself as it was. */
function inside(node: Node): Node {
  const mapped: Node = { ...node };
  if (node.properties !== undefined)
    mapped.properties = mapNodes(node.properties as Record<string, Node>, opened);
  for (const key of ["items", "additionalProperties"] as const) {
    if (node[key] !== undefined && node[key] !== false) mapped[key] = opened(node[key] as Node);
  }
  if (Array.isArray(node.anyOf)) mapped.anyOf = (node.anyOf as Node[]).map(inside);
  return mapped;
}

function opened(node: Node): Node {
  const takesReference = replaceable.has(String(node.type)) || node.enum !== undefined;
  if (takesReference) return { anyOf: [inside(node), reference] };
  if (Array.isArray(node.anyOf))
    return { ...inside(node), anyOf: [...(inside(node).anyOf as Node[]), reference] };
  return inside(node);
}

function mapNodes(nodes: Record<string, Node>, change: (node: Node) => Node): Record<string, Node> {
  return Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, change(node)]));
}
