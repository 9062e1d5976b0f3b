import type { Ajv, ErrorObject } from "ajv";
import type { Static, TSchema } from "typebox";
import type { Document } from "yaml";
import { type Place, UserError, UserErrors } from "../errors.ts";
import { ajvLibrary, yamlLibrary } from "./late.ts";
import { prepared } from "./prepared.ts";
import { type YamlFault, yamlFaults } from "./yaml-faults.ts";

/** A YAML document that has its schema's shape, and where its parts stand. */
export interface CheckedYaml<T> {
  value: T;
  /** Place of the value at a path of keys and indexes; of the nearest part above where there is none. */
  place(path: readonly (string | number)[]): Place;
}

let ajv: Ajv | null = null;

/**
 * Reads YAML and checks it against a schema. Throws UserErrors (exit 2) with every problem that the
 * text has, each at its file, line and column.
 */
export function parseChecked<S extends TSchema>(
  file: string,
  text: string,
  schema: S,
): CheckedYaml<Static<S>> {
  let parsed: ParsedYaml | null = null;
  const parse = () => {
    parsed ??= parsedYaml(file, text);
    return parsed;
  };
  return {
    value: prepared([JSON.stringify(schema), text], () => checkedValue(parse(), schema)),
    place: (path) => parse().place(path),
  };
}

/** A YAML document without faults of form, and where its parts stand. */
interface ParsedYaml {
  document: Document;
  place: CheckedYaml<unknown>["place"];
}

function parsedYaml(file: string, text: string): ParsedYaml {
  const { LineCounter, parseDocument } = yamlLibrary();
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const faults = yamlFaults(document);
  if (faults.length > 0) {
    throw new UserErrors(
      faults.map(({ offset, message, hint }) => {
        const told = (text: YamlFault["message"]) => [...new Set([text.zh, text.en])].join(" / ");
        return new UserError(2, `YAML: ${told(message)}`, {
          place: at(offset),
          ...(hint && { hint: told(hint) }),
        });
      }),
    );
  }
  return { document, place: (path) => at(offsetOf(document, path)) };
}

function checkedValue<S extends TSchema>({ document, place }: ParsedYaml, schema: S): Static<S> {
  const value: unknown = document.toJS();
  // Small texts: making the check faster would take longer than the checks do.
  ajv ??= new (ajvLibrary().Ajv)({ allErrors: true, verbose: true, code: { optimize: false } });
  const validate = ajv.compile(schema);
  if (!validate(value)) {
    const problems = (validate.errors ?? []).filter(saysMore);
    throw new UserErrors(problems.map((problem) => userError(problem, place)));
  }
  return value as Static<S>;
}

/** A union that does not fit is told by its own line; so is `if`. The parts of it would only repeat that. */
function saysMore(problem: ErrorObject, _: number, all: ErrorObject[]): boolean {
  return !all.some(
    (other) =>
      other !== problem && other.keyword === "anyOf" && problem.schemaPath.startsWith(`${other.schemaPath}/`),
  );
}

function offsetOf(document: Document, path: readonly (string | number)[]): number {
  const { isMap, isPair } = yamlLibrary();
  for (let depth = path.length; depth > 0; depth -= 1) {
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const key = path[depth - 1]!;
    // The key of a pair is the better place: an absent or wrong value may begin on the next line.
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isPair(item) && String(item.key) === String(key));
      const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range;
      if (range) return range[0];
    }
    const node = document.getIn(path.slice(0, depth), true) as
      | { range?: [number, number, number] }
      | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}

function userError(problem: ErrorObject, place: CheckedYaml<unknown>["place"]): UserError {
  const path = problem.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const extra = problem.keyword === "additionalProperties" ? [String(problem.params.additionalProperty)] : [];
  const options = knownKeys(problem);
  return new UserError(2, `${path.join(".") || "/"}: ${describe(problem)}`, {
    place: place([...path, ...extra]),
    ...(options === null ? {} : { hint: options }),
  });
}

function describe(problem: ErrorObject): string {
  const { keyword, params } = problem;
  switch (keyword) {
    case "additionalProperties":
      return `不认识的字段“${params.additionalProperty}” / unknown key`;
    case "required":
      return `缺少字段“${params.missingProperty}” / missing key`;
    case "type":
      return `应为 ${params.type} / must be ${params.type}`;
    default:
      return problem.message ?? keyword;
  }
}

function knownKeys(problem: ErrorObject): string | null {
  if (problem.keyword === "additionalProperties") {
    const keys = Object.keys((problem.parentSchema?.properties as object | undefined) ?? {});
    return `可用的字段 / known keys: ${keys.join(", ")}`;
  }
  return null;
}
