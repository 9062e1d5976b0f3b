import type { Static, TSchema } from "typebox";
import { eventNames, kinds, roles } from "./message.ts";
import { occasionIds } from "./occasion.ts";
import { sceneIds } from "./scene.ts";
import type { TextInPieces } from "./text-in-pieces.ts";
import { Type } from "./type.ts";

// The schema is the source: types below and report.schema.json in the package are derived from it.

const exact = { additionalProperties: false } as const;
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const count = Type.Integer({ minimum: 0 });
const bothLanguages = Type.Object({ zh: Type.String(), en: Type.String() }, exact);

/** Share of hits among n cases; `value` 0–1, null over nothing (metric-decisions 22). */
export const shareSchema = Type.Object({ n: count, hits: count, value: orNull(Type.Number()) }, exact);
export type Share = Static<typeof shareSchema>;

/** Shares within so many seconds. */
const withinSchema = Type.Object(
  { "15": shareSchema, "30": shareSchema, "60": shareSchema, "180": shareSchema },
  exact,
);

/** Seconds, exact to the millisecond; percentiles are nearest-rank (metric-decisions 22, 23). */
export const distributionSchema = Type.Object(
  {
    n: count,
    sum: Type.Number(),
    mean: orNull(Type.Number()),
    p50: orNull(Type.Number()),
    p90: orNull(Type.Number()),
    max: orNull(Type.Number()),
  },
  exact,
);
export type Distribution = Static<typeof distributionSchema>;

const meanSchema = Type.Object({ n: count, sum: Type.Number(), mean: orNull(Type.Number()) }, exact);

const platformFigureSchema = Type.Union([shareSchema, meanSchema, Type.Null()]);

/** Contract §3. A figure that cannot be computed is null, with its reason in `reasons`. */
export const metricsSchema = Type.Object(
  {
    sessions: count,
    customers: count,
    customerMessages: count,
    agentMessages: count,
    firstReplySeconds: orNull(distributionSchema),
    replySeconds: orNull(distributionSchema),
    withinSeconds: orNull(withinSchema),
    replyRate: shareSchema,
    unanswered: shareSchema,
    slowTurns: orNull(count),
    /** The same by the part of each wait inside shop hours. */
    workingSeconds: Type.Object(
      {
        firstReplySeconds: orNull(distributionSchema),
        replySeconds: orNull(distributionSchema),
        withinSeconds: orNull(withinSchema),
        slowTurns: orNull(count),
      },
      exact,
    ),
    answerRatio: orNull(Type.Number()),
    cannedShare: shareSchema,
    emoticonShare: shareSchema,
    /** Courtesies (D1) per 100 agent messages: hits courtesies in n messages. */
    politePer100: shareSchema,
    /** 您 and 咱们 against 我 as whole words (D2): hits = 您 + 咱们, n = 我. */
    youOverI: shareSchema,
    durationSeconds: orNull(distributionSchema),
    /** Sessions with a question asked in shop hours; hits = those in which no person ever replied. */
    unattended: shareSchema,
    /** At which place in her line whoever answered a new customer did so (R6): 1 + the turns that she answered while that one waited. */
    queuePosition: orNull(distributionSchema),
    /** The same new customers; hits = those before whom no follow-up of another conversation was answered. */
    newCustomersFirst: orNull(shareSchema),
    /** Replies of agents whose shifts the calendar names; hits = those inside the shift. */
    shiftReplies: shareSchema,
    /** Waits of answered turns, and turns without an answer, by local weekday (1 = Monday) and hour of their start; empty cells are left out. */
    waitingByHour: Type.Array(
      Type.Object(
        {
          weekday: Type.Integer({ minimum: 1, maximum: 7 }),
          hour: Type.Integer({ minimum: 0, maximum: 23 }),
          n: count,
          sum: Type.Number(),
          unanswered: count,
        },
        exact,
      ),
    ),
    /** Conversations open side by side; the mean is conversationSeconds ÷ busySeconds, the time with at least one. */
    concurrency: orNull(
      Type.Object(
        {
          max: count,
          mean: orNull(Type.Number()),
          conversationSeconds: Type.Number(),
          busySeconds: Type.Number(),
        },
        exact,
      ),
    ),
    /** metrics.platform.<profile>.<figure> (contract §4). */
    platform: Type.Record(Type.String(), Type.Record(Type.String(), platformFigureSchema)),
    /** Why a figure is null, or what part of the turns it leaves out, by figure. */
    reasons: Type.Record(Type.String(), Type.String()),
  },
  exact,
);
export type Metrics = Static<typeof metricsSchema>;

export const severitySchema = Type.Union([
  Type.Literal("fatal"),
  Type.Literal("major"),
  Type.Literal("minor"),
  Type.Literal("info"),
]);
export type Severity = Static<typeof severitySchema>;

/** Where the quoted words stand: `text.slice(start, end)` of message `message` (0-based) of the session. */
export const evidenceSchema = Type.Object(
  {
    message: count,
    role: Type.Enum([...roles]),
    sender: orNull(Type.String()),
    time: orNull(Type.String()),
    source: Type.Object(
      { file: Type.String(), line: Type.Integer(), sheet: Type.Optional(Type.String()) },
      exact,
    ),
    quote: Type.String(),
    start: count,
    end: count,
  },
  exact,
);
export type Evidence = Static<typeof evidenceSchema>;

/** Points of a session: passed, applicable, and how many of its findings veto it (一票否决). */
export const pointsSchema = Type.Array(Type.Number(), { minItems: 3, maxItems: 3 });

export const findingSchema = Type.Object(
  {
    /** The same on the same words, whatever the run (rule, shop, session, quoted words). */
    id: Type.String(),
    rubric: Type.String(),
    rule: Type.String(),
    title: Type.String(),
    standards: Type.Array(Type.String()),
    severity: severitySchema,
    pointsLost: Type.Number(),
    week: orNull(Type.String()),
    shop: orNull(Type.String()),
    agent: orNull(Type.String()),
    session: Type.String(),
    time: orNull(Type.String()),
    /** The reason in a sentence. */
    reason: Type.String(),
    /** The better wording or conduct. */
    better: Type.String(),
    /** Empty only where the fault is that nothing was said; then `reason` names the place. */
    evidence: Type.Array(evidenceSchema),
    /** What the session counts in the agent's row and in the shop's, so that scores can be computed without this finding. */
    sessionPoints: Type.Optional(Type.Object({ agent: pointsSchema, shop: pointsSchema }, exact)),
    /** Whether the baseline has it; only where there was one. */
    known: Type.Optional(Type.Boolean()),
  },
  exact,
);
export type Finding = Static<typeof findingSchema>;

/** A finding as a baseline records it. */
export const knownFindingSchema = Type.Object(
  {
    /** `id` of the finding. */
    id: Type.String(),
    rubric: Type.String(),
    rule: Type.String(),
    /** Local day of the session, `2026-11-09`; null without times. */
    day: orNull(Type.String()),
    shop: orNull(Type.String()),
    agent: orNull(Type.String()),
    session: Type.String(),
  },
  exact,
);
export type KnownFinding = Static<typeof knownFindingSchema>;

export const praiseSchema = Type.Object(
  {
    rubric: orNull(Type.String()),
    /** Null where the praise is the customer's own words. */
    rule: orNull(Type.String()),
    title: Type.String(),
    week: orNull(Type.String()),
    shop: orNull(Type.String()),
    agent: orNull(Type.String()),
    session: Type.String(),
    time: orNull(Type.String()),
    evidence: Type.Array(evidenceSchema),
  },
  exact,
);
export type Praise = Static<typeof praiseSchema>;

/**
 * Mean of the session scores with what is needed to compute it again: every session lost and could
 * win so many points. `sessions` lists [points passed, points applicable, fatal (0 or 1), how many sessions].
 */
export const scoreSchema = Type.Object(
  {
    value: orNull(Type.Number()),
    n: count,
    low: orNull(Type.Number()),
    high: orNull(Type.Number()),
    /** False below `minSessions`: 样本不足. */
    enough: Type.Boolean(),
    sessions: Type.Array(Type.Array(Type.Number(), { minItems: 4, maxItems: 4 })),
  },
  exact,
);
export type Score = Static<typeof scoreSchema>;

export const ruleTallySchema = Type.Object(
  {
    rubric: Type.String(),
    id: Type.String(),
    passed: count,
    failed: count,
    skipped: count,
    pointsLost: Type.Number(),
    /** How many of `failed` the baseline has; only where there was one. */
    known: Type.Optional(count),
  },
  exact,
);
export type RuleTally = Static<typeof ruleTallySchema>;

export const slowTurnSchema = Type.Object(
  { session: Type.String(), start: Type.String(), seconds: Type.Number(), quote: Type.String() },
  exact,
);
export type SlowTurn = Static<typeof slowTurnSchema>;

/** A conversation that proves a figure, with the customer's words that wait in it. */
export const caseSchema = Type.Object(
  {
    session: Type.String(),
    customer: orNull(Type.String()),
    time: orNull(Type.String()),
    quote: Type.String(),
  },
  exact,
);
export type Case = Static<typeof caseSchema>;

/** How many there are, and the first of them by time. */
const casesSchema = Type.Object({ count, sessions: Type.Array(caseSchema) }, exact);
export type Cases = Static<typeof casesSchema>;

/** The conversations behind figures of a row. */
export const rowEvidenceSchema = Type.Object(
  {
    /** Customers whom no person answered, n − hits of `replyRate`: a conversation of each. */
    replyRate: casesSchema,
    /** The hits of `unanswered`. */
    unanswered: casesSchema,
    /** The hits of `unattended`. */
    unattended: casesSchema,
  },
  exact,
);
export type RowEvidence = Static<typeof rowEvidenceSchema>;

const rowFields = {
  /** ISO label; null for sessions without any time. */
  week: orNull(Type.String()),
  shop: orNull(Type.String()),
  sessions: count,
  score: scoreSchema,
  /** The score before people corrected it; only where appeals or answers of people changed this row. */
  machineScore: Type.Optional(scoreSchema),
  metrics: metricsSchema,
  rules: Type.Array(ruleTallySchema),
  slowTurns: Type.Array(slowTurnSchema),
  evidence: rowEvidenceSchema,
  /** What was done well: rules passed (nearly) always, and thanks of customers. Best first. */
  praises: Type.Array(
    Type.Object({ rule: orNull(Type.String()), title: Type.String(), hits: count, n: count }, exact),
  ),
  /** Points to improve, most points lost first. */
  improvements: Type.Array(
    Type.Object(
      {
        rule: Type.String(),
        title: Type.String(),
        failed: count,
        n: count,
        pointsLost: Type.Number(),
        better: Type.String(),
      },
      exact,
    ),
  ),
};

/** Account of the row of turns that nobody was in charge of (contract §2). */
export const nobody = "未分配";

export const agentWeekSchema = Type.Object({ ...rowFields, agent: Type.String() }, exact);
export type AgentWeek = Static<typeof agentWeekSchema>;
export const shopWeekSchema = Type.Object(rowFields, exact);
export type ShopWeek = Static<typeof shopWeekSchema>;

export const inputSchema = Type.Object(
  {
    file: Type.String(),
    format: Type.String(),
    encoding: Type.String(),
    rows: count,
    messages: count,
    rejected: count,
    duplicates: count,
    resolutionSeconds: orNull(Type.Number()),
  },
  exact,
);

export const diagnosticSchema = Type.Object(
  {
    code: Type.String(),
    level: Type.Union([Type.Literal("note"), Type.Literal("warning"), Type.Literal("lost")]),
    file: orNull(Type.String()),
    count,
    samples: Type.Array(
      Type.Object({ file: Type.String(), line: orNull(Type.Integer()), value: Type.String() }, exact),
    ),
  },
  exact,
);

/** A rule as the report needs it: enough to read a finding without the rubric file. */
export const ruleInfoSchema = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    standards: Type.Array(Type.String()),
    severity: severitySchema,
    points: Type.Number(),
    bonus: Type.Boolean(),
    why: Type.String(),
    better: Type.String(),
    /** The question to people, where only they can judge; the rule counts once they have answered. */
    ask: Type.Optional(Type.String()),
    /** How they answer: yes or no, or 1 to 5. */
    answer: Type.Optional(Type.Enum(["verdict", "score"])),
  },
  exact,
);
export type RuleInfo = Static<typeof ruleInfoSchema>;

export const rubricInfoSchema = Type.Object(
  {
    id: Type.String(),
    version: Type.String(),
    title: Type.String(),
    /** SHA-256 of the rubric's content, hex. */
    hash: Type.String(),
    rules: Type.Array(ruleInfoSchema),
  },
  exact,
);
export type RubricInfo = Static<typeof rubricInfoSchema>;

/** Everything that changed a figure, printed in every report. */
export const settingsSchema = Type.Object(
  {
    locale: Type.Union([Type.Literal("zh"), Type.Literal("en")]),
    timezone: Type.String(),
    weekStart: Type.Union([Type.Literal("monday"), Type.Literal("sunday")]),
    sessionGapSeconds: Type.Number(),
    slowAfterSeconds: Type.Number(),
    minSessions: Type.Integer(),
    /** Shop hours, e.g. `09:00-22:00`; several spans comma-separated; null where a calendar rules. */
    hours: orNull(Type.String()),
    /** The calendar that rules instead of `hours`; null where none does. */
    calendar: orNull(
      Type.Object(
        {
          id: Type.String(),
          title: bothLanguages,
          /** SHA-256 of the file, hex. */
          hash: Type.String(),
          /** Its list of holidays, and the years that this list knows. */
          holidays: orNull(Type.String()),
          years: Type.Array(Type.Integer()),
          /** Shops and groups with hours of their own; accounts and groups with shifts. */
          shops: Type.Array(Type.String()),
          groups: Type.Array(Type.String()),
          shifts: Type.Array(Type.String()),
        },
        exact,
      ),
    ),
    masked: Type.Boolean(),
    /** Inclusive, `2026-W46` or a date; null = open. */
    from: orNull(Type.String()),
    to: orNull(Type.String()),
    platform: orNull(Type.String()),
    /** The platform profiles that were used. */
    platforms: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          title: bothLanguages,
          /** The alternative chosen, and what it says otherwise; null for the default. */
          variant: orNull(Type.String()),
          why: orNull(bothLanguages),
          /** Titles of its figures. */
          figures: Type.Record(Type.String(), bothLanguages),
          versions: Type.Array(
            Type.Object(
              {
                effective: Type.String(),
                hours: Type.String(),
                /** How it counts, the alternative aside, and who says so. */
                method: bothLanguages,
                sources: Type.Array(Type.String()),
              },
              exact,
            ),
          ),
        },
        exact,
      ),
    ),
    segmenter: Type.String(),
    maxFindingsPerRule: Type.Integer(),
    /** Example conversations of an agent's week. */
    maxConversations: Type.Optional(Type.Integer()),
    /** How automatic texts that the export does not mark were found. */
    autoTexts: Type.Object(
      {
        configured: Type.Array(Type.String()),
        /** Texts recognised by their place and repetition, with how many messages of each. */
        recognised: Type.Array(Type.Object({ text: Type.String(), messages: count, sessions: count }, exact)),
        refused: Type.Array(Type.String()),
      },
      exact,
    ),
    /** The shop's own standard wording (W7), and from which likeness, 0–1, a text counts as it. */
    handbook: Type.Optional(
      Type.Object(
        {
          title: Type.String(),
          /** SHA-256 of the file, hex. */
          hash: Type.String(),
          similarity: Type.Number(),
        },
        exact,
      ),
    ),
    /** Scenes that the shop corrected, by session. */
    scenes: Type.Optional(Type.Record(Type.String(), Type.Array(Type.Enum([...sceneIds])))),
  },
  exact,
);
export type Settings = Static<typeof settingsSchema>;

/** A table of a platform or a tool held against our figures. */
export const reconciliationSchema = Type.Object(
  {
    file: Type.String(),
    /** Kind of the table. */
    table: Type.String(),
    title: Type.String(),
    platform: orNull(Type.String()),
    rows: Type.Array(
      Type.Object(
        {
          agent: Type.String(),
          /** Local day; null where the row is about the whole time of the table. */
          day: orNull(Type.String()),
          /** As the table calls it. */
          figure: Type.String(),
          unit: Type.Enum(["seconds", "share", "count", "ratio"]),
          /** Our figure, as a path into `metrics`. */
          by: Type.String(),
          theirs: Type.Number(),
          ours: orNull(Type.Number()),
          /** Cases behind ours. */
          n: orNull(count),
          /** ours − theirs */
          difference: orNull(Type.Number()),
          /** True where the difference is no more than the table's rounding. */
          agrees: orNull(Type.Boolean()),
          /** Why there is no figure of ours. */
          reason: orNull(Type.String()),
        },
        exact,
      ),
    ),
    /** Our agents of whom the table says nothing. */
    onlyOurs: Type.Array(Type.String()),
    /** Where the table has a row for each conversation: how many were found again, and the greatest differences. */
    sessions: orNull(
      Type.Object(
        {
          n: count,
          matched: count,
          differing: Type.Array(
            Type.Object(
              {
                session: Type.String(),
                agent: orNull(Type.String()),
                time: orNull(Type.String()),
                figure: Type.String(),
                theirs: Type.Number(),
                ours: Type.Number(),
                difference: Type.Number(),
              },
              exact,
            ),
          ),
        },
        exact,
      ),
    ),
  },
  exact,
);
export type Reconciliation = Static<typeof reconciliationSchema>;

/** Use of the shop's standard wording on one occasion of a week (W7); cases are conversations. */
export const handbookUseSchema = Type.Object(
  {
    week: orNull(Type.String()),
    shop: orNull(Type.String()),
    occasion: Type.Enum([...occasionIds]),
    title: Type.String(),
    /** Conversations with the occasion, and those in which somebody used the standard wording. */
    use: shareSchema,
    agents: Type.Array(
      Type.Object(
        {
          /** Null where the export names none. */
          agent: orNull(Type.String()),
          use: shareSchema,
          /** Other words on the occasion, the most frequent first, and a conversation for each. */
          deviations: Type.Array(
            Type.Object({ session: Type.String(), quote: Type.String(), similarity: Type.Number() }, exact),
          ),
        },
        exact,
      ),
    ),
    /** Conversations with other words that ended with thanks of the customer; of many, a sample. */
    thankedSessions: count,
    /** What was said in several of them, the most frequent first: candidates for the handbook. */
    variants: Type.Array(Type.Object({ text: Type.String(), sessions: count }, exact)),
  },
  exact,
);
export type HandbookUse = Static<typeof handbookUseSchema>;

const shownMessageFields = {
  time: orNull(Type.String()),
  role: Type.Enum([...roles]),
  auto: Type.Boolean(),
  sender: orNull(Type.String()),
  kind: Type.Enum([...kinds]),
  event: orNull(Type.Enum([...eventNames])),
  to: orNull(Type.String()),
  text: Type.String(),
};
const shownMessageSchema = Type.Object(shownMessageFields, exact);
export type ShownMessage = Static<typeof shownMessageSchema>;

/** A conversation that shows what praises and points to improve are about. */
export const conversationSchema = Type.Object(
  {
    week: orNull(Type.String()),
    shop: orNull(Type.String()),
    session: Type.String(),
    /** Accounts that wrote in it by hand. */
    agents: Type.Array(Type.String()),
    /** `id` of every point to improve in it, also of those that the report does not list. */
    findings: Type.Array(Type.String()),
    messages: Type.Array(
      Type.Object(
        {
          ...shownMessageFields,
          /** What the message does, and with which words: `text.slice(start, end)`. */
          acts: Type.Array(Type.Object({ id: Type.String(), start: count, end: count }, exact)),
        },
        exact,
      ),
    ),
    /** Messages behind the last that is shown. */
    leftOut: count,
    /** The customer's turns that need an answer; `from` and `reply` are places in `messages`. */
    waits: Type.Array(
      Type.Object(
        {
          from: count,
          outcome: Type.Enum(["answered", "unanswered", "robot", "unknown"]),
          reply: orNull(count),
          /** Null where nobody replied, or without times. */
          seconds: orNull(Type.Number()),
          start: orNull(Type.String()),
        },
        exact,
      ),
    ),
  },
  exact,
);
export type Conversation = Static<typeof conversationSchema>;

/** An agent's objection to a finding, and what became of it. */
export const appealSchema = Type.Object(
  {
    /** As the machine made it. Accepted ones are no longer among `findings`. */
    finding: findingSchema,
    status: Type.Enum(["open", "accepted", "rejected"]),
    /** What an accepted one turns the fault into: a pass, or a rule that does not apply. */
    as: orNull(Type.Enum(["pass", "skip"])),
    /** What the agent says. */
    reason: Type.String(),
    /** Who objected; null where the list does not say. */
    by: orNull(Type.String()),
    /** Who decided, and on which day (`2026-11-23`); null while it is open. */
    reviewer: orNull(Type.String()),
    date: orNull(Type.String()),
    note: orNull(Type.String()),
  },
  exact,
);
export type Appeal = Static<typeof appealSchema>;

/** What people say to a question of a rubric that only they can judge. */
export const manualAnswerSchema = Type.Object(
  {
    rubric: Type.String(),
    rule: Type.String(),
    week: orNull(Type.String()),
    shop: orNull(Type.String()),
    agent: orNull(Type.String()),
    session: Type.String(),
    /** Who answered. */
    reviewers: Type.Array(Type.String()),
    /** By majority, or the mean of scores; `open` where they are split, `skip` where the question does not apply. */
    outcome: Type.Enum(["pass", "fail", "skip", "open"]),
    /** Mean of 1 to 5; null where the question is yes or no. */
    score: orNull(Type.Number()),
    /** Added to the session's points passed and applicable. */
    passed: Type.Number(),
    applicable: Type.Number(),
  },
  exact,
);
export type ManualAnswer = Static<typeof manualAnswerSchema>;

/** `report.json` (contract §7). */
export const reportSchema = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    tool: Type.Object({ name: Type.Literal("zhijian"), version: Type.String() }, exact),
    /** RFC 3339; only from `--generated-at`. */
    generatedAt: orNull(Type.String()),
    settings: settingsSchema,
    rubrics: Type.Array(rubricInfoSchema),
    inputs: Type.Array(inputSchema),
    agentWeeks: Type.Array(agentWeekSchema),
    shopWeeks: Type.Array(shopWeekSchema),
    findings: Type.Array(findingSchema),
    praises: Type.Array(praiseSchema),
    /** Objections of agents; only where some were given. */
    appeals: Type.Optional(Type.Array(appealSchema)),
    /** Answers to questions that only people can judge; only where some were given. */
    answers: Type.Optional(Type.Array(manualAnswerSchema)),
    /** Examples, at most `settings.maxConversations` for an agent's week; the titles of acts in them by id. */
    conversations: Type.Optional(Type.Array(conversationSchema)),
    acts: Type.Optional(Type.Record(Type.String(), Type.String())),
    /** Exact counts over all findings, and known ones of the weeks and shops audited that were not found again. */
    baseline: Type.Optional(
      Type.Object({ known: count, new: count, gone: Type.Array(knownFindingSchema) }, exact),
    ),
    /** Conversations by what the customer said first (W4). */
    firstSentences: Type.Array(
      Type.Object(
        {
          week: orNull(Type.String()),
          shop: orNull(Type.String()),
          intent: Type.String(),
          count,
          examples: Type.Array(Type.String()),
        },
        exact,
      ),
    ),
    /** Conversations in which customers bargained, by type of bargainer (B1). */
    bargainers: Type.Optional(
      Type.Array(
        Type.Object(
          {
            week: orNull(Type.String()),
            shop: orNull(Type.String()),
            type: Type.String(),
            count,
            examples: Type.Array(Type.String()),
          },
          exact,
        ),
      ),
    ),
    /** Questions asked in several conversations of the input, with the best answer that was given (W5). */
    faq: Type.Array(
      Type.Object(
        {
          shop: Type.Optional(orNull(Type.String())),
          question: Type.String(),
          count,
          bestAnswer: orNull(Type.String()),
          session: orNull(Type.String()),
        },
        exact,
      ),
    ),
    /** Figures of platforms against ours; empty without such tables. */
    reconciliation: Type.Array(reconciliationSchema),
    /** Only where the shop gave its handbook. */
    handbook: Type.Optional(Type.Array(handbookUseSchema)),
    diagnostics: Type.Array(diagnosticSchema),
    /** What `zhijian merge` needs to bring this report together with others; packed, for it alone. */
    merge: Type.Optional(Type.Unsafe<string | TextInPieces>(Type.String())),
  },
  { ...exact, title: "zhijian report", $schema: "http://json-schema.org/draft-07/schema#" },
);
export type Report = Static<typeof reportSchema>;
