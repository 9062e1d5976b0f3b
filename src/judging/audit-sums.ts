import { Baseline } from "../aggregate/baseline.ts";
import { Excuses } from "../aggregate/excuses.ts";
import { type ShowOptions, showCase, showSessionId, showSlowTurn } from "../aggregate/findings.ts";
import { MissingReplies } from "../aggregate/missing-replies.ts";
import { SessionNotes } from "../aggregate/session-notes.ts";
import { absorbStates, type States, type Sum, statesOf, statesToSend } from "../aggregate/sum.ts";
import { type SummedSession, Tally, type TallyOptions } from "../aggregate/tally.ts";
import type { MetricsContext } from "../metrics/figure.ts";
import type { ReadSession, Session } from "../model/session.ts";
import type { Claims } from "../reconcile/claims.ts";
import { Reconciler } from "../reconcile/reconcile.ts";
import type { SceneCorrections } from "../scenes.ts";
import type { AutoTexts } from "../sessions/auto-texts.ts";
import type { Bench } from "./bench.ts";
import { judgeCustomers, platformParts } from "./customer.ts";
import { CustomerSpans } from "./customer-spans.ts";
import { JudgedUse, type KeptCustomers } from "./kept-customers.ts";

/**
 * So many messages are judged together, stage by stage (`judgeCustomers`): customer by customer takes
 * longer, and more of them at once gain nothing and have to be held in memory.
 */
const messagesAtOnce = 500;

export interface AuditSumsOptions extends Pick<TallyOptions, "onFinding"> {
  /** Sums of conversations before, which were handed over. */
  after?: AuditSums | undefined;
  /** Customers of whom it is known what judging them gives; null without a cache. */
  kept?: KeptCustomers | null;
}

/**
 * Everything that an audit sums up, in one thread or part of it in each of several. All public members
 * travel (`aggregate/sum.ts`).
 */
export class AuditSums implements Sum<States> {
  readonly tally: Tally;
  readonly missing = new MissingReplies();
  readonly excuses = new Excuses();
  readonly notes = new SessionNotes();
  readonly autoTexts: AutoTexts;
  readonly corrections: SceneCorrections;
  /** Null without known findings. */
  readonly baseline: Baseline | null;
  /** Null without figures of platforms. */
  readonly reconciler: Reconciler | null;
  /** Null where no other parts are to be expected. */
  readonly spans: CustomerSpans | null;
  /** Null without a cache. */
  readonly judgedUse: JudgedUse | null;
  readonly #kept: KeptCustomers | null;
  readonly #bench: Bench;
  readonly #leftOut: ReadonlySet<string>;
  #waiting: (readonly Session[])[] = [];
  #waitingMessages = 0;

  constructor(bench: Bench, claims: Claims | null, { onFinding, after, kept = null }: AuditSumsOptions = {}) {
    const { settings, show, autoTexts, corrections } = bench;
    const { baseline, leaveOut = [] } = settings.options;
    this.#bench = bench;
    this.#kept = kept;
    this.judgedUse = kept && new JudgedUse();
    this.#leftOut = new Set(leaveOut.map(({ shop, id }) => JSON.stringify([shop, id])));
    this.autoTexts = autoTexts;
    this.corrections = corrections;
    this.baseline = baseline === undefined ? null : new Baseline(baseline);
    this.spans = settings.mergeData ? new CustomerSpans(settings.zone) : null;
    const metrics = metricsContext(bench);
    this.reconciler = claims && new Reconciler(claims, { metrics, ...reconcilerOptions(bench) });
    const options: TallyOptions = {
      metrics,
      show,
      maxFindingsPerRule: settings.maxFindingsPerRule,
      tempDir: settings.options.tempDir,
      showSlowTurn: (session, start, waitMs, message) => showSlowTurn(session, start, waitMs, message, show),
      ...(this.baseline && { baseline: this.baseline }),
      onFinding,
    };
    this.tally = new Tally(options, after?.tally);
  }

  /** Takes the sessions of one customer, to be judged together with those of others. */
  add(sessions: readonly Session[]): void {
    this.#waiting.push(sessions);
    for (const { messages } of sessions) this.#waitingMessages += messages.length;
    if (this.#waitingMessages >= messagesAtOnce) this.settle();
  }

  /** Judges those who wait, and adds what comes of it. To be called before anything is asked of the sums. */
  settle(): void {
    const customers = this.#waiting;
    this.#waiting = [];
    this.#waitingMessages = 0;
    for (const sessions of customers) this.spans?.add(sessions);
    for (const judged of this.#judge(customers)) this.#addCustomer(judged);
  }

  /** Keeps in the cache what was judged, where there is one. To be called once, of the last sums. */
  keepJudged(): void {
    if (this.judgedUse !== null) this.#kept?.close(this.judgedUse);
  }

  /** What is settled. */
  state(): States {
    return statesOf(this);
  }

  toSend(): States {
    return statesToSend(this);
  }

  absorb(state: States): void {
    absorbStates(this, state);
  }

  #judge(customers: readonly (readonly Session[])[]): readonly (readonly SummedSession[])[] {
    if (this.#kept === null || this.judgedUse === null) return judgeCustomers(customers, this.#bench);
    return this.#kept.judge(customers, this.#bench, this.judgedUse);
  }

  #addCustomer(all: readonly SummedSession[]): void {
    const judged = all.filter(({ session }) => !this.#isLeftOut(session));
    for (const session of judged) if (this.#bench.settings.includes(session.day)) this.#addSession(session);
    for (const { shop, week, part } of platformParts(judged, this.#bench)) {
      this.tally.addPlatform(shop, week, part);
      this.reconciler?.addPlatform(part);
    }
  }

  #addSession(judged: SummedSession): void {
    const { session, day, results } = judged;
    this.tally.add(judged);
    this.missing.add(session);
    this.reconciler?.add(session, day);
    this.excuses.add(results);
    if (day !== null && !this.#bench.settings.calendar.knows(day)) this.notes.add("holidays-unknown");
  }

  /** Conversations of mystery shoppers are in no figure, and the report says so. */
  #isLeftOut({ shop, id }: ReadSession): boolean {
    if (!this.#leftOut.has(JSON.stringify([shop, id]))) return false;
    this.notes.add("shopper-left-out");
    return true;
  }
}

function metricsContext({ settings, canned, show }: Bench): MetricsContext {
  return {
    slowAfterMs: settings.slowAfterMs,
    zone: settings.zone,
    calendar: settings.calendar,
    canned: (message, customer) => canned.find(message, customer),
    forParts: settings.mergeData,
    showCase: (session, at, message) => showCase(session, at, message, show),
  };
}

function reconcilerOptions({ profiles, show }: Bench) {
  const { locale, zone }: ShowOptions = show;
  return { profiles, locale, zone, showId: (session: ReadSession) => showSessionId(session, show) };
}
