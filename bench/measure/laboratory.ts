import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ShapeName } from "../log/shapes.ts";
import { shapes } from "../log/shapes.ts";
import { type LogFormat, type WrittenLog, writeLog } from "../log/write.ts";
import { type Cost, type Costs, failed, measure, measureWell, summedUp } from "./process.ts";
import { type Stages, stagesOf } from "./profile.ts";
import type { Again, Growth, LogCost, SideBySide, Year } from "./result.ts";

const seed = "1";
/** Debian's, for which python3-pandas and python3-jieba are packaged. */
const python = "/usr/bin/python3";
/** Starts of which the best counts. */
const starts = 15;

const formatTitles: Record<LogFormat, string> = {
  csv: "CSV, UTF-8",
  gb18030: "CSV, GB18030",
  xlsx: "XLSX",
  qianniu: "千牛 TXT, a file for each account",
};

interface LaboratoryOptions {
  /** The command line that is measured. */
  bin: string;
  /** Folder for logs and what becomes of them. */
  folder: string;
  /** A log that takes longer is stopped, seconds. */
  limit: number;
  say: (text: string) => void;
}

/** Writes logs and measures what is done with them. */
export class Laboratory {
  readonly #options: LaboratoryOptions;
  #written = 0;

  constructor(options: LaboratoryOptions) {
    this.#options = options;
  }

  log(shape: ShapeName, format: LogFormat, size: number): WrittenLog {
    const { folder, say } = this.#options;
    say(`writing ${shape}, ${format}, ${size} messages`);
    // Each in a folder of its own: one log is deleted while another of its name is still to be read.
    this.#written += 1;
    return writeLog({ size, shape, format, seed, folder: join(folder, `log-${this.#written}`) });
  }

  /** The analyst's script, the floor and the audit in turns, so that a busy machine is busy for all of them. */
  async sideBySide(log: WrittenLog, rounds: number): Promise<SideBySide> {
    const { folder, say } = this.#options;
    const file = log.files[0]!;
    const tables = { analyst: join(folder, "analyst.csv"), floor: join(folder, "floor.csv") };
    const analyst: Cost[] = [];
    const floor: Cost[] = [];
    const audit: Cost[] = [];
    const hasPandas = (await measure(python, ["-c", "import pandas, jieba"]).catch(() => null))?.exit === 0;
    if (!hasPandas) say(`${python} has no pandas or no jieba: the analyst's script is left out`);
    for (let round = 0; round < rounds; round++) {
      say(`side by side, round ${round + 1} of ${rounds}`);
      if (hasPandas)
        analyst.push(await measureWell(python, ["bench/analyst/analyst.py", file, tables.analyst]));
      floor.push(await measureWell(process.execPath, ["bench/analyst/floor.mjs", file, tables.floor]));
      audit.push(await this.#audit([file]));
    }
    return {
      analyst: hasPandas ? summedUp(analyst) : null,
      floor: summedUp(floor),
      audit: summedUp(audit),
      cells: hasPandas ? compareTables(tables.analyst, tables.floor) : null,
    };
  }

  async shapes(names: readonly ShapeName[], size: number): Promise<LogCost[]> {
    const costs: LogCost[] = [];
    for (const name of names)
      costs.push(await this.#auditLog(this.log(name, "csv", size), name, shapes[name].title));
    return costs;
  }

  async formats(size: number): Promise<LogCost[]> {
    const costs: LogCost[] = [];
    for (const [format, title] of Object.entries(formatTitles) as [LogFormat, string][])
      costs.push(await this.#auditLog(this.log("shop", format, size), format, title));
    return costs;
  }

  /** A log ten times as long, in order and in disorder, and the shorter one again next to it. */
  async growth(shorter: WrittenLog): Promise<Growth> {
    const size = shorter.messages * 10;
    const log = this.log("shop", "csv", size);
    const audit = await this.#auditLog(log, "shop", "");
    const shuffled = await this.#auditLog(this.log("shuffled", "csv", size), "shuffled", "");
    return { messages: log.messages, audit, shuffled, shorter: await this.#audit(shorter.files) };
  }

  /** A log in random order, once for each number of threads. */
  async year(size: number, threads: readonly number[]): Promise<Omit<Year, "date" | "machine">> {
    const { files, messages, sessions, bytes } = this.log("shuffled", "csv", size);
    const audits: Year["audits"] = [];
    for (const count of threads)
      audits.push({ threads: count, ...(await this.#audit(files, [], ["--threads", `${count}`])) });
    for (const file of files) rmSync(file);
    return { messages, sessions, bytes, audits };
  }

  /** The same log several times: without a cache, and with one that lacks a file, and one that has all. */
  async again(size: number): Promise<Again> {
    const { files, messages } = this.log("per-agent", "csv", size);
    const cache = join(this.#options.folder, "cache");
    const cached = (some: readonly string[]) => this.#audit(some, [], ["--cache", cache]);
    const none = await this.#audit(files);
    const first = await cached(files.slice(0, -1));
    const oneNew = await cached(files);
    const known = await cached(files);
    const bytes = readdirSync(cache).reduce((sum, name) => sum + statSync(join(cache, name)).size, 0);
    for (const path of [...files, cache]) rmSync(path, { recursive: true });
    return { messages, files: files.length, none, first, oneNew, known, bytes };
  }

  /** Seconds of wall time at best: Node with nothing to do, and `zhijian --help`. */
  async start(): Promise<{ node: number; help: number }> {
    let node = Number.POSITIVE_INFINITY;
    let help = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn < starts; turn++) {
      node = Math.min(node, (await measureWell(process.execPath, ["-e", "0"])).wall);
      help = Math.min(help, (await measureWell(process.execPath, [this.#options.bin, "--help"])).wall);
    }
    return { node, help };
  }

  async sampleWeek(rounds: number): Promise<Costs> {
    const costs: Cost[] = [];
    for (let round = 0; round < rounds + 2; round++) costs.push(await this.#audit(["fixtures/demo/exports"]));
    return summedUp(costs);
  }

  async stages(log: WrittenLog): Promise<Stages> {
    const folder = join(this.#options.folder, "profile");
    mkdirSync(folder, { recursive: true });
    await this.#audit(log.files, ["--cpu-prof", "--cpu-prof-dir", folder]);
    const stages = stagesOf(folder);
    rmSync(folder, { recursive: true });
    return stages;
  }

  /** What comes before judging, in a process of its own. */
  reading(log: WrittenLog): { read: number; gather: number } {
    const out = execFileSync(process.execPath, ["--import", "tsx", "bench/reading.ts", log.files[0]!]);
    return JSON.parse(out.toString()) as { read: number; gather: number };
  }

  async #auditLog(log: WrittenLog, name: string, title: string): Promise<LogCost> {
    const args = this.#auditArgs(log.files);
    const { exit, stderr, ...cost } = await measure(process.execPath, args, this.#options.limit);
    for (const file of log.files) rmSync(file);
    const isStopped = exit !== 0 && cost.wall > this.#options.limit;
    if (exit !== 0 && !isStopped) throw failed(process.execPath, args, exit, stderr);
    this.#sayCost(cost);
    return { name, title, messages: log.messages, bytes: log.bytes, isStopped, ...cost };
  }

  async #audit(
    files: readonly string[],
    nodeOptions: readonly string[] = [],
    more: readonly string[] = [],
  ): Promise<Cost> {
    const cost = await measureWell(process.execPath, [...nodeOptions, ...this.#auditArgs(files), ...more]);
    this.#sayCost(cost);
    return cost;
  }

  /** All rules, the report as JSON. */
  #auditArgs(files: readonly string[]): string[] {
    const { bin, folder } = this.#options;
    const out = join(folder, "report.json");
    return [bin, "audit", ...files, "--rubric", "ecommerce", "-f", "json", "-o", out, "--quiet"];
  }

  #sayCost({ wall, cpu, memory }: Cost): void {
    this.#options.say(`  ${wall.toFixed(1)} s, ${cpu.toFixed(1)} CPU s, ${memory.toFixed(0)} MB`);
  }
}

/** Agreement of the cells that two tables share, by agent and week; means to a hundredth. */
function compareTables(one: string, other: string): { equal: number; all: number } {
  const rows = tableOf(one);
  let equal = 0;
  let all = 0;
  for (const [key, cells] of tableOf(other)) {
    for (const [column, value] of cells) {
      const given = rows.get(key)?.get(column);
      if (value === given || Math.abs(Number(value) - Number(given)) < 0.011) equal++;
      all++;
    }
  }
  return { equal, all };
}

function tableOf(file: string): Map<string, Map<string, string>> {
  const [head, ...lines] = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return new Map(
    lines.map((cells) => [`${cells[0]} ${cells[1]}`, new Map(head!.map((name, at) => [name, cells[at]!]))]),
  );
}
