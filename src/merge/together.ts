import { UserError } from "../errors.ts";
import { type CustomerSpan, spansIn } from "../judging/customer-spans.ts";
import type { Report, Settings } from "../model/report.ts";
import { canonicalJson } from "../rubric/hash.ts";
import { welcomeSessions } from "../sessions/auto-texts.ts";
import { robotsOf } from "../sessions/survey.ts";
import { distinct } from "../text/records.ts";
import { dayMs, Zone } from "../text/zone.ts";
import type { PartState } from "./part.ts";

/** A report with the state that it carries. */
export interface Part {
  /** As the user named it. */
  name: string;
  report: Report;
  state: PartState;
}

/** How many examples a refusal names. */
const shown = 3;

const auditTogether = "请把它们的导出放在一起审一次。Audit their exports together.";

/**
 * Why these parts do not make up the audit that would have been made of all their inputs at once; empty
 * where they do.
 */
export function obstacles(parts: readonly Part[], flips: ReadonlySet<number>): UserError[] {
  return [
    ...pairs(parts).flatMap(([a, b]) => [...differences(a, b), ...sharedSessions(a, b)]),
    ...customersApart(parts),
    ...robotsUndecided(parts),
    ...textsUndecided(parts),
    ...(flips.size > 0 && parts.some(({ state }) => state.asked.canned) ? [cannedUndecided(flips.size)] : []),
  ];
}

function refusal(zh: string, en: string, hint = auditTogether): UserError {
  return new UserError(2, `${zh} / ${en}`, { hint });
}

function pairs(parts: readonly Part[]): [Part, Part][] {
  return parts.flatMap((a, index) => parts.slice(index + 1).map((b): [Part, Part] => [a, b]));
}

/** Settings, rubrics and versions under which the two were made. */
function differences(a: Part, b: Part): UserError[] {
  const names = `${a.name}, ${b.name}`;
  const hint =
    "请用同样的版本、设置和评分标准再审一次。Audit again with the same version, settings and rubrics.";
  const problems: UserError[] = [];
  const unlike = (zh: string, en: string, of: (part: Part) => unknown) => {
    if (canonicalJson(of(a)) !== canonicalJson(of(b)))
      problems.push(refusal(`${names}：${zh}不同`, `${en} differ`, hint));
  };
  unlike("zhijian 版本", "versions of zhijian", ({ report }) => report.tool.version);
  unlike("评分标准", "rubrics", ({ report }) => report.rubrics);
  const keys = new Set([...Object.keys(a.report.settings), ...Object.keys(b.report.settings)]);
  for (const key of [...keys].sort()) {
    if (key === "platforms") continue;
    unlike(`设置 ${key} `, `settings (${key})`, ({ report: { settings } }) =>
      key === "autoTexts"
        ? [settings.autoTexts.configured, settings.autoTexts.refused]
        : settings[key as keyof Settings],
    );
  }
  unlike("客服名单或词表", "lists of agents or words", ({ state }) => state.basis);
  const platforms = ({ state }: Part, other: Part) =>
    state.profiles.filter(({ name }) => other.state.profiles.some((one) => one.name === name));
  if (canonicalJson(platforms(a, b)) !== canonicalJson(platforms(b, a)))
    problems.push(refusal(`${names}：平台口径不同`, "platform profiles differ", hint));
  return problems;
}

function sharedSessions(a: Part, b: Part): UserError[] {
  const known = new Set(distinct(a.state.whereabouts.sessions));
  const shared = distinct(b.state.whereabouts.sessions).filter((session) => known.has(session)).length;
  if (shared === 0) return [];
  return [
    refusal(
      `${a.name} 和 ${b.name} 有 ${shared} 个相同的会话：同一份导出，或一个会话分在两边`,
      `${a.name} and ${b.name} share ${shared} conversations: the same export, or conversations cut in two`,
    ),
  ];
}

/**
 * A customer may be in several parts where nothing that the earlier conversations tell would have changed
 * how the later ones are cut, counted or judged.
 */
function customersApart(parts: readonly Part[]): UserError[] {
  const asksReturning = parts.some(({ state }) => state.asked.returning);
  const [{ report }] = parts as [Part];
  const zone = new Zone(report.settings.timezone);
  const gapMs = report.settings.sessionGapSeconds * 1000;
  const spans = new Map<number, { span: CustomerSpan; part: Part }[]>();
  for (const part of parts) {
    for (const span of spansIn(part.state.whereabouts.customers)) {
      const known = spans.get(span.customer);
      if (known === undefined) spans.set(span.customer, [{ span, part }]);
      else known.push({ span, part });
    }
  }
  const troubles = new Map<string, number>();
  for (const several of spans.values()) {
    if (several.length < 2) continue;
    several.sort((a, b) => (a.span.first ?? 0) - (b.span.first ?? 0));
    for (const [index, later] of several.entries()) {
      const earlier = several.slice(0, index);
      if (!earlier.some(({ span }) => isEntangled(span, later.span, { zone, gapMs, asksReturning })))
        continue;
      const names = [...new Set([...earlier, later].map(({ part }) => part.name))].sort().join(", ");
      troubles.set(names, (troubles.get(names) ?? 0) + 1);
    }
  }
  return [...troubles]
    .slice(0, shown)
    .map(([names, customers]) =>
      refusal(
        `${names}：有 ${customers} 位顾客在几份里都有（没写顾客的对话合算一位），放在一起会得到不同的结论`,
        `${customers} customers (conversations of nobody known count as one) are in several of these parts and would be judged otherwise in one audit`,
      ),
    );
}

function isEntangled(
  earlier: CustomerSpan,
  later: CustomerSpan,
  { zone, gapMs, asksReturning }: { zone: Zone; gapMs: number; asksReturning: boolean },
): boolean {
  if (earlier.last === null || later.first === null) return true;
  const isApart = later.first - earlier.last >= gapMs && zone.dayOf(later.first) > zone.dayOf(earlier.last);
  if (!isApart) return true;
  if (earlier.endsOpen && later.agentBegan) return true;
  // Conversations that agents began are counted over seven days.
  if (earlier.proactive !== null && later.first - earlier.proactive <= 7 * dayMs) return true;
  return asksReturning && earlier.wrote;
}

/** An account is a robot where it never writes by hand, in any part. */
function robotsUndecided(parts: readonly Part[]): UserError[] {
  const robots = new Set(parts.flatMap(({ state }) => [...state.accounts.robots]));
  const people = new Set(parts.flatMap(({ state }) => [...state.accounts.people]));
  const inAll = new Set(robotsOf({ robots, people }));
  return parts.flatMap(({ name, state: { accounts } }) => {
    const here = new Set(robotsOf(accounts));
    const seen = new Set([...accounts.robots, ...accounts.people, ...accounts.inCharge]);
    const otherwise = [...seen].filter((account) => here.has(account) !== inAll.has(account));
    if (otherwise.length === 0) return [];
    const list = otherwise.sort().slice(0, shown).join("、");
    return [
      refusal(
        `${name}：账号 ${list} 是机器人还是人，要和别的几份一起看才知道`,
        `whether ${list} is a robot or a person is decided by other parts`,
      ),
    ];
  });
}

function textsUndecided(parts: readonly Part[]): UserError[] {
  const sums = new Map<string, number>();
  for (const { state } of parts)
    for (const [text, sessions] of state.autoTextCandidates) sums.set(text, (sums.get(text) ?? 0) + sessions);
  return parts.flatMap(({ name, state }) => {
    const undecided = [...state.autoTextCandidates].filter(
      ([text, sessions]) => sessions < welcomeSessions && sums.get(text)! >= welcomeSessions,
    );
    if (undecided.length === 0) return [];
    return [
      refusal(
        `${name}：有 ${undecided.length} 句话是不是自动发出的，要和别的几份一起看才知道`,
        `whether ${undecided.length} texts send themselves is decided by other parts`,
        "请把自动话术写进 zhijian.config.yaml 的 autoTexts（texts 或 notAutomatic），或把导出放在一起审一次。List them under autoTexts in the config, or audit the exports together.",
      ),
    ];
  });
}

function cannedUndecided(texts: number): UserError {
  return refusal(
    `有 ${texts} 句话放在一起才算模板话，而评分标准里有规则要看模板话的比例`,
    `${texts} texts are canned only in all parts together, and a rule of the rubric asks for their share`,
  );
}
