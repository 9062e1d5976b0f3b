// Scores the acts against labelled chats: `npm run eval -- [folder] [--errors ACT | --write]`;
// --write renews the tables in the READMEs.
// The folder (default ../shared/eval beside the project, or ZHIJIAN_EVAL) holds the messages, the
// labels and the scorer; it is not part of the project, because the chats belong to others.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadActs } from "../src/acts/load.ts";
import type { CanonicalMessage } from "../src/model/message.ts";

const sets = [
  { title: "conversations", messages: "dev.messages.ndjson", gold: "dev.gold.ndjson" },
  { title: "challenge sentences", messages: "challenge.dev.messages.ndjson", gold: "challenge.dev.tsv" },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { errors: { type: "string" }, json: { type: "boolean" }, write: { type: "boolean" } },
});
const folder = resolve(positionals[0] ?? process.env.ZHIJIAN_EVAL ?? "../shared/eval");
if (!existsSync(join(folder, "score.mjs"))) {
  console.error(`No labelled chats at ${folder}.`);
  console.error(
    `Expected there: score.mjs, ${sets.flatMap(({ messages, gold }) => [messages, gold]).join(", ")}.`,
  );
  console.error("Give another folder: npm run eval -- <folder>, or set ZHIJIAN_EVAL.");
  process.exit(2);
}

/** The messages with their acts, an NDJSON line each, as `zhijian annotate` prints them. */
function annotate(file: string): string {
  const marker = loadActs();
  const sessions = new Map<string, CanonicalMessage[]>();
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    const message = JSON.parse(line) as CanonicalMessage;
    const session = sessions.get(message.session);
    if (session) session.push(message);
    else sessions.set(message.session, [message]);
  }
  return [...sessions.values()]
    .flatMap((messages) => {
      const acts = marker.mark(messages, messages[0]!.platform);
      return messages.map(({ source }, index) => JSON.stringify({ source, acts: acts[index] }));
    })
    .join("\n");
}

interface Row {
  key: string;
  tp: number;
  fp: number;
  fn: number;
  precision: number | null;
  recall: number | null;
  f1: number | null;
}

/** The tables of both sets as Markdown, for the READMEs. */
function markdown(results: readonly { title: string; rows: readonly Row[] }[]): string {
  const number = (value: number | null) => (value === null ? "–" : value.toFixed(3));
  const day = new Date().toISOString().slice(0, 10);
  const tables = results.map(({ title, rows }) =>
    [
      `${day}, ${title}:`,
      "",
      "| act | precision | recall | F1 | found | false | missed |",
      "|---|---|---|---|---|---|---|",
      ...rows.map(
        (row) =>
          `| ${row.key} | ${number(row.precision)} | ${number(row.recall)} | ${number(row.f1)} | ${row.tp} | ${row.fp} | ${row.fn} |`,
      ),
    ].join("\n"),
  );
  return `\n${tables.join("\n\n")}\n`;
}

/** Puts the tables between the marks of a README. */
function writeInto(file: string, tables: string): void {
  const text = readFileSync(file, "utf8");
  const [begin, end] = ["<!-- eval:begin -->", "<!-- eval:end -->"];
  const from = text.indexOf(begin) + begin.length;
  writeFileSync(file, text.slice(0, from) + tables + text.slice(text.indexOf(end)));
}

const scratch = mkdtempSync(join(tmpdir(), "zhijian-eval-"));
try {
  const results: { title: string; rows: Row[] }[] = [];
  for (const { title, messages, gold } of sets) {
    const annotated = join(scratch, messages);
    writeFileSync(annotated, annotate(join(folder, messages)));
    const score = (...options: string[]) =>
      execFileSync(process.execPath, [join(folder, "score.mjs"), join(folder, gold), annotated, ...options], {
        encoding: "utf8",
      });
    if (values.write) results.push({ title, rows: (JSON.parse(score("--json")) as { rows: Row[] }).rows });
    else {
      console.log(`— ${title} (${gold})`);
      console.log(
        score(...(values.errors ? ["--errors", values.errors] : []), ...(values.json ? ["--json"] : [])),
      );
    }
  }
  if (values.write) for (const file of ["README.md", "README.zh-CN.md"]) writeInto(file, markdown(results));
} finally {
  rmSync(scratch, { recursive: true });
}
