import { defaultSettings } from "../index.ts";
import { auditOptions } from "./audit-options.ts";
import { layersOf } from "./config.ts";
import { exits, type Io, write } from "./io.ts";
import type { AuditFlags, InputFlags } from "./options.ts";

const origins = { option: "选项 / option", env: "环境变量 / environment", config: "配置 / config" } as const;

/** Options that no audit needs, only what is done with its report. */
interface GateFlags {
  failOn?: string | undefined;
  minScore?: number | undefined;
  baseline?: string | undefined;
}

/** `--print-config`: every setting as a config could hold it, and where it comes from. */
export async function printConfig(
  flags: InputFlags & Partial<AuditFlags> & GateFlags,
  io: Io,
): Promise<number> {
  const { file, config, env } = layersOf(flags.config, io);
  const { failOn, minScore, baseline, strict } = flags;
  const gate = Object.entries({ failOn, minScore, baseline, strict }).filter(
    ([, value]) => value !== undefined,
  );
  const layers = [
    ["option", { ...auditOptions(flags, {}), ...Object.fromEntries(gate) }],
    ["env", env],
    ["config", config],
  ] as const;
  const lines = [
    ...new Set([...Object.keys(defaultSettings), ...layers.flatMap(([, of]) => Object.keys(of))]),
  ].map((key) => {
    const layer = layers.find(([, of]) => Object.hasOwn(of, key));
    const from = layer === undefined ? "默认 / default" : origins[layer[0]];
    const value = ((layer?.[1] ?? defaultSettings) as Record<string, unknown>)[key];
    return `${key}: ${JSON.stringify(value)} # ${from}`;
  });
  await write(io.stdout, `${[`# ${file ?? "没有配置文件 / no config file"}`, ...lines].join("\n")}\n`);
  return exits.done;
}
