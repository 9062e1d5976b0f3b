import { type ShowOptions, showEvidence } from "../aggregate/findings.ts";
import type { JudgedSession } from "../aggregate/tally.ts";
import { firstTurn } from "../metrics/waiting.ts";
import { isMeasured, type ReadSession, waitOf } from "../model/session.ts";
import { inLocale, type LocalText } from "../rubric/local-text.ts";
import type { Evaluate, Hit } from "../rubric/operator.ts";
import { type JudgeContext, viewOf } from "../rubric/view.ts";
import type { FormItem } from "./form-schema.ts";
import type { FilledForm } from "./forms.ts";
import type { Answer, AnswerVerdict } from "./report.ts";

export interface CompareOptions {
  show: ShowOptions;
  judging: JudgeContext;
  proof: (name: string) => Evaluate;
  /** What a stopwatch may be off: seconds, or a share of the true time, whichever is more. */
  secondsTolerance: number;
  shareTolerance: number;
  /** Seconds that the export's times are rounded to. */
  resolution: (session: ReadSession) => number;
}

interface Proof {
  log: number | null;
  verdict: AnswerVerdict;
  reason: LocalText;
  evidence: readonly Hit[];
}

type Said = { said: string; value: number | null; isNone: boolean };

/** Every answer of a form beside what its conversation shows. */
export function compare(
  form: FilledForm,
  items: readonly FormItem[],
  judged: JudgedSession | null,
  options: CompareOptions,
): Answer[] {
  return items.flatMap((item) => {
    const given = form.answers.get(item.id);
    if (given === undefined) return [];
    const proof = judged === null ? unproven(given) : prove(item, given, judged, options);
    const { locale } = options.show;
    return [
      {
        item: item.id,
        said: given.said,
        value: given.value,
        log: proof.log,
        verdict: proof.verdict,
        reason: inLocale(proof.reason, locale),
        evidence: proof.evidence.map((hit) => showEvidence(judged!.session, hit, options.show)),
        rules: judged === null ? [] : verdictsOf(item, judged, locale),
      },
    ];
  });
}

const nothing: LocalText = { zh: "", en: "" };

function unproven(given: Said): Proof {
  return { log: null, verdict: given.said === "" ? "blank" : "silent", reason: nothing, evidence: [] };
}

function prove(item: FormItem, given: Said, judged: JudgedSession, options: CompareOptions): Proof {
  const proof = proofOf(item, given, judged, options);
  if (given.isNone) return { ...proof, verdict: "blank", reason: nothing };
  if (given.value === null && item.kind !== "text") {
    return {
      ...proof,
      verdict: "silent",
      reason: { zh: "填写的内容读不出", en: "the answer cannot be read" },
    };
  }
  return proof;
}

function proofOf(item: FormItem, given: Said, judged: JudgedSession, options: CompareOptions): Proof {
  if (item.proof !== undefined) return saidOrNot(item, given, judged.session, options);
  if (item.figure !== undefined) return seconds(item.figure, given, judged.session, options);
  return { log: null, verdict: "aside", reason: nothing, evidence: [] };
}

function saidOrNot(
  { proof, machine }: FormItem,
  { value }: Said,
  session: ReadSession,
  { judging, proof: named }: CompareOptions,
): Proof {
  const view = viewOf(session, judging);
  const outcome = named(proof!)(view);
  if (outcome.value === null) {
    const reason = outcome.reason ?? { zh: "记录看不出", en: "the log does not tell" };
    return { log: null, verdict: "silent", reason, evidence: [] };
  }
  const evidence = outcome.value ? outcome.hits : outcome.misses;
  const log = outcome.value ? 1 : 0;
  if (value === log) return { log, verdict: "agreed", reason: nothing, evidence };
  const byMachine = machine === undefined || outcome.value ? null : named(machine)(view);
  if (value === 1 && byMachine?.value === true) {
    const reason = {
      zh: "只有自动消息或机器人做到，分不清访客指的是哪一个",
      en: "only an automatic message or a robot did; the form does not say whom it means",
    };
    return { log, verdict: "silent", reason, evidence: byMachine.hits };
  }
  const reason = outcome.value
    ? { zh: "记录里有", en: "the log has it" }
    : { zh: "客服的话里没有找到", en: "not found in the agent's words" };
  return { log, verdict: "wrong", reason, evidence };
}

function seconds(
  figure: "first-reply" | "mean-reply",
  { value }: Said,
  session: ReadSession,
  options: CompareOptions,
): Proof {
  const { log, evidence } = figure === "first-reply" ? firstReply(session) : meanReply(session);
  if (log === null) {
    const reason = { zh: "记录没有可用的时间或没有人工回复", en: "no usable times, or no human reply" };
    return { log, verdict: "silent", reason, evidence: [] };
  }
  const slack = (true_: number) =>
    Math.max(options.secondsTolerance, options.shareTolerance * true_) + options.resolution(session);
  if (value !== null && Math.abs(value - log) <= slack(log)) {
    return { log, verdict: "agreed", reason: nothing, evidence };
  }
  const machine = figure === "first-reply" ? firstMachineReply(session) : null;
  if (value !== null && machine !== null && Math.abs(value - machine) <= slack(machine)) {
    const reason = {
      zh: `自动消息或机器人 ${shown(machine)} 秒回复，人工 ${shown(log)} 秒`,
      en: `a machine replied after ${shown(machine)} s, a person after ${shown(log)} s`,
    };
    return { log, verdict: "silent", reason, evidence };
  }
  const reason = { zh: `按记录是 ${shown(log)} 秒`, en: `${shown(log)} s by the log` };
  return { log, verdict: "wrong", reason, evidence };
}

function shown(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

function firstReply(session: ReadSession): { log: number | null; evidence: Hit[] } {
  const turn = firstTurn({ session });
  const wait = turn === null || turn.outcome !== "answered" ? null : waitOf(turn, false);
  if (turn === null || wait === null) return { log: null, evidence: [] };
  const places = [turn.messages[0] ?? null, turn.reply].filter((at) => at !== null);
  return { log: wait / 1000, evidence: places.map((at) => whole(session, at)) };
}

function meanReply(session: ReadSession): { log: number | null; evidence: Hit[] } {
  const answered = session.turns.filter((turn) => isMeasured(turn) && turn.outcome === "answered");
  const waits = answered.map((turn) => waitOf(turn, false));
  const known = waits.filter((wait) => wait !== null);
  if (known.length === 0 || known.length < waits.length) return { log: null, evidence: [] };
  return { log: known.reduce((sum, wait) => sum + wait, 0) / known.length / 1000, evidence: [] };
}

/** Seconds from the customer's first words to the first answer of a machine. */
function firstMachineReply({ messages }: ReadSession): number | null {
  const begin = messages.find(({ role }) => role === "customer")?.at ?? null;
  const reply = messages.find(
    ({ role, auto, at }) => (role === "robot" || auto) && at !== null && begin !== null && at >= begin,
  );
  return begin === null || reply === undefined ? null : (reply.at! - begin) / 1000;
}

function whole(session: ReadSession, message: number): Hit {
  return { message, start: 0, end: session.messages[message]!.text.length };
}

function verdictsOf(
  { rules = [] }: FormItem,
  { results }: JudgedSession,
  locale: "zh" | "en",
): Answer["rules"] {
  return results
    .filter(({ rule, outcome }) => rules.includes(rule.id) && outcome !== "skip")
    .map(({ rule, outcome }) => ({ rule: rule.id, title: inLocale(rule.title, locale), outcome }));
}
