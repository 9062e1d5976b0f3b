import { cpus, loadavg, release, totalmem } from "node:os";

/** What figures were measured on. */
export interface Machine {
  cpu: string;
  cores: number;
  /** MB. */
  memory: number;
  system: string;
  node: string;
  /** Programs that wanted to run in the minute before, on average. */
  load: number;
}

export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memory: Math.round(totalmem() / 1e6),
    system: `${process.platform} ${release()}`,
    node: process.version,
    load: loadavg()[0]!,
  };
}
