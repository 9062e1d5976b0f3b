import { describe, expect, test } from "vitest";
import { loadActs, readActFiles } from "../../src/acts/load.ts";
import type { Example } from "../../src/acts/schema.ts";
import type { Role } from "../../src/model/message.ts";

const marker = loadActs({ segmenter: "node-rs" });
const roles: Record<string, Role> = { 客户: "customer", 客服: "agent", 机器人: "robot" };
const enough = 12;

/** Ids of the acts of the example's last message. */
function actsOf(example: Example, side: "agent" | "customer"): string[] {
  const lines = typeof example === "string" ? [[side, example] as const] : example.map(spoken);
  const messages = lines.map(([role, text]) => ({ role, kind: "text" as const, text }));
  return marker
    .mark(messages, null)
    .at(-1)!
    .map(({ id }) => id);
}

function spoken(line: string): readonly [Role, string] {
  const gap = line.indexOf(" ");
  return [roles[line.slice(0, gap)]!, line.slice(gap + 1)];
}

describe.each(readActFiles().map((file) => [`${file.side} ${file.id}`, file] as const))("%s", (_, file) => {
  test(`has at least ${enough} examples of either kind`, () => {
    expect(file.examples.yes.length).toBeGreaterThanOrEqual(enough);
    expect(file.examples.no.length).toBeGreaterThanOrEqual(enough);
  });

  test("marks its examples and nothing else", () => {
    const missed = file.examples.yes.filter((example) => !actsOf(example, file.side).includes(file.id));
    const wrong = file.examples.no.filter((example) => actsOf(example, file.side).includes(file.id));
    expect({ missed, wrong }).toEqual({ missed: [], wrong: [] });
  });
});
