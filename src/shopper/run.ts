import { createHash } from "node:crypto";
import { compareBy } from "../aggregate/capped.ts";
import { type ShowOptions, showSessionId } from "../aggregate/findings.ts";
import type { JudgedSession } from "../aggregate/tally.ts";
import type { UserError } from "../errors.ts";
import { judgeCustomer } from "../judging/customer.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { InputSummary } from "../model/input.ts";
import { namedConditions } from "../rubric/named-conditions.ts";
import { openRun, type Run, shownDiagnostics } from "../run.ts";
import type { AuditOptions } from "../settings.ts";
import { maskNick, maskText, maskWords } from "../text/mask.ts";
import { Zone } from "../text/zone.ts";
import { version } from "../version.ts";
import { type CompareOptions, compare } from "./compare.ts";
import { type FormItem, type ShopperTemplate, shippedForm } from "./form-schema.ts";
import { type FilledForm, type ReadForms, readForms } from "./forms.ts";
import { type Match, Matcher } from "./match.ts";
import type { ShopperReport, Visit } from "./report.ts";
import { agentOf, agreementOf, byItem, byPlace, byShopper, isAlike, isDoubtful } from "./summary.ts";

export interface ShopperResult {
  report: ShopperReport;
  /** The chat exports that were read, what was lost of them, and those that could not be read. */
  inputs: readonly InputSummary[];
  diagnostics: readonly Diagnostic[];
  errors: readonly UserError[];
  /** Conversations of the forms as the export has them, to leave them out of an audit. */
  sessions: readonly { shop: string | null; id: string }[];
}

const defaults = { timeToleranceMinutes: 10, secondsTolerance: 5, shareTolerance: 0.2, lateAfterHours: 24 };

/**
 * Holds mystery-shopper forms against the log. Throws UserError(s): exit 2 for wrong options, exit 3
 * where a form or all exports cannot be read.
 */
export async function shopper(
  forms: readonly string[],
  paths: readonly string[],
  template: ShopperTemplate,
  options: AuditOptions = {},
): Promise<ShopperResult> {
  const zone = new Zone(template.timezone ?? options.timezone ?? "Asia/Shanghai");
  const read = await readForms(forms, shippedForm(), template, zone);
  const run = await openRun(paths, options);
  try {
    const settings = settingsOf(run, zone, template);
    const matches = await match(read.forms, run, settings.timeToleranceMinutes);
    const proofs = namedConditions("shopper/proofs.yaml", settings.locale);
    const visits = read.forms
      .map((form) =>
        visitOf(form, read.items, matches.get(form)!, {
          show: run.show,
          judging: run.judging,
          proof: proofs,
          secondsTolerance: settings.secondsTolerance,
          shareTolerance: settings.shareTolerance,
          lateAfterMs: settings.lateAfterHours * 3_600_000,
          resolution: ({ messages }) => {
            const seconds = run.intake.inputs[run.intake.inputOfPart(messages[0]!.part)]!.resolutionSeconds;
            return seconds !== null && seconds > 1 ? seconds : 0;
          },
        }),
      )
      .sort(
        compareBy(
          (visit) => visit.file,
          (visit) => visit.line,
        ),
      );
    return {
      report: reportOf(visits, read, settings, options.generatedAt ?? null),
      inputs: run.intake.inputs,
      diagnostics: shownDiagnostics(run),
      errors: run.intake.errors,
      sessions: sessionsOf([...matches.values()]),
    };
  } finally {
    await run.gathered.close();
  }
}

function settingsOf({ settings }: Run, zone: Zone, template: ShopperTemplate): ShopperReport["settings"] {
  return {
    locale: settings.locale,
    timezone: settings.zone.name,
    formTimezone: zone.name,
    masked: settings.mask,
    timeToleranceMinutes: template.timeToleranceMinutes ?? defaults.timeToleranceMinutes,
    secondsTolerance: template.secondsTolerance ?? defaults.secondsTolerance,
    shareTolerance: template.shareTolerance ?? defaults.shareTolerance,
    lateAfterHours: template.lateAfterHours ?? defaults.lateAfterHours,
  };
}

async function match(
  forms: readonly FilledForm[],
  run: Run,
  toleranceMinutes: number,
): Promise<Map<FilledForm, Match>> {
  const matcher = new Matcher(forms, {
    toleranceMs: toleranceMinutes * 60_000,
    locale: run.settings.locale,
    names: (account) => run.judging.agents?.[account]?.names ?? [],
    judge: (session) => judgeCustomer([session], run)[0] ?? null,
  });
  for await (const sessions of run.gathered.customers()) {
    if (!sessions.some(({ customer }) => matcher.wants(customer))) continue;
    for (const judged of judgeCustomer(sessions, run)) matcher.offer(judged);
  }
  return matcher.settle();
}

function visitOf(
  form: FilledForm,
  items: readonly FormItem[],
  { status, session, candidates, reason, part }: Match,
  options: CompareOptions & { lateAfterMs: number },
): Visit {
  const { fields, file, line, at, submittedAt } = form;
  const { show } = options;
  const answers = compare(form, items, session, options);
  return {
    id: visitId(form),
    file,
    line,
    shopper: fields.shopper,
    shop: fields.shop ?? session?.session.shop ?? null,
    agent: fields.agent,
    customer: show.mask && fields.customer !== null ? maskNick(fields.customer) : fields.customer,
    time: at === null ? null : show.zone.format(at),
    status,
    reason: show.mask ? maskText(reason) : reason,
    session: session === null ? null : showSessionId(session.session, show),
    part,
    servedBy: session?.session.agents ?? [],
    candidates: candidates.map((one) => candidateText(one, show)),
    isLate: at === null || submittedAt === null ? null : submittedAt - at > options.lateAfterMs,
    isEmpty: answers.every(({ said }) => said === ""),
    isAlike: isAlike(answers, items),
    isDoubtful: isDoubtful(answers),
    answers: show.mask
      ? answers.map((answer) => ({ ...answer, said: maskWords(answer.said, fields.customer) }))
      : answers,
  };
}

function visitId({ fields, at }: FilledForm): string {
  const content = JSON.stringify([
    fields.shopper,
    fields.shop,
    fields.customer,
    fields.agent,
    at ?? fields.time,
  ]);
  return createHash("sha256").update(content).digest("hex").slice(0, 12);
}

/** `c17（2026-11-16T10:00:00+08:00，小满）`: enough to look it up. */
function candidateText({ session }: JudgedSession, show: ShowOptions): string {
  const at = session.messages.find((message) => message.at !== null)?.at ?? null;
  const facts = [at === null ? null : show.zone.format(at), ...session.agents].filter(
    (fact) => fact !== null,
  );
  return `${showSessionId(session, show)} (${facts.join(", ")})`;
}

function sessionsOf(matches: readonly Match[]): ShopperResult["sessions"] {
  const found = new Map<string, { shop: string | null; id: string }>();
  for (const { status, session, candidates } of matches) {
    // Two forms of one conversation: it is a shopper's all the same.
    for (const judged of status === "shared" ? candidates : session === null ? [] : [session]) {
      const { shop, id } = judged.session;
      found.set(JSON.stringify([shop, id]), { shop, id });
    }
  }
  return [...found.values()].sort(
    compareBy(
      (one) => one.shop,
      (one) => one.id,
    ),
  );
}

function reportOf(
  visits: readonly Visit[],
  { forms, items, problems }: ReadForms,
  settings: ShopperReport["settings"],
  generatedAt: string | null,
): ShopperReport {
  const { locale, masked } = settings;
  return {
    schemaVersion: 1,
    kind: "shopper",
    tool: { name: "zhijian", version },
    generatedAt,
    settings,
    visits,
    items: byItem(visits, items, locale),
    shoppers: byShopper(visits),
    agents: byPlace(visits, items, agentOf),
    shops: byPlace(visits, items, ({ shop }) => shop),
    agreement: agreementOf(visits, items, locale),
    problems: masked ? problems.map((problem) => maskedProblem(problem, forms)) : problems,
  };
}

function maskedProblem(
  problem: ReadForms["problems"][number],
  forms: ReadForms["forms"],
): ReadForms["problems"][number] {
  const form = forms.find(({ file, line }) => file === problem.file && line === problem.line);
  return { ...problem, value: maskWords(problem.value, form?.fields.customer ?? null) };
}
