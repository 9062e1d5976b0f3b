// The same table as analyst.py without the count of words, by the shortest way in Node with two threads:
// no quoted cells, conversations in one piece each. It is what a reader of logs costs at the least.
// node bench/analyst/floor.mjs log.csv cells.csv
import { closeSync, fstatSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

const threads = 2;
const chunkBytes = 1 << 20;
const lineFeed = 10;
const phrases = JSON.parse(readFileSync(new URL("phrases.json", import.meta.url), "utf8"));
const emoji = /[\u{1f300}-\u{1faff}\u2600-\u27bf]|\[[\u4e00-\u9fff]{1,4}\]/u;
const patterns = [...Object.values(phrases).map((listed) => new RegExp(listed.join("|"))), emoji];

async function main(source, target) {
  const borders = bordersOf(source);
  const parts = await Promise.all(
    Array.from({ length: threads }, (_, at) => run({ source, begin: borders[at], end: borders[at + 1] })),
  );
  const rows = new Map();
  for (const part of parts) {
    for (const [key, row] of part) {
      const sum = rows.get(key);
      if (sum === undefined) rows.set(key, row);
      else
        row.forEach((value, at) => {
          sum[at] += value;
        });
    }
  }
  const header = [
    "week",
    "agent",
    "sessions",
    "first_reply",
    "mean_reply",
    "messages",
    ...Object.keys(phrases),
    "emoji",
  ];
  const lines = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, [sessions, answered, first, mean, ...counts]]) =>
      [
        ...key.split("\n"),
        sessions,
        (first / answered).toFixed(2),
        (mean / answered).toFixed(2),
        ...counts,
      ].join(","),
    );
  writeFileSync(target, `${[header.join(","), ...lines].join("\n")}\n`);
}

function run(data) {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: data });
    worker.once("message", done).once("error", fail);
  });
}

/** Places in the file where a conversation begins, about one thread's share apart. */
function bordersOf(source) {
  const file = openSync(source);
  const { size } = fstatSync(file);
  const bytes = Buffer.alloc(1 << 22);
  // Behind the header.
  const borders = [bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0)).indexOf(lineFeed) + 1];
  for (let at = 1; at < threads; at++) {
    const from = Math.floor((size * at) / threads);
    const text = bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from));
    let line = text.indexOf(lineFeed) + 1;
    const idOf = (start) => text.toString("latin1", start, text.indexOf(44, start));
    const id = idOf(line);
    while (idOf(line) === id) line = text.indexOf(lineFeed, line) + 1;
    borders.push(from + line);
  }
  closeSync(file);
  return [...borders, size];
}

function read({ source, begin, end }) {
  const rows = new Map();
  const file = openSync(source);
  const bytes = Buffer.alloc(chunkBytes);
  let carry = 0;
  let session = new Session(rows);
  for (let at = begin; at < end; ) {
    const got = readSync(file, bytes, carry, Math.min(chunkBytes - carry, end - at), at);
    at += got;
    const whole = bytes.lastIndexOf(lineFeed, carry + got - 1) + 1;
    const text = bytes.toString("utf8", 0, whole);
    for (let start = 0; start < text.length; ) {
      const stop = text.indexOf("\n", start);
      session = take(text, start, stop, session, rows);
      start = stop + 1;
    }
    bytes.copyWithin(0, whole, carry + got);
    carry = carry + got - whole;
  }
  session.close();
  closeSync(file);
  return [...rows];
}

function take(text, start, stop, open, rows) {
  const cells = text.slice(start, stop).split(",");
  if (cells.length !== 6) throw new Error(`not plain: ${cells.join(",")}`);
  const [id, time, agent, , side, words] = cells;
  let session = open;
  if (id !== session.id) {
    session.close();
    session = new Session(rows, id, agent, dateOf(time));
  }
  session.add(dateOf(time) + clockOf(time), side === "客服", words);
  return session;
}

let lastDate = "";
let lastDay = 0;
function dateOf(time) {
  const date = time.slice(0, 10);
  if (date !== lastDate) {
    lastDate = date;
    lastDay = Date.parse(`${date}T00:00:00Z`) / 1000;
  }
  return lastDay;
}

const clockOf = (time) => two(time, 11) * 3600 + two(time, 14) * 60 + two(time, 17);
const two = (time, at) => (time.charCodeAt(at) - 48) * 10 + time.charCodeAt(at + 1) - 48;

class Session {
  constructor(rows, id = "", agent = "", day = 0) {
    this.rows = rows;
    this.id = id;
    this.key = `${weekOf(day)}\n${agent}`;
    this.lastAt = null;
    this.wasAgent = true;
    this.first = null;
    this.sum = 0;
    this.replies = 0;
    this.messages = 0;
    this.hits = patterns.map(() => 0);
  }

  add(at, isAgent, words) {
    if (isAgent) {
      this.messages++;
      for (let list = 0; list < patterns.length; list++) if (patterns[list].test(words)) this.hits[list]++;
      if (!this.wasAgent) {
        this.first ??= at - this.lastAt;
        this.sum += at - this.lastAt;
        this.replies++;
      }
    }
    this.lastAt = at;
    this.wasAgent = isAgent;
  }

  close() {
    if (this.id === "") return;
    const answered = this.replies > 0 ? 1 : 0;
    const own = [
      1,
      answered,
      this.first ?? 0,
      answered ? this.sum / this.replies : 0,
      this.messages,
      ...this.hits,
    ];
    const row = this.rows.get(this.key);
    if (row === undefined) this.rows.set(this.key, own);
    else for (let at = 0; at < own.length; at++) row[at] += own[at];
  }
}

const weeks = new Map();
function weekOf(seconds) {
  let week = weeks.get(seconds);
  if (week === undefined) {
    const thursday = new Date(Math.floor((seconds / 86_400 + 3) / 7) * 7 * 86_400_000);
    const year = thursday.getUTCFullYear();
    const number = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 / 7) + 1;
    week = `${year}-W${String(number).padStart(2, "0")}`;
    weeks.set(seconds, week);
  }
  return week;
}

if (isMainThread) await main(...process.argv.slice(2));
else parentPort.postMessage(read(workerData));
