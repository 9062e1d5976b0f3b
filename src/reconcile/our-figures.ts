import type { MetricsContext } from "../metrics/figure.ts";
import { rowsOf } from "../metrics/figure.ts";
import { addSession, emptySums, type MetricSums, mergeSums, metricsOf } from "../metrics/index.ts";
import {
  addContribution,
  type Contribution,
  type PlatformSums,
  platformKey,
} from "../metrics/platforms/figures.ts";
import type { Profile } from "../metrics/platforms/profile.ts";
import type { Metrics } from "../model/report.ts";
import type { ReadSession } from "../model/session.ts";
import { plainWord } from "./vocabulary.ts";

/** A figure of ours, with the number of its cases where it is a mean or a share. */
export interface OurFigure {
  value: number | null;
  n: number | null;
}

/** Sums of an account over the whole audit, or on a day. */
export interface AgentSums {
  agent: string;
  metrics: MetricSums;
  platform: PlatformSums;
}

/** Our figures by agent: over the whole audit, and on the days that were asked for. */
export class OurFigures {
  readonly #sums = new Map<string, AgentSums>();
  readonly #days: ReadonlySet<number>;
  readonly #context: MetricsContext;

  constructor(days: ReadonlySet<number>, context: MetricsContext) {
    this.#days = days;
    this.#context = context;
  }

  add(session: ReadSession, day: number | null): void {
    for (const { agent, view } of rowsOf(session)) {
      if (agent === null) continue;
      for (const sums of this.#of(agent, day)) addSession(sums.metrics, view, this.#context);
    }
  }

  addPlatform({ agent, day, profile, figure, sum }: Contribution): void {
    if (agent === null || agent === undefined) return;
    for (const { platform } of this.#of(agent, day)) {
      addContribution(platform, platformKey(profile, figure), sum);
    }
  }

  state(): ReadonlyMap<string, AgentSums> {
    return this.#sums;
  }

  absorb(state: ReadonlyMap<string, AgentSums>): void {
    for (const [key, { agent, metrics, platform }] of state) {
      const into = this.#at(key, agent);
      mergeSums(into.metrics, metrics);
      for (const [figure, sum] of platform) addContribution(into.platform, figure, sum);
    }
  }

  /** Accounts with any figures. */
  agents(): string[] {
    return [...new Set([...this.#sums.values()].map(({ agent }) => agent))].sort();
  }

  /** The account that another tool calls so, with or without the shop before it; null where none or several are. */
  account(name: string): string | null {
    const agents = this.agents();
    const exact = agents.find((agent) => plainWord(agent) === plainWord(name));
    if (exact !== undefined) return exact;
    const short = agents.filter((agent) => shortName(agent) === shortName(name));
    return short.length === 1 ? short[0]! : null;
  }

  /** The figures of an account; null where it has none on that day. */
  metrics(agent: string, day: number | null, profiles: readonly Profile[]): Metrics | null {
    const sums = this.#sums.get(keyOf(agent, day));
    return sums === undefined ? null : metricsOf(sums.metrics, sums.platform, profiles, () => "");
  }

  #of(agent: string, day: number | null): AgentSums[] {
    const days = day !== null && this.#days.has(day) ? [null, day] : [null];
    return days.map((one) => this.#at(keyOf(agent, one), agent));
  }

  #at(key: string, agent: string): AgentSums {
    let sums = this.#sums.get(key);
    if (sums === undefined) {
      sums = { agent, metrics: emptySums(), platform: new Map() };
      this.#sums.set(key, sums);
    }
    return sums;
  }
}

/** Reads a figure by its path: `replyRate`, `platform.pdd.reply3MinRate.misses`, `concurrency.max`. */
export function figureAt(metrics: Metrics, path: string): OurFigure {
  let value: unknown = metrics;
  for (const key of path.split(".")) value = step(value, key);
  if (typeof value === "number") return { value, n: null };
  if (typeof value !== "object" || value === null) return { value: null, n: null };
  const { mean, value: share, n } = value as { mean?: number | null; value?: number | null; n?: number };
  return { value: mean ?? share ?? null, n: n ?? null };
}

function step(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return null;
  const { n, hits } = value as { n?: number; hits?: number };
  if (key === "misses" && n !== undefined && hits !== undefined) return n - hits;
  return Object.hasOwn(value, key) ? value[key as keyof typeof value] : null;
}

const keyOf = (agent: string, day: number | null): string => JSON.stringify([agent, day]);

function shortName(account: string): string {
  return plainWord(account).split(":").at(-1)!;
}
