// What reading and judging cost per message, in µs of CPU: `npx tsx bench/marking.ts [log …]`. Every round
// makes the texts new, so that no memo of repeats answers.
import { fileURLToPath } from "node:url";
import { loadActs, readActFiles } from "../src/acts/load.ts";
import { convert } from "../src/convert.ts";
import type { ReadSession, Session } from "../src/model/session.ts";
import { judge } from "../src/rubric/judge.ts";
import { loadRubrics } from "../src/rubric/load.ts";
import type { Rubric } from "../src/rubric/schema.ts";
import { readSession } from "../src/sessions/read.ts";
import { Automaton } from "../src/text/automaton.ts";
import { maskText, templateOf } from "../src/text/mask.ts";
import { normalise } from "../src/text/normalise.ts";
import { Zone } from "../src/text/zone.ts";

const rounds = 5;
const demo = fileURLToPath(new URL("../fixtures/demo/exports", import.meta.url));
const paths = process.argv.length > 2 ? process.argv.slice(2) : [demo];

const sessions: Session[] = [];
for await (const { session } of (await convert(paths)).conversations) sessions.push(session);
const messageCount = sessions.reduce((sum, { messages }) => sum + messages.length, 0);

/** The log with other texts of the same kind in every round. */
function renewed(round: number): Session[] {
  return sessions.map((session, index) => ({
    ...session,
    messages: session.messages.map((message) =>
      message.kind === "text" ? { ...message, text: `${message.text} ${round}.${index}` } : message,
    ),
  }));
}

const marker = loadActs();
const read = (session: Session): ReadSession => readSession(session, marker, () => false);
const words = readActFiles().flatMap(({ ways }) => ways.flatMap((way) => way.words?.split(/\s+/) ?? []));
const automaton = new Automaton([...new Set(words.filter((word) => word !== ""))]);
const context = { locale: "zh", zone: new Zone("Asia/Shanghai") } as const;
const [basics, ecommerce] = await Promise.all([
  loadRubrics(["basics"], { locale: "zh" }),
  loadRubrics(["ecommerce"], { locale: "zh" }),
]);

const eachText = (work: (text: string) => void) => (session: Session) => {
  for (const { text } of session.messages) work(text);
};
const judgeBy = (rubrics: readonly Rubric[]) => (session: ReadSession) => {
  for (const rubric of rubrics) judge(session, rubric, context);
};
const stages: Record<string, (session: ReadSession) => void> = {
  normalise: eachText(normalise),
  automaton: eachText((text) => automaton.search(text, () => {})),
  "acts and turns": read,
  "judge basics": judgeBy(basics),
  "judge ecommerce": judgeBy(ecommerce),
  maskText: eachText(maskText),
  templateOf: eachText((text) => templateOf(text)),
};

const best = new Map<string, number>();
for (let round = 0; round < rounds; round += 1) {
  for (const [name, work] of Object.entries(stages)) {
    const log = renewed(round * 100 + Object.keys(stages).indexOf(name));
    const judged = name.startsWith("judge") ? log.map(read) : (log as ReadSession[]);
    const start = process.cpuUsage();
    for (const session of judged) work(session);
    const micros = process.cpuUsage(start).user / messageCount;
    best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, micros));
  }
}
console.log(
  `${messageCount} messages, ${sessions.length} sessions; best of ${rounds} rounds, CPU µs per message`,
);
for (const [name, micros] of best) console.log(`${name.padEnd(16)} ${micros.toFixed(2)}`);
