import { hash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { readData } from "./data.ts";
import { preparedName } from "./prepared-name.ts";

// Reading and checking the files that ship takes longer than auditing a week. What comes of it is kept in
// the package under the hash of what it was worked out from: a file that was edited is not found there.

/** Gone some time after it was last asked for: an audit that goes on for minutes needs the room. */
let known: WeakRef<ReadonlyMap<string, string>> | null = null;
let recorded: Map<string, string> | null = null;

/**
 * What `work` gives, which must be JSON that depends on nothing but the texts `from`; it is only done
 * where the build has not done it. What it throws is not kept.
 */
export function prepared<T>(from: readonly string[], work: () => T): T {
  const key = hash("sha256", from.join("\0"), "base64url");
  const kept = recorded === null ? preparedTexts().get(key) : undefined;
  if (kept !== undefined) return JSON.parse(kept) as T;
  const result = work();
  recorded?.set(key, JSON.stringify(result));
  return result;
}

/** From now on all work is done and recorded; gives the text of the prepared file, when it is asked for. */
export function recordPrepared(): () => string {
  const records = new Map<string, string>();
  recorded = records;
  return () => [...records].map(([key, value]) => `${key}\t${value}\n`).join("");
}

function preparedTexts(): ReadonlyMap<string, string> {
  let texts = known?.deref();
  if (texts === undefined) {
    texts = readPrepared();
    known = new WeakRef(texts);
  }
  return texts;
}

function readPrepared(): Map<string, string> {
  if (preparedName === null) return new Map();
  const lines = readData(fileURLToPath(new URL(`../${preparedName}`, import.meta.url))).split("\n");
  return new Map(
    lines.map((line) => {
      const tab = line.indexOf("\t");
      return [line.slice(0, tab), line.slice(tab + 1)];
    }),
  );
}
