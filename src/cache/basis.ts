import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { canonicalJson } from "../rubric/hash.ts";
import type { Rubric } from "../rubric/schema.ts";
import type { AuditOptions, Resolved } from "../settings.ts";
import { dataFolder } from "../text/data.ts";
import type { Segmenter } from "../text/segment.ts";
import { engine, version } from "../version.ts";

/** Of this shape; packs of another one are not found. */
const format = 1;

/**
 * Options that change nothing in what is found out about a customer: how files are read and which of them,
 * whose sessions are in the report, how much of it is shown, where work is done. What stands here in none of
 * these places is taken to change everything.
 */
const apart = [
  "map",
  "format",
  "dateFormat",
  "limits",
  "stdin",
  "tempDir",
  "memoryLimit",
  "cache",
  "week",
  "from",
  "to",
  "leaveOut",
  "minSessions",
  "maxFindingsPerRule",
  "maxConversations",
  "baseline",
  "generatedAt",
  "mergeData",
  "allFindings",
  "threads",
  "reconcile",
  "onProgress",
  "onWorkerDeath",
  // They are looked at as they take effect.
  "rubrics",
] as const satisfies readonly (keyof AuditOptions)[];

/** What a run judges by. */
export interface JudgedBy {
  settings: Pick<Resolved, "options" | "calendar">;
  rubrics: readonly Rubric[];
  marker: { segmenter: Segmenter };
}

/**
 * A hash of everything that customers are judged by and that is the same for a whole run: the program and
 * what it runs on, its data, settings, rubrics, and the files that settings name.
 */
export function basisOf({ settings, rubrics, marker }: JudgedBy): string {
  const options: Record<string, unknown> = { ...settings.options };
  for (const name of apart) delete options[name];
  const files = [...textsIn(options)].filter(isFile).sort();
  const { name, version: ofSegmenter } = marker.segmenter;
  const basis = [format, version, engine, name, ofSegmenter, options, rubrics, settings.calendar.sources];
  const hash = createHash("sha256").update(canonicalJson(basis));
  const program = fileURLToPath(new URL("../", import.meta.url));
  for (const file of [...filesUnder(program), ...filesUnder(dataFolder), ...files])
    hash.update(`\n${file}\n`).update(createHash("sha256").update(readFileSync(file)).digest());
  return hash.digest("hex");
}

/** All texts in plain data, but for names of members. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null)
    for (const part of Object.values(value)) yield* textsIn(part);
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}
