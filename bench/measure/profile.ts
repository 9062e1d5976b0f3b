import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A profile as Node's --cpu-prof writes it. */
interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[];
  samples: number[];
  timeDeltas: number[];
}

/** CPU seconds by stage: the folder of `dist/` whose code ran, or whose code called what ran. */
export type Stages = Record<string, number>;

const stageOf = /\/dist\/(?:([\w-]+)\/)?[\w-]+\.js$/;
const collecting = "(garbage collector)";

/** Sums the profiles of all threads in a folder. */
export function stagesOf(folder: string): Stages {
  const stages: Stages = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"))) {
    const profile = JSON.parse(readFileSync(join(folder, file), "utf8")) as CpuProfile;
    const stageById = stagesById(profile);
    profile.samples.forEach((id, at) => {
      const stage = stageById.get(id)!;
      if (stage !== "(idle)") stages[stage] = (stages[stage] ?? 0) + profile.timeDeltas[at]! / 1e6;
    });
  }
  return Object.fromEntries(Object.entries(stages).sort(([, a], [, b]) => b - a));
}

/** What Node, packages and native code do counts for the stage that called them. */
function stagesById({ nodes }: CpuProfile): Map<number, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const stages = new Map<number, string>();
  const walk = (id: number, outer: string) => {
    const { callFrame, children = [] } = byId.get(id)!;
    const { functionName, url } = callFrame;
    const found = url.includes("/node_modules/") ? null : stageOf.exec(url);
    let stage = outer;
    if (functionName === collecting || functionName === "(idle)") stage = functionName;
    else if (found !== null) stage = found[1] ?? "pipeline";
    stages.set(id, stage);
    for (const child of children) walk(child, stage);
  };
  walk(nodes[0]!.id, "node");
  return stages;
}
