import type { Document, Node } from "yaml";
import type { Place } from "../errors.ts";
import { yamlLibrary } from "../text/late.ts";
import { prepared } from "../text/prepared.ts";
import { yamlFaults } from "../text/yaml-faults.ts";
import type { Problem } from "./problem.ts";

/** Keys and indexes from the top of a document. */
export type Path = readonly (string | number)[];

/** A YAML text as data, and where its parts stand. */
export interface Source {
  file: string;
  tree: unknown;
  /** Place of the value at a path; of the nearest part above where there is none. */
  valuePlace: (path: Path) => Place;
  /** Place of the key at the end of a path. */
  keyPlace: (path: Path) => Place;
  problems: Problem[];
  /** Whether the tree is what the text says; where it is no YAML the tree is null. */
  isReadable: boolean;
}

/** Parses YAML; its faults are problems of the source. */
export function parseSource(file: string, text: string): Source {
  let parsed: ParsedSource | null = null;
  const parse = () => {
    parsed ??= parsedSource(file, text);
    return parsed;
  };
  const faultless: unknown = prepared(["source", text], () => {
    const { document, problems } = parse();
    return problems.length > 0 ? null : document.toJS();
  });
  const problems = faultless === null ? parse().problems : [];
  // A key that stands twice leaves all else as clear as it was.
  const isReadable = problems.every(({ kind }) => kind === "duplicateKey");
  return {
    file,
    tree: isReadable && problems.length > 0 ? parse().document.toJS() : faultless,
    valuePlace: (path) => parse().place(path, "value"),
    keyPlace: (path) => parse().place(path, "key"),
    problems,
    isReadable,
  };
}

interface ParsedSource {
  document: Document;
  problems: Problem[];
  place: (path: Path, of: "key" | "value") => Place;
}

function parsedSource(file: string, text: string): ParsedSource {
  const { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } = yamlLibrary();
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const problems = yamlFaults(document).map(({ kind, offset, message, hint }): Problem => {
    return { kind, values: { detail: message, remedy: hint ?? "" }, place: at(offset) };
  });
  const top = document.contents as Node | null;
  const resolve = (node: unknown) => (isAlias(node) ? node.resolve(document) : node);
  const startOf = (node: unknown, otherwise: number) => (node as Node | null)?.range?.[0] ?? otherwise;
  const locate = (path: Path): { key: number; value: number } => {
    let node: unknown = top;
    let place = { key: startOf(top, 0), value: startOf(top, 0) };
    for (const part of path) {
      const parent = resolve(node);
      if (isMap(parent)) {
        const pair = parent.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(part));
        if (pair === undefined) return place;
        const key = startOf(pair.key, place.value);
        node = pair.value;
        place = { key, value: startOf(node, key) };
      } else if (isSeq(parent) && typeof part === "number" && parent.items[part] !== undefined) {
        node = parent.items[part];
        place = { key: startOf(node, place.value), value: startOf(node, place.value) };
      } else return place;
    }
    return place;
  };
  return { document, problems, place: (path, of) => at(locate(path)[of]) };
}
