import type { MetricsContext } from "../metrics/figure.ts";
import type { Contribution } from "../metrics/platforms/figures.ts";
import type { Profile } from "../metrics/platforms/profile.ts";
import type { Reconciliation } from "../model/report.ts";
import type { ReadSession } from "../model/session.ts";
import { formatDay, type Zone } from "../text/zone.ts";
import type { Claims, ClaimTable } from "./claims.ts";
import { type AgentSums, figureAt, OurFigures } from "./our-figures.ts";
import { type Match, SessionClaims, type SessionFigure, sessionFigures } from "./session-claims.ts";

/** How many conversations with the greatest differences are listed per figure. */
const sessionCap = 20;

const texts = {
  zh: {
    noAgent: "聊天记录里没有这位客服",
    noDay: "聊天记录里这一天没有这位客服",
    noPlatform: (platform: string) => `没有按 ${platform} 口径计算，请加 --platform ${platform}`,
    noValue: "我方算不出",
    sessions: "京东会话记录",
    figures: {
      firstReplySeconds: "首次响应时间",
      meanReplySeconds: "平均响应时间",
      newMeanReplySeconds: "新平均响应时间",
      customerMessages: "客户消息数",
      agentMessages: "客服消息数",
    },
  },
  en: {
    noAgent: "no such agent in the chats",
    noDay: "the agent is not in the chats of that day",
    noPlatform: (platform: string) => `not computed by ${platform}'s definition: use --platform ${platform}`,
    noValue: "cannot be computed from the chats",
    sessions: "JD table of sessions",
    figures: {
      firstReplySeconds: "first reply",
      meanReplySeconds: "mean reply",
      newMeanReplySeconds: "mean reply (new definition)",
      customerMessages: "customer messages",
      agentMessages: "agent messages",
    },
  },
} as const;

export interface ReconcilerOptions {
  metrics: MetricsContext;
  profiles: readonly Profile[];
  locale: "zh" | "en";
  zone: Zone;
  /** The session's id as the report shows it. */
  showId: (session: ReadSession) => string;
}

type Row = Reconciliation["rows"][number];

interface State {
  ours: ReadonlyMap<string, AgentSums>;
  matches: ReadonlyMap<number, Match>;
}

/** Holds the figures of platforms against ours, agent by agent and, where the table has them, conversation by conversation. */
export class Reconciler {
  readonly #claims: Claims;
  readonly #options: ReconcilerOptions;
  readonly #ours: OurFigures;
  readonly #sessions: SessionClaims;

  constructor(claims: Claims, options: ReconcilerOptions) {
    this.#claims = claims;
    this.#options = options;
    const days = claims.tables.flatMap((table) => table.claims.map(({ day }) => day));
    this.#ours = new OurFigures(new Set(days.filter((day) => day !== null)), options.metrics);
    this.#sessions = new SessionClaims(claims.facts);
  }

  add(session: ReadSession, day: number | null): void {
    this.#ours.add(session, day);
    this.#sessions.offer(session, () => this.#options.showId(session));
  }

  addPlatform(part: Contribution): void {
    this.#ours.addPlatform(part);
  }

  state(): State {
    return { ours: this.#ours.state(), matches: this.#sessions.state() };
  }

  absorb({ ours, matches }: State): void {
    this.#ours.absorb(ours);
    this.#sessions.absorb(matches);
  }

  result(): Reconciliation[] {
    const files = [...new Set(this.#claims.facts.map(({ source }) => source.file))].sort();
    return [
      ...this.#claims.tables.map((table) => this.#ofAgents(table)),
      ...files.map((file) => this.#ofSessions(file)),
    ];
  }

  #ofAgents({ file, vocabulary, claims }: ClaimTable): Reconciliation {
    const { profiles, locale } = this.#options;
    const say = texts[locale];
    const named = new Set<string>();
    const rows = claims.flatMap(({ names, day, values }) => {
      const account = names.map((name) => this.#ours.account(name)).find((found) => found !== null) ?? null;
      if (account !== null) named.add(account);
      const metrics = account === null ? null : this.#ours.metrics(account, day, profiles);
      const { platform } = vocabulary;
      return values.map(({ figure, head, value, tolerance }): Row => {
        const isPlatform = figure.ours.startsWith("platform.");
        const isComputed = !isPlatform || profiles.some(({ name }) => name === platform);
        const ours = metrics === null ? { value: null, n: null } : figureAt(metrics, figure.ours);
        const why = account === null ? say.noAgent : metrics === null ? say.noDay : say.noValue;
        return compared({
          agent: account ?? names[0]!,
          day: day === null ? null : formatDay(day),
          figure: head,
          unit: figure.unit,
          by: figure.ours,
          theirs: value,
          ours: ours.value,
          n: ours.n,
          tolerance,
          reason: isComputed ? why : say.noPlatform(platform!),
        });
      });
    });
    return {
      file,
      table: vocabulary.id,
      title: vocabulary.title[locale],
      platform: vocabulary.platform,
      rows,
      onlyOurs: this.#ours.agents().filter((agent) => !named.has(agent)),
      sessions: null,
    };
  }

  #ofSessions(file: string): Reconciliation {
    const say = texts[this.#options.locale];
    const pairs = this.#sessions.facts.flatMap((fact, index) => {
      const ours = this.#sessions.match(index);
      return fact.source.file !== file || ours === null ? [] : [{ fact, ours }];
    });
    const rows: Row[] = [];
    const differing: NonNullable<Reconciliation["sessions"]>["differing"] = [];
    for (const figure of sessionFigures) {
      const both = pairs.flatMap(({ fact, ours: { id, values } }) => {
        const [theirs, ours] = [fact[figure], values[figure]];
        if (theirs === null || ours === null) return [];
        return [{ fact, session: id, theirs, ours, difference: ours - theirs }];
      });
      rows.push(...byAgent(both, say.figures[figure], figure));
      differing.push(
        ...both
          .filter(({ theirs, difference }) => Math.abs(difference) > toleranceOf(theirs, figure))
          .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || (a.session < b.session ? -1 : 1))
          .slice(0, sessionCap)
          .map(({ fact, session, theirs, ours, difference }) => ({
            session,
            agent: fact.transferredTo ?? fact.agent,
            time: fact.at === null ? null : this.#options.zone.format(fact.at),
            figure: say.figures[figure],
            theirs,
            ours,
            difference,
          })),
      );
    }
    return {
      file,
      table: "jd-sessions",
      title: say.sessions,
      platform: "jd",
      rows,
      onlyOurs: [],
      sessions: {
        n: this.#sessions.facts.filter(({ source }) => source.file === file).length,
        matched: pairs.length,
        differing,
      },
    };
  }
}

interface Pair {
  fact: Claims["facts"][number];
  theirs: number;
  ours: number;
}

/** One row for each agent: means over the same conversations on both sides; messages are added up. */
function byAgent(pairs: readonly Pair[], head: string, figure: SessionFigure): Row[] {
  const isCount = figure.endsWith("Messages");
  const agents = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const agent = pair.fact.transferredTo ?? pair.fact.agent ?? "";
    const known = agents.get(agent);
    if (known === undefined) agents.set(agent, [pair]);
    else known.push(pair);
  }
  return [...agents]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([agent, own]) => {
      const by = isCount ? 1 : own.length;
      const sum = (read: (pair: Pair) => number) => own.reduce((total, pair) => total + read(pair), 0) / by;
      return compared({
        agent,
        day: null,
        figure: head,
        unit: isCount ? "count" : "seconds",
        by: figure,
        theirs: sum(({ theirs }) => theirs),
        ours: sum(({ ours }) => ours),
        n: own.length,
        tolerance: sum(({ theirs }) => toleranceOf(theirs, figure)),
        reason: "",
      });
    });
}

/** Half a unit of the last digit that the table has. */
function toleranceOf(theirs: number, figure: SessionFigure): number {
  if (figure.endsWith("Messages")) return 0;
  const decimals = String(theirs).split(".")[1]?.length ?? 0;
  return 0.5 * 10 ** -decimals;
}

function compared({
  tolerance,
  reason,
  ...row
}: Omit<Row, "difference" | "agrees"> & { tolerance: number }): Row {
  const { ours, theirs } = row;
  if (ours === null) return { ...row, difference: null, agrees: null, reason };
  // The digits of decimal fractions are not exact in binary.
  const agrees = Math.abs(ours - theirs) <= tolerance + 1e-9;
  return { ...row, difference: ours - theirs, agrees, reason: null };
}
