import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** What a process cost. */
export interface Cost {
  /** From start to end, in seconds. */
  wall: number;
  /** Of all its threads, in seconds. */
  cpu: number;
  /** Most memory at a time, in MB (10^6 bytes). */
  memory: number;
}

export interface Done extends Cost {
  exit: number | null;
  stderr: string;
}

/** Time between two looks at a process, in ms. */
const lookEvery = 15;
/** Clock ticks a second in /proc (getconf CLK_TCK; 100 on every Linux). */
const ticks = 100;

/**
 * Runs a command to its end, or for `limit` seconds. CPU and memory are what Linux says of it at the last look
 * before its end; elsewhere they are NaN.
 */
export function measure(
  command: string,
  args: readonly string[],
  limit = Number.POSITIVE_INFINITY,
): Promise<Done> {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  let cpu = Number.NaN;
  let memory = Number.NaN;
  const look = setInterval(() => {
    if ((performance.now() - began) / 1000 > limit) child.kill();
    const seen = lookAt(child.pid!);
    if (seen === null) return;
    cpu = seen.cpu;
    memory = seen.memory;
  }, lookEvery);
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (exit) => {
      clearInterval(look);
      done({ wall: (performance.now() - began) / 1000, cpu, memory, exit, stderr });
    });
  });
}

function lookAt(pid: number): { cpu: number; memory: number } | null {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    if (peak === undefined) return null;
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Counted from behind the name, which may hold blanks: utime and stime are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { cpu: (Number(fields[11]) + Number(fields[12])) / ticks, memory: (Number(peak) * 1024) / 1e6 };
  } catch {
    return null;
  }
}

/** The same, and throws what the command said where it did not end well. */
export async function measureWell(command: string, args: readonly string[]): Promise<Cost> {
  const { exit, stderr, ...cost } = await measure(command, args);
  if (exit === 0) return cost;
  throw failed(command, args, exit, stderr);
}

export function failed(command: string, args: readonly string[], exit: number | null, stderr: string): Error {
  return new Error(`${command} ${args.join(" ")}: exit ${exit}\n${stderr}`);
}

/** Several runs of one command, summed up. */
export interface Costs {
  rounds: number;
  best: Cost;
  medianWall: number;
}

/** The best of the rounds by each figure, and the wall time in the median. */
export function summedUp(rounds: readonly Cost[]): Costs {
  const least = (key: keyof Cost) => Math.min(...rounds.map((round) => round[key]));
  const most = Math.max(...rounds.map(({ memory }) => memory));
  const walls = rounds.map(({ wall }) => wall).sort((a, b) => a - b);
  return {
    rounds: rounds.length,
    // Of memory the worst: a bound must hold in every round.
    best: { wall: least("wall"), cpu: least("cpu"), memory: most },
    medianWall: walls[Math.floor(walls.length / 2)]!,
  };
}
