import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { type Intake, type ReadOptions, readInputs } from "../../../src/ingest/read.ts";
import type { Message } from "../../../src/model/message.ts";

/** What came of a reading. */
export interface Outcome {
  intake: Intake;
  messages: Message[];
  /** Diagnostic code → how often. */
  counts: Record<string, number>;
}

/** Reads paths to the end. */
export async function readAll(
  paths: readonly string[],
  options: Partial<ReadOptions> = {},
): Promise<Outcome> {
  const intake = await readInputs(paths, { timezone: "Asia/Shanghai", ...options });
  const messages: Message[] = [];
  for await (const batch of intake.messages) messages.push(...batch);
  const counts: Record<string, number> = {};
  for (const { code, count } of intake.diagnostics.list()) counts[code] = (counts[code] ?? 0) + count;
  return { intake, messages, counts };
}

/** Reads text or bytes as if piped in. */
export function readText(content: string | Buffer, options: Partial<ReadOptions> = {}): Promise<Outcome> {
  return readAll(["-"], { stdin: Readable.from([Buffer.from(content)]), ...options });
}

/** Writes files into a new folder and gives its path. */
export function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), "zhijian-test-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** `角色 文字` of each message, to be read like a chat. */
export function chat(messages: readonly Message[]): string[] {
  return messages.map(({ role, text }) => `${role} ${text}`);
}
