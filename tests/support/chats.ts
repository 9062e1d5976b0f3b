import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadActs } from "../../src/acts/load.ts";
import { type AuditOptions, audit, type CanonicalMessage, type Report } from "../../src/index.ts";
import { toCanonical } from "../../src/model/canonical.ts";
import type { SessionMessage } from "../../src/model/message.ts";
import type { Distribution, Metrics, Share } from "../../src/model/report.ts";
import type { ReadSession } from "../../src/model/session.ts";
import { parseChat } from "../../src/rubric/chat.ts";
import { readSession } from "../../src/sessions/read.ts";
import { Zone } from "../../src/text/zone.ts";

/** Second 0 of a chat, and the day of times without one: ten on the Monday of 2026-W47 in Shanghai. */
export const monday = "2026-11-16";
export const start = Date.parse(`${monday}T10:00:00+08:00`);

const shanghai = new Zone("Asia/Shanghai");

const timePattern =
  /^(?<speaker>\S+)\s+(?:(?<day>\d{4}-\d{2}-\d{2})\s+)?(?<clock>\d{1,2}:\d{2}:\d{2}(?:\.\d+)?)\s+(?<words>.+)$/u;

const headings: Record<string, "session" | "customer" | "shop" | "platform"> = {
  会话: "session",
  顾客: "customer",
  店铺: "shop",
  平台: "platform",
};

/**
 * Messages of conversations written as rubrics write them (src/rubric/chat.ts), with three additions:
 * a time may be a clock (`10:10:15`, `2026-11-16 23:00:00`), `辅助` is an agent whose reply a robot
 * prepared, and a line `# 会话=s2 顾客=阿青 店铺=甲店 平台=jd` says where the lines below it belong
 * (`无` = the export does not say).
 */
export function chat(text: string): SessionMessage[] {
  const messages: SessionMessage[] = [];
  const head: Record<string, string | null> = {
    session: "s1",
    customer: "顾客",
    shop: "小店",
    platform: null,
  };
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line.startsWith("#")) {
      for (const pair of line.slice(1).trim().split(/\s+/u)) {
        const [name, value] = pair.split("=");
        head[headings[name!]!] = value === "无" ? null : value!;
      }
    } else if (line !== "") {
      messages.push({ ...messageOf(line), ...inHead(head, line), source: { file: "chat", line: index + 1 } });
    }
  }
  return messages.map((message, seq) => ({ ...message, seq }));
}

function messageOf(line: string): SessionMessage {
  const clock = timePattern.exec(line)?.groups;
  const read = parseChat(
    (clock === undefined ? line : `${clock.speaker} 0s ${clock.words}`).replace(/^辅助/u, "客服"),
  );
  if (read.messages === null) throw new Error(`${line}: ${JSON.stringify(read.fault)}`);
  const [message] = read.messages;
  const { at } = message!;
  const zero = parseChat("客户 0s 在").messages![0]!.at!;
  const instant =
    clock === undefined ? null : Date.parse(`${clock.day ?? monday}T${clock.clock!.padStart(8, "0")}+08:00`);
  return {
    ...message!,
    assisted: line.startsWith("辅助"),
    at: instant ?? (at === null ? null : at - zero + start),
  };
}

function inHead({ session, customer, shop, platform }: Record<string, string | null>, line: string) {
  return {
    session: session!,
    customer: customer!,
    shop: shop!,
    platform: platform!,
    ...(/^(?:客户|customer)\s/u.test(line) && { sender: customer! }),
  };
}

let marker: ReturnType<typeof loadActs> | null = null;

/** One conversation with acts and turns, as the pipeline reads it. Accounts that begin with 机器人 are robots. */
export function conversation(text: string): ReadSession {
  marker ??= loadActs();
  const messages = chat(text);
  const { session: id, shop, platform, customer } = messages[0]!;
  return readSession({ id, shop, platform, customer, messages }, marker, (account) =>
    account.startsWith("机器人"),
  );
}

/** Canonical records (contract §1) of chats. */
export function records(text: string): CanonicalMessage[] {
  return chat(text).map((message) => toCanonical(message, shanghai));
}

/** A folder that goes with the test; gives its path. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), "zhijian-test-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** NDJSON of chats, without the records' own places, so that file and line are those of the file. */
export function ndjson(messages: readonly object[]): string {
  return messages.map((message) => `${JSON.stringify({ ...message, source: undefined })}\n`).join("");
}

/** The audit of one or more files, each a text of chats. */
export async function auditChats(
  texts: string | readonly string[],
  options: AuditOptions = {},
): Promise<Report> {
  const files = [texts].flat().map((text, index) => [`${index}.ndjson`, ndjson(records(text))]);
  const { report, errors } = await audit([folder(Object.fromEntries(files))], options);
  if (errors.length > 0) throw errors[0];
  return report;
}

/** The figures of one row: of the shop, or of an agent. Throws where there is no such row, or more than one. */
export function figuresOf(report: Report, who: string, week?: string | null): Metrics {
  const rows = who === "店铺" ? report.shopWeeks : report.agentWeeks.filter(({ agent }) => agent === who);
  const found = rows.filter((row) => week === undefined || row.week === week);
  if (found.length !== 1) throw new Error(`${found.length} rows of ${who} ${week ?? ""}`);
  return found[0]!.metrics;
}

/** What a distribution of these waits has to say. */
export function seconds(...waits: number[]): Pick<Distribution, "n" | "sum" | "max"> {
  return {
    n: waits.length,
    sum: waits.reduce((sum, wait) => sum + wait, 0),
    max: waits.length === 0 ? null : Math.max(...waits),
  };
}

export function share(hits: number, n: number): Share {
  return { n, hits, value: n === 0 ? null : hits / n };
}

/** A chat and what the audit must say of it, by row: `店铺`, or an account. */
export interface ChatCase {
  name: string;
  chat: string | readonly string[];
  options?: AuditOptions;
  rows: Readonly<Record<string, Figures>>;
}

/** Part of the figures of a row. */
type Figures = { [K in keyof Metrics]?: unknown };

/** One test for each case, by its name. */
export function testChats(cases: readonly ChatCase[]): void {
  test.each(cases)("$name", async ({ chat: texts, options, rows }) => {
    const report = await auditChats(texts, options);
    for (const [who, figures] of Object.entries(rows)) {
      expect(figuresOf(report, who), who).toMatchObject(figures);
    }
  });
}
