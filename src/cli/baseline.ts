import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type KnownFinding, knownFindingSchema, parseChecked, readNamed, UserError } from "../index.ts";
import { Type } from "../model/type.ts";
import type { Io } from "./io.ts";
import { writeWhole } from "./write-whole.ts";

/** Where a baseline is written when none is named. */
const defaultName = "zhijian-baseline.json";

const baselineSchema = Type.Object(
  { version: Type.Literal(1), findings: Type.Array(knownFindingSchema) },
  { additionalProperties: false },
);

/** What the options say of a baseline. */
export interface BaselineFlags {
  baseline?: string | undefined;
  writeBaseline?: boolean;
}

/**
 * The known findings that an audit is held against; null without a baseline. One that is to be written
 * need not be there yet. Throws UserError (exit 2) where it cannot be read.
 */
export function readBaseline(
  { baseline, writeBaseline = false }: BaselineFlags,
  io: Io,
): readonly KnownFinding[] | null {
  if (baseline === undefined && !writeBaseline) return null;
  const file = baseline ?? defaultName;
  const path = resolve(io.cwd(), file);
  if (existsSync(path)) return parseChecked(file, readNamed(path), baselineSchema).value.findings;
  if (writeBaseline) return [];
  throw new UserError(2, `找不到基线文件 / baseline not found: ${file}`, {
    hint: "先用 --write-baseline 写出一份。Write one with --write-baseline first.",
  });
}

/** Records the findings, a line each so that versions can be compared; returns the file. */
export function writeBaseline(
  { baseline }: BaselineFlags,
  findings: readonly KnownFinding[],
  io: Io,
): Promise<string> {
  const lines = findings.map((finding) => `    ${JSON.stringify(finding)}`).join(",\n");
  const text = `{\n  "version": 1,\n  "findings": [${lines === "" ? "" : `\n${lines}\n  `}]\n}\n`;
  return writeWhole(resolve(io.cwd(), baseline ?? defaultName), text);
}
