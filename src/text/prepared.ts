import { hash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { readPages } from "./pages.ts";
import { preparedName } from "./prepared-name.ts";

// Reading and checking the files that ship takes longer than auditing a week. What comes of it is kept in
// the package under the hash of what it was worked out from: a file that was edited is not found there.

/** The prepared file, read as bytes: of its texts most audits want a part, each once. */
interface PreparedFile {
  bytes: Buffer;
  /** By key, where its text begins. */
  places: ReadonlyMap<string, number>;
}

/** Gone some time after it was last asked for: an audit that goes on for minutes needs the room. */
let known: WeakRef<PreparedFile> | null = null;
let recorded: Map<string, string> | null = null;

/**
 * What `work` gives, which must be JSON that depends on nothing but the texts `from`; it is only done
 * where the build has not done it. What it throws is not kept.
 */
export function prepared<T>(from: readonly string[], work: () => T): T {
  const key = hash("sha256", from.join("\0"), "base64url");
  const kept = recorded === null ? preparedText(key) : undefined;
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

function preparedText(key: string): string | undefined {
  let file = known?.deref();
  if (file === undefined) {
    file = readPrepared();
    known = new WeakRef(file);
  }
  const from = file.places.get(key);
  return from === undefined ? undefined : file.bytes.toString("utf8", from, file.bytes.indexOf("\n", from));
}

function readPrepared(): PreparedFile {
  const places = new Map<string, number>();
  if (preparedName === null) return { bytes: Buffer.alloc(0), places };
  const bytes = readPages(fileURLToPath(new URL(`../${preparedName}`, import.meta.url)));
  for (let line = 0; line < bytes.length; line = bytes.indexOf("\n", line) + 1) {
    const tab = bytes.indexOf("\t", line);
    places.set(bytes.toString("latin1", line, tab), tab + 1);
  }
  return { bytes, places };
}
