import type { Finding, KnownFinding, Report } from "../model/report.ts";
import { compareBy } from "./capped.ts";
import { type RowKey, rowKey, ruleKey } from "./keys.ts";
import type { Sum } from "./sum.ts";

/** Where a session with findings stands. */
interface Place {
  week: string | null;
  /** `2026-11-09`; null without times. */
  day: string | null;
}

interface Found {
  entry: KnownFinding;
  week: string | null;
}

/** Findings of a run against those that a baseline knows: by id, so by their words and not by lines of files. */
export class Baseline implements Sum<ReadonlyMap<string, Found>> {
  readonly #known: ReadonlyMap<string, KnownFinding>;
  readonly #found = new Map<string, Found>();

  constructor(known: readonly KnownFinding[]) {
    this.#known = new Map(known.map((entry) => [entry.id, entry]));
  }

  /** The finding, marked where it is known. */
  add(finding: Finding, { week, day }: Place): Finding {
    const { id, rubric, rule, shop, agent, session } = finding;
    this.#found.set(id, { entry: { id, rubric, rule, day, shop, agent, session }, week });
    return { ...finding, known: this.#known.has(id) };
  }

  state(): ReadonlyMap<string, Found> {
    return this.#found;
  }

  absorb(state: ReadonlyMap<string, Found>): void {
    for (const [id, found] of state) this.#found.set(id, found);
  }

  /** How many findings of a row and rule are known, by `rowKey` and `ruleKey`. */
  counts(): (row: RowKey, rubric: string, rule: string) => number {
    const counts = new Map<string, number>();
    for (const { entry, week } of this.#found.values()) {
      if (!this.#known.has(entry.id)) continue;
      for (const agent of [undefined, entry.agent]) {
        const key = countKey({ week, shop: entry.shop, agent }, entry.rubric, entry.rule);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    return (row, rubric, rule) => counts.get(countKey(row, rubric, rule)) ?? 0;
  }

  /** What became of the known findings; `wasAudited` tells of which sessions this run can say so. */
  summary(wasAudited: (entry: KnownFinding) => boolean): NonNullable<Report["baseline"]> {
    const known = [...this.#found.keys()].filter((id) => this.#known.has(id)).length;
    const gone = [...this.#known.values()].filter((entry) => !this.#found.has(entry.id) && wasAudited(entry));
    return { known, new: this.#found.size - known, gone: gone.sort(inOrder) };
  }

  /** What the next baseline records: findings of this run, and known ones of which it can say nothing. */
  next(wasAudited: (entry: KnownFinding) => boolean): KnownFinding[] {
    const elsewhere = [...this.#known.values()].filter(
      (entry) => !this.#found.has(entry.id) && !wasAudited(entry),
    );
    return [...elsewhere, ...[...this.#found.values()].map(({ entry }) => entry)].sort(inOrder);
  }
}

const inOrder = compareBy<KnownFinding>(
  ({ day }) => day,
  ({ shop }) => shop,
  ({ agent }) => agent,
  ({ session }) => session,
  ({ rubric }) => rubric,
  ({ rule }) => rule,
  ({ id }) => id,
);

function countKey(row: RowKey, rubric: string, rule: string): string {
  return `${rowKey(row)}\n${ruleKey(rubric, rule)}`;
}
