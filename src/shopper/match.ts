import type { JudgedSession } from "../aggregate/tally.ts";
import type { SessionMessage } from "../model/message.ts";
import type { Session } from "../model/session.ts";
import type { Locale } from "../text/wording.ts";
import type { FilledForm } from "./forms.ts";
import type { VisitStatus } from "./report.ts";
import { visitParts } from "./split.ts";

/** What was found for a form. */
export interface Match {
  status: VisitStatus;
  session: JudgedSession | null;
  candidates: readonly JudgedSession[];
  reason: string;
  /** Which visit of the conversation it is, where several forms are of one; null else. */
  part: number | null;
}

export interface MatchOptions {
  toleranceMs: number;
  locale: Locale;
  /** Names by account, as the config gives them. */
  names: (account: string) => readonly string[];
  /** A part of a conversation, judged by itself; null where nobody wrote in it. */
  judge: (session: Session) => JudgedSession | null;
}

interface Found {
  session: JudgedSession;
  isExact: boolean;
  start: number | null;
  end: number | null;
}

const hourMs = 3_600_000;
/** So near to whole hours, the clocks rather than the conversations differ. */
const zoneSlackMs = 300_000;
const farthestZone = 14;

/** Finds the conversation of every form: sessions are shown one by one, then forms are settled. */
export class Matcher {
  readonly #forms: readonly FilledForm[];
  readonly #options: MatchOptions;
  readonly #found = new Map<FilledForm, Found[]>();

  constructor(forms: readonly FilledForm[], options: MatchOptions) {
    this.#forms = forms;
    this.#options = options;
  }

  /** Whether any form may be of this customer. */
  wants(customer: string | null): boolean {
    return this.#forms.some((form) => nickFit(form.fields.customer, customer) !== null);
  }

  offer(session: JudgedSession): void {
    const { customer, messages } = session.session;
    const [start, end] = spanOf(messages);
    for (const form of this.#forms) {
      const fit = nickFit(form.fields.customer, customer);
      if (fit === null) continue;
      const found = this.#found.get(form) ?? [];
      found.push({ session, isExact: fit === "exact", start, end });
      this.#found.set(form, found);
    }
  }

  /** The match of every form; one conversation of several forms is divided among them, or nobody's. */
  settle(): Map<FilledForm, Match> {
    const matches = new Map(this.#forms.map((form) => [form, this.#settle(form)]));
    const users = new Map<JudgedSession, FilledForm[]>();
    for (const [form, { session }] of matches) {
      if (session !== null) users.set(session, [...(users.get(session) ?? []), form]);
    }
    for (const [session, forms] of users) {
      if (forms.length === 1) continue;
      for (const [form, match] of this.#divide(session, forms)) matches.set(form, match);
    }
    return matches;
  }

  /** A part for each form where the visits can be told apart for certain. */
  #divide(judged: JudgedSession, forms: readonly FilledForm[]): [FilledForm, Match][] {
    const { session } = judged;
    const ordered = forms.filter(({ at }) => at !== null).sort((a, b) => a.at! - b.at!);
    const times = ordered.map(({ at }) => at!);
    const parts =
      ordered.length < forms.length ? null : visitParts(session.messages, times, this.#options.toleranceMs);
    const visits = parts?.map((messages) => this.#options.judge({ ...session, messages }));
    const isEverybodyServed = ordered.every((form, at) => {
      const visit = visits?.[at] ?? null;
      return visit !== null && this.#isServedBy(visit, form.fields.agent);
    });
    if (visits === undefined || !isEverybodyServed) {
      const shared = {
        ...this.#open("shared", "另有访客表对应同一段对话", "another form fits the same conversation"),
        candidates: [judged],
      };
      return forms.map((form) => [form, shared]);
    }
    return ordered.map((form, at) => [
      form,
      { status: "matched", session: visits[at]!, candidates: [], reason: "", part: at + 1 },
    ]);
  }

  #settle(form: FilledForm): Match {
    const { customer, time } = form.fields;
    if (customer === null) return this.#open("incomplete", "没有填访客昵称", "no buyer nick");
    if (time !== null && form.at === null)
      return this.#open("incomplete", `时间“${time}”读不出`, `the time "${time}" cannot be read`);
    const all = this.#found.get(form) ?? [];
    if (all.length === 0)
      return this.#open(
        "no-customer",
        "记录里没有这位买家的对话",
        "the log has no conversation of this buyer",
      );
    const { at } = form;
    const timely =
      at === null ? all.filter(({ isExact }) => isExact) : all.filter((one) => this.#isAt(one, at));
    if (timely.length === 0) return this.#otherTime(all, at);
    return this.#byPlace(form, preferExact(timely));
  }

  #byPlace(form: FilledForm, timely: readonly Found[]): Match {
    const { shop, agent } = form.fields;
    const inShop = timely.filter(({ session }) => sameShop(shop, session.session.shop));
    if (inShop.length === 0) {
      const shops = namesOf(timely.map(({ session }) => session.session.shop));
      return this.#open("other-shop", `对话在“${shops}”`, `the conversation was with "${shops}"`, timely);
    }
    const served = inShop.filter(({ session }) => this.#isServedBy(session, agent));
    if (served.length === 0) {
      const agents = namesOf(inShop.flatMap(({ session }) => session.session.agents));
      return agents === ""
        ? this.#open("other-agent", "这段对话没有人工接待", "no person served the conversation", inShop)
        : this.#open("other-agent", `接待的是“${agents}”`, `served by "${agents}"`, inShop);
    }
    const { at } = form;
    const begun = at === null ? served : served.filter(({ start }) => this.#isNear(start, at));
    const [only] = begun.length === 1 ? begun : served.length === 1 ? served : [];
    if (only !== undefined)
      return { status: "matched", session: only.session, candidates: [], reason: "", part: null };
    return this.#open(
      "ambiguous",
      `有 ${served.length} 段对话符合`,
      `${served.length} conversations fit`,
      served,
    );
  }

  /** Names the nearest conversation, and a zone that would explain the difference. */
  #otherTime(all: readonly Found[], at: number | null): Match {
    const timed = all.filter(({ start }) => start !== null);
    if (at === null || timed.length === 0) {
      return this.#open(
        "incomplete",
        at === null ? "没有填时间，昵称又打了码" : "记录没有时间，无法核对",
        at === null ? "no time, and the nick is masked" : "the log has no times",
        all,
      );
    }
    const nearest = timed.reduce((one, other) =>
      Math.abs(other.start! - at) < Math.abs(one.start! - at) ? other : one,
    );
    const apart = nearest.start! - at;
    const minutes = Math.round(Math.abs(apart) / 60_000);
    const hours = Math.round(apart / hourMs);
    const isZone =
      hours !== 0 && Math.abs(hours) <= farthestZone && Math.abs(apart - hours * hourMs) <= zoneSlackMs;
    const hint = isZone
      ? { zh: "，可能填了别的时区", en: "; perhaps another time zone" }
      : { zh: "", en: "" };
    return this.#open(
      "other-time",
      `最近的一段相差 ${minutes} 分钟${hint.zh}`,
      `the nearest is ${minutes} minutes apart${hint.en}`,
      [nearest],
    );
  }

  #isAt({ start, end }: Found, at: number): boolean {
    const { toleranceMs } = this.#options;
    return start !== null && end !== null && at >= start - toleranceMs && at <= end + toleranceMs;
  }

  #isNear(start: number | null, at: number): boolean {
    return start !== null && Math.abs(start - at) <= this.#options.toleranceMs;
  }

  #isServedBy({ session }: JudgedSession, agent: string | null): boolean {
    if (agent === null) return session.agents.length > 0;
    const wanted = plain(agent);
    return session.agents.some((account) =>
      [account, account.split(/[:：]/u).at(-1)!, ...this.#options.names(account)].some(
        (name) => plain(name) === wanted || plain(name) === plain(agent.split(/[:：]/u).at(-1)!),
      ),
    );
  }

  #open(status: VisitStatus, zh: string, en: string, candidates: readonly Found[] = []): Match {
    return {
      status,
      session: null,
      candidates: candidates.map(({ session }) => session),
      reason: this.#options.locale === "zh" ? zh : en,
      part: null,
    };
  }
}

/** First and last time of a conversation. */
function spanOf(messages: readonly SessionMessage[]): [number | null, number | null] {
  const times = messages.map(({ at }) => at).filter((at) => at !== null);
  return [times[0] ?? null, times.at(-1) ?? null];
}

function preferExact(found: readonly Found[]): readonly Found[] {
  const exact = found.filter(({ isExact }) => isExact);
  return exact.length > 0 ? exact : found;
}

/** Whether two nicks are the same, either of them perhaps with asterisks in its middle; null where they differ. */
export function nickFit(one: string | null, other: string | null): "exact" | "masked" | null {
  if (one === null || other === null) return null;
  const [a, b] = [plain(one), plain(other)];
  if (a === b) return a.includes("*") ? "masked" : "exact";
  return covers(a, b) || covers(b, a) ? "masked" : null;
}

function covers(masked: string, nick: string): boolean {
  const found = /^([^*]*)\*+([^*]*)$/u.exec(masked);
  if (found === null || (found[1] === "" && found[2] === "")) return false;
  const [head, tail] = [found[1]!, found[2]!];
  if (!nick.includes("*")) {
    return nick.length >= head.length + tail.length && nick.startsWith(head) && nick.endsWith(tail);
  }
  const [otherHead = "", otherTail = ""] = nick.split(/\*+/u);
  return (
    (head.startsWith(otherHead) || otherHead.startsWith(head)) &&
    (tail.endsWith(otherTail) || otherTail.endsWith(tail))
  );
}

function sameShop(one: string | null, other: string | null): boolean {
  return one === null || other === null || plain(one) === plain(other);
}

function plain(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/\s+/gu, "");
}

function namesOf(names: readonly (string | null)[]): string {
  return [...new Set(names.filter((name) => name !== null))].join("、");
}
