import { type MetricsContext, type RowView, rowsOf, shopView } from "../metrics/figure.ts";
import { addSession } from "../metrics/index.ts";
import { addContribution, type Contribution, platformKey } from "../metrics/platforms/figures.ts";
import type { Finding, Praise, SlowTurn } from "../model/report.ts";
import { isMeasured, type ReadSession, startOf, waitOf } from "../model/session.ts";
import type { RuleResult } from "../rubric/judge.ts";
import type { OccasionUse } from "../rubric/occasions.ts";
import type { FoundScene } from "../rubric/scenes.ts";
import { formatDay } from "../text/zone.ts";
import type { Baseline } from "./baseline.ts";
import type { Draft } from "./capped.ts";
import { sessionPlace } from "./findings.ts";
import { type RowKey, rowKey } from "./keys.ts";
import { resultsByAgent } from "./points.ts";
import type { PraiseHit } from "./praise.ts";
import { addResults } from "./row-sums.ts";
import { TallySums, type TallySumsOptions } from "./tally-sums.ts";

/** What is summed up of a session. */
export interface SummedSession {
  session: ReadSession;
  /** Local day of its first words; null without times. */
  day: number | null;
  week: string | null;
  results: readonly RuleResult[];
  findings: readonly Draft<Finding>[];
  praises: readonly Draft<Praise>[];
  /** Whose service the customer praised. */
  praised: ReadonlySet<string | null>;
  /** What was said on the occasions of the shop's handbook; empty without one. */
  occasions: readonly OccasionUse[];
}

/** A session with all that was found out about it. */
export interface JudgedSession extends SummedSession {
  scenes: readonly FoundScene[];
  /** Where the customer praised the service. */
  praise: readonly PraiseHit[];
}

export interface TallyOptions extends TallySumsOptions {
  metrics: MetricsContext;
  /** A slow turn as the report shows it; `message` is what waited, null after a hand-over without words. */
  showSlowTurn: (session: ReadSession, start: number, waitMs: number, message: number | null) => SlowTurn;
  /** Marks the findings that are already known. */
  baseline?: Baseline;
  /** Sees every finding, also those that are not kept. */
  onFinding?: ((finding: Draft<Finding>) => void) | undefined;
}

/** The sums of an audit, to which sessions are added in any order. */
export class Tally extends TallySums {
  readonly #options: TallyOptions;

  constructor(options: TallyOptions, after?: TallySums) {
    super(options, after);
    this.#options = options;
  }

  add(judged: SummedSession): void {
    const { session, week } = judged;
    this.words.add(session, week, this.#options.metrics.canned);
    this.handbook.add(session, week, judged.occasions);
    this.conversations.add(judged);
    this.#addTo({ week, shop: session.shop, agent: undefined }, shopView(session), judged, judged.results);
    const views = new Map(rowsOf(session).map(({ agent, view }) => [agent, view]));
    const results = resultsByAgent(judged.results);
    for (const [agent, view] of views)
      this.#addTo({ week, shop: session.shop, agent }, view, judged, results.get(agent) ?? []);
    for (const found of judged.findings) {
      const finding = this.#marked(found, judged);
      this.findings.offer(finding);
      this.#options.onFinding?.(finding);
    }
    for (const praise of judged.praises) this.praises.offer(praise);
  }

  /** Adds platform figures, which go by the week of the turn. */
  addPlatform(shop: string | null, week: string | null, { agent, profile, figure, sum }: Contribution): void {
    addContribution(this.rows.at({ week, shop, agent }).platform, platformKey(profile, figure), sum);
  }

  /** Known findings take no places from new ones. */
  #marked(draft: Draft<Finding>, { week, day }: SummedSession): Draft<Finding> {
    const { baseline } = this.#options;
    if (baseline === undefined) return draft;
    const finding = baseline.add(draft.make(), { week, day: day === null ? null : formatDay(day) });
    return { ...draft, about: `${draft.about} ${finding.known}`, make: () => finding };
  }

  #addTo(key: RowKey, view: RowView, judged: SummedSession, results: readonly RuleResult[]): void {
    const row = this.rows.at(key);
    addSession(row.metrics, view, this.#options.metrics);
    addResults(row, results);
    if (view.isShop ? judged.praised.size > 0 : judged.praised.has(key.agent ?? null))
      row.praisedSessions += 1;
    this.#addSlowTurns(key, view);
  }

  #addSlowTurns(key: RowKey, view: RowView): void {
    for (const turn of view.turns) {
      const wait = waitOf(turn, !view.isShop);
      if (!isMeasured(turn) || wait === null || wait <= this.#options.metrics.slowAfterMs) continue;
      const first = turn.messages.find((index) => view.session.messages[index]!.at === turn.start);
      const start = startOf(turn, !view.isShop)!;
      const message = first ?? turn.messages[0] ?? null;
      this.slowTurns.offer({
        row: rowKey(key),
        about: "",
        order: [-wait, start, sessionPlace(view.session, this.#options.show), message],
        make: () => this.#options.showSlowTurn(view.session, start, wait, message),
      });
    }
  }
}
