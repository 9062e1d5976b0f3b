import type { Machine } from "./machine.ts";
import type { LogCost, Result, Year } from "./result.ts";

/** The goals, shown beside what was measured. */
const goals = {
  againstAnalyst: 20,
  againstFloor: 6,
  memory: 500,
  memoryLong: 700,
  growth: 11,
  start: 2.5,
  sampleWeek: 1.5,
};

/** docs/performance.md of a result; `year`: of a long log, where it was measured. */
export function documentOf(result: Result, year: Year | null): string {
  const parts = [head(result), goalsTable(result), sideBySideTable(result)];
  if (result.shapes.length > 0) parts.push(logsTable("Shapes of logs", result.shapes));
  if (result.formats.length > 0) parts.push(logsTable("Formats", result.formats));
  parts.push(againTable(result));
  if (year !== null) parts.push(yearTable(year));
  parts.push(stagesTable(result), storing(result), notes);
  return `${parts.join("\n\n")}\n`;
}

function head({ date, machine, log }: Result): string {
  return `# Speed and memory

Written by \`npm run bench -- --write\`; every number on this page but those of the longest log was measured in one run on ${date}, on
${machine.cores} × ${machine.cpu}, ${count(machine.memory)} MB, ${machine.system}, Node ${machine.node}. Read ratios rather than seconds:
they were taken side by side, and other machines differ.${machine.load > machine.cores ? busy(machine) : ""}

The log is invented (\`bench/log/\`): ${count(log.messages)} messages in ${count(log.sessions)} conversations, ${count(log.agentMessages)} of them by agents, of which
${count(log.repeats)} stood there before word for word; ${count(log.bytes / 1e6)} MB of CSV. zhijian audits it with all rules of the
rubric \`ecommerce\` and writes the report as JSON.`;
}

/** Another program took part of the time. */
function busy({ load, cores }: Machine): string {
  return `

**The machine was busy** (a load of ${load.toFixed(0)} on ${cores} cores before the run began): wall times are several times what they
would be, and only CPU times can be compared. Run it again on a quiet machine.`;
}

function goalsTable(result: Result): string {
  const {
    sideBySide: { analyst, floor, audit },
    growth,
    start,
    sampleWeek,
  } = result;
  const rows: [what: string, goal: string, measured: string, isMet: boolean][] = [];
  const row = (what: string, goal: string, value: number, isMet: boolean, unit: string) =>
    rows.push([what, goal, `${value.toFixed(value < 20 ? 1 : 0)}${unit}`, isMet]);
  if (analyst !== null) {
    const faster = analyst.best.wall / audit.best.wall;
    row(
      "faster than the analyst's script",
      `≥ ${goals.againstAnalyst} ×`,
      faster,
      faster >= goals.againstAnalyst,
      " ×",
    );
  }
  const slower = audit.best.wall / floor.best.wall;
  row("time over the floor", `≤ ${goals.againstFloor} ×`, slower, slower <= goals.againstFloor, " ×");
  row("peak memory", `≤ ${goals.memory} MB`, audit.best.memory, audit.best.memory <= goals.memory, " MB");
  if (growth !== null) {
    const times = growth.audit.wall / growth.shorter.wall;
    row(
      `time of ${count(growth.messages)} messages over that of a tenth`,
      `≤ ${goals.growth} ×`,
      times,
      times <= goals.growth,
      " ×",
    );
    for (const [order, { memory }] of [
      ["in order", growth.audit],
      ["in random order", growth.shuffled],
    ] as const)
      row(
        `their peak memory, ${order}`,
        `≤ ${goals.memoryLong} MB`,
        memory,
        memory <= goals.memoryLong,
        " MB",
      );
  }
  const starts = start.help / start.node;
  row("`zhijian --help` over `node -e 0`", `≤ ${goals.start} ×`, starts, starts <= goals.start, " ×");
  const week = sampleWeek.best.wall;
  row("the sample week", `≤ ${goals.sampleWeek} s`, week, week <= goals.sampleWeek, " s");
  const lines = rows.map(
    ([what, goal, measured, isMet]) => `| ${what} | ${goal} | ${measured} | ${isMet ? "yes" : "no"} |`,
  );
  return `## Goals\n\n| figure | goal | measured | met |\n|---|---|---|---|\n${lines.join("\n")}`;
}

function yearTable({ date, machine, messages, sessions, bytes, audits }: Year): string {
  const lines = audits.map(
    ({ threads, wall, cpu, memory }) =>
      `| ${threads} | ${count(wall)} | ${((cpu * 1e6) / messages).toFixed(1)} | ${count(memory)} | ${memory <= goals.memoryLong ? "yes" : "no"} |`,
  );
  return `## ${count(messages)} messages

Written by \`npm run bench:year -- --write\` on ${date}, on ${machine.cores} × ${machine.cpu}, Node ${machine.node}${machine.load > machine.cores / 2 ? `, beside other work (a load of ${machine.load.toFixed(1)})` : ""}: a log
of ${count(sessions)} conversations in random order, ${count(bytes / 1e6)} MB of CSV.

| threads | wall, s | CPU, µs a message | memory, MB | ≤ ${goals.memoryLong} MB |
|---|---|---|---|---|
${lines.join("\n")}`;
}

function sideBySideTable({ sideBySide: { analyst, floor, audit, cells } }: Result): string {
  const line = (name: string, { best, medianWall }: typeof floor) =>
    `| ${name} | ${seconds(best.wall)} | ${seconds(medianWall)} | ${seconds(best.cpu)} | ${count(best.memory)} | ${ratio(best.wall, floor.best.wall)} | ${ratio(best.cpu, floor.best.cpu)} |`;
  const equal =
    cells === null
      ? ""
      : `\n\nThe analyst's table and the floor's agree in ${count(cells.equal)} of ${count(cells.all)} cells.`;
  return `## Side by side

Best of ${audit.rounds} rounds, taken in turns; memory is the worst of them.

| program | wall, s | median | CPU, s | memory, MB | wall ÷ floor | CPU ÷ floor |
|---|---|---|---|---|---|---|
${analyst === null ? "" : `${line("analyst's script (pandas, jieba on every message)", analyst)}\n`}${line("floor (Node, 2 threads, no segmentation, five word lists)", floor)}
${line("zhijian audit, all rules", audit)}${equal}`;
}

function logsTable(title: string, costs: readonly LogCost[]): string {
  const lines = costs.map(
    ({ name, title: what, messages, bytes, wall, cpu, memory, isStopped }) =>
      `| ${name} | ${what} | ${count(messages)} | ${count(bytes / 1e6)} | ${isStopped ? "stopped at " : ""}${seconds(wall)} | ${((cpu * 1e6) / messages).toFixed(1)} | ${count(memory)} |`,
  );
  return `## ${title}\n\n| log | what | messages | MB | wall, s | CPU, µs a message | memory, MB |\n|---|---|---|---|---|---|---|\n${lines.join("\n")}`;
}

function againTable({ again: { messages, files, none, first, oneNew, known, bytes } }: Result): string {
  const line = (what: string, { wall, cpu, memory }: typeof none) =>
    `| ${what} | ${seconds(wall)} | ${seconds(cpu)} | ${(cpu / none.cpu).toFixed(2)} | ${count(memory)} |`;
  return `## Again, with --cache

${count(messages)} messages in ${files} files; in the end the cache takes ${count(bytes / 1e6)} MB.

| run | wall, s | CPU, s | CPU ÷ without | memory, MB |
|---|---|---|---|---|
${line("all files, without a cache", none)}
${line("all files but one, into an empty cache", first)}
${line("all files, of which one is new", oneNew)}
${line("all files, none of them new", known)}`;
}

function stagesTable({ stages, size }: Result): string {
  const all = Object.values(stages).reduce((sum, time) => sum + time, 0);
  const lines = Object.entries(stages)
    .filter(([, time]) => time >= all / 200)
    .map(
      ([stage, time]) =>
        `| ${stage} | ${((time * 1e6) / size).toFixed(1)} | ${((100 * time) / all).toFixed(0)} % |`,
    );
  return `## Where time goes

CPU time by folder of \`src/\`, from a profile of all threads; what packages, Node and native code
do counts for the folder that called them.

| stage | µs a message | share |
|---|---|---|
${lines.join("\n")}`;
}

/** Why nothing is given out before the input is at its end. */
function storing({ reading: { read, gather }, sideBySide: { audit }, size }: Result): string {
  const all = (audit.best.cpu * 1e6) / size;
  return `## Order of the input

A conversation may go on in a later line, file or export, so that none is complete before the input is at its
end; an audit that closed conversations by the clock of the log would count a customer who comes back twice, and
repeats between exports not at all. Input that memory does not hold (about 50,000 messages) therefore goes
through temporary files, twice: by conversation, then by customer. Reading costs ${read.toFixed(1)} µs of CPU a message;
writing both, reading them back and bringing conversations together ${gather.toFixed(1)} µs, which is ${((100 * gather) / all).toFixed(1)} % of the
audit's ${all.toFixed(0)} µs. That is what sparing ordered input the files could save at most, and it would cost a second way
through the program that must give the same bytes. Memory does not depend on the order: a file is read as bytes,
of which one conversation at a time is unpacked; a file that is too large is divided, and a conversation of any
length is written in pieces.`;
}

const notes = `## How it is measured

\`npm run bench\` writes the logs, runs each program as a process of its own, and reads wall time, CPU time of all
threads and peak memory (VmHWM) of the process. \`bench/analyst/analyst.py\` is what an analyst runs today: first and
mean reply by conversation, \`jieba.lcut\` on every agent's message, five word lists, a pattern for emoji, a table
by agent and week. \`bench/analyst/floor.mjs\` makes the same table without segmentation by the shortest way.`;

const ratio = (value: number, floor: number) => (value / floor).toFixed(1);

const seconds = (value: number) => value.toFixed(value < 10 ? 2 : 1);

const count = (value: number) => Math.round(value).toLocaleString("en-US");
