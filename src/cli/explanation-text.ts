import { Chalk, type ChalkInstance } from "chalk";
import type {
  ExplainedMessage,
  ExplainedPlatform,
  ExplainedResult,
  ExplainedTurn,
  Explanation,
} from "../index.ts";

const words = {
  zh: {
    noOne: "未分配",
    roles: { customer: "顾客", agent: "客服", robot: "机器人", system: "系统" },
    auto: "自动",
    events: { assigned: "分配", transferred: "转接", closed: "结束", rated: "评价", joined: "进入" },
    platformWait: { answered: "等了", unanswered: "没有回复", robot: "机器人答", unknown: "" },
    scenes: "场景",
    noScene: "没有认出",
    messages: "对话（› 谁在负责；⏱ 顾客等了多久，从这一轮第一句起算）",
    clock: {
      starts: "⏱ 开始",
      "handed-over": "⏱ 转人工，开始",
      transferred: "⏱ 转接，新客服自己的等待从这里算，顾客已等",
      runs: "⏱",
      answered: "⏱ 停",
      robot: "⏱ 机器人答，停",
      missing: "⏱ 内容缺失，不计",
      closed: "⏱ 关闭时没有回复",
      thanks: "只是致谢，不起钟",
    },
    notCounted: {
      auto: "自动文字，不算回复",
      recalled: "已撤回，不算",
      "robot-after-request": "已要人工，机器人不算回复",
      "after-closed": "已关闭，不算回复",
      "thanks-after-closed": "关闭后只是致谢，不算再来",
      note: "系统提示或备注，不算",
    },
    inCharge: (agent: string) => `› ${agent}`,
    waitedSoFar: (seconds: number) => `${seconds} 秒`,
    before: (session: string, time: string) =>
      `（这一轮从会话 ${session} ${time} 开始，平台把当天的会话连着算）`,
    turns: "顾客的轮次（一轮 = 上次回复之后顾客说的话，从第一句起算）",
    turn: (number: number) => `第 ${number} 轮`,
    says: (numbers: string) => `消息 ${numbers}`,
    handOver: "转人工",
    waited: (seconds: number, reply: number, owner: string) =>
      `${owner} 在消息 ${reply} 回复，等了 ${seconds} 秒`,
    noTime: (reply: number, owner: string) => `${owner} 在消息 ${reply} 回复，导出没有时间`,
    working: (seconds: number) => `营业时间内 ${seconds} 秒`,
    own: (seconds: number) => `转接后 ${seconds} 秒`,
    unanswered: (owner: string) => `没有回复，算在 ${owner} 名下`,
    closed: "会话关闭时仍未回复",
    robot: (reply: number) => `机器人在消息 ${reply} 回答，不计人工响应`,
    unknown: "导出缺了下一句，不计",
    notMeasured: "只是致谢或应答，不计响应时间",
    platforms: "平台口径",
    counted: (seconds: number) => `计 ${seconds} 秒`,
    inTime: "达标",
    late: "未达标",
    ofMessages: (hits: number, n: number) => `${n} 条消息中 ${hits} 条达标`,
    out: (why: string) => `不计，${why}`,
    outReasons: {
      robot: "机器人答的",
      missing: "导出缺了客服的下一句",
      "not-first": "只看会话的第一轮",
      "no-words": "顾客没有说话",
      "agent-opened": "会话由客服发起",
      "outside-hours": "不在考核时段",
      unanswered: "没有回复，只算已回复的",
      "no-time": "导出没有时间",
    },
    hours: (hours: string) => `考核 ${hours}`,
    noPlatformTurns: "没有需要人工回复的轮次",
    rules: "规则",
    outcomes: { pass: "通过", fail: "改进", skip: "不适用" },
    lost: (points: number) => `−${points} 分`,
    earned: (points: number) => `+${points} 分`,
    noPoints: "不计分",
    better: "建议",
    score: "得分",
    sum: (passed: number, applicable: number) => `100 × ${passed} ÷ ${applicable}`,
    veto: "一票否决，记 0 分",
    capped: "（最高 100）",
    nothing: "没有适用的计分规则",
    recalled: "撤回",
    missing: "内容缺失",
  },
  en: {
    noOne: "nobody",
    roles: { customer: "customer", agent: "agent", robot: "robot", system: "system" },
    auto: "automatic",
    events: {
      assigned: "assigned",
      transferred: "transferred",
      closed: "closed",
      rated: "rated",
      joined: "joined",
    },
    platformWait: { answered: "waited", unanswered: "no reply", robot: "robot", unknown: "" },
    scenes: "Scenes",
    noScene: "none recognised",
    messages:
      "Conversation (› who is in charge; ⏱ how long the customer has waited, from the first words of the turn)",
    clock: {
      starts: "⏱ starts",
      "handed-over": "⏱ handed over, starts",
      transferred: "⏱ transferred, the new agent's own wait starts; the customer has waited",
      runs: "⏱",
      answered: "⏱ stops",
      robot: "⏱ robot answers, stops",
      missing: "⏱ words missing, not counted",
      closed: "⏱ closed without a reply",
      thanks: "thanks only, no clock",
    },
    notCounted: {
      auto: "automatic text, no reply",
      recalled: "recalled, not counted",
      "robot-after-request": "a person was asked for, the robot's words are no reply",
      "after-closed": "closed, no reply",
      "thanks-after-closed": "thanks after closing reopen nothing",
      note: "notice or note, not counted",
    },
    inCharge: (agent: string) => `› ${agent}`,
    waitedSoFar: (seconds: number) => `${seconds} s`,
    before: (session: string, time: string) =>
      ` (the turn began in ${session} at ${time}; the platform joins the conversations of a day)`,
    turns:
      "Customer turns (what the customer wrote since the last reply; the clock starts at the first of it)",
    turn: (number: number) => `Turn ${number}`,
    says: (numbers: string) => `messages ${numbers}`,
    handOver: "handed over",
    waited: (seconds: number, reply: number, owner: string) =>
      `${owner} replied in message ${reply} after ${seconds} s`,
    noTime: (reply: number, owner: string) => `${owner} replied in message ${reply}, the export has no time`,
    working: (seconds: number) => `${seconds} s within shop hours`,
    own: (seconds: number) => `${seconds} s since the transfer`,
    unanswered: (owner: string) => `no reply, counts for ${owner}`,
    closed: "still open when the conversation was closed",
    robot: (reply: number) => `the robot answered in message ${reply}; no human reply time`,
    unknown: "the next words are missing from the export; not counted",
    notMeasured: "thanks or acknowledgement only; no reply time",
    platforms: "Platforms' definitions",
    counted: (seconds: number) => `counts ${seconds} s`,
    inTime: "in time",
    late: "late",
    ofMessages: (hits: number, n: number) => `${hits} of ${n} messages in time`,
    out: (why: string) => `left out, ${why}`,
    outReasons: {
      robot: "a robot answered",
      missing: "the agent's next words are missing from the export",
      "not-first": "only the first turn of a session counts",
      "no-words": "the customer wrote nothing",
      "agent-opened": "an agent began the conversation",
      "outside-hours": "outside the hours that count",
      unanswered: "no reply, and only answered turns count",
      "no-time": "the export has no time",
    },
    hours: (hours: string) => `${hours} counts`,
    noPlatformTurns: "no turn that needs a person's reply",
    rules: "Rules",
    outcomes: { pass: "pass", fail: "improve", skip: "skipped" },
    lost: (points: number) => `−${points} points`,
    earned: (points: number) => `+${points} points`,
    noPoints: "no points",
    better: "Better",
    score: "Score",
    sum: (passed: number, applicable: number) => `100 × ${passed} ÷ ${applicable}`,
    veto: "veto: 0",
    capped: " (at most 100)",
    nothing: "no rule with points applied",
    recalled: "recalled",
    missing: "missing",
  },
} as const;

type Words = (typeof words)[keyof typeof words];

/** What `explain` prints of a conversation. */
export function explanationText(explanation: Explanation, color: boolean): string {
  const say: Words = words[explanation.locale];
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const head = [
    explanation.session,
    explanation.shop,
    explanation.platform,
    explanation.customer,
    explanation.week,
  ];
  return `${[
    chalk.bold(head.filter((part) => part !== null).join("  ")),
    sceneLine(explanation, say),
    "",
    chalk.bold(say.messages),
    ...explanation.messages.flatMap((message, index) => [
      messageLine(message, index, say, chalk),
      ...besideLines(message, explanation.messages[index - 1]?.inCharge ?? null, say, chalk),
    ]),
    "",
    chalk.bold(say.turns),
    ...explanation.turns.map((turn, index) => turnLine(turn, index, say)),
    "",
    ...platformLines(explanation, say, chalk),
    chalk.bold(say.rules),
    ...explanation.results.flatMap((result) => resultLines(result, say, chalk)),
    "",
    chalk.bold(say.score),
    ...scoreLines(explanation, say),
  ].join("\n")}\n`;
}

/** `场景: 售中（3 “还没发货”）、纠纷`: each scene with the first words that show it. */
function sceneLine({ scenes, locale }: Explanation, say: Words): string {
  const shown = scenes.map(({ title, quotes: [first] }) =>
    first === undefined ? title : `${title} (${first.message + 1} “${first.quote}”)`,
  );
  return `${say.scenes}: ${shown.length === 0 ? say.noScene : shown.join(locale === "zh" ? "、" : ", ")}`;
}

function messageLine(message: ExplainedMessage, index: number, say: Words, chalk: ChalkInstance): string {
  const who = [say.roles[message.role], message.sender, message.auto ? say.auto : null]
    .filter(Boolean)
    .join(" ");
  const what =
    message.event !== null
      ? say.events[message.event]
      : message.kind === "text"
        ? ""
        : `[${kindName(message.kind, say)}]`;
  const to = message.to === null ? "" : ` → ${message.to}`;
  const acts = message.acts.map(({ id, quote }) => `${id}“${quote}”`).join(" ");
  const words = [what + to, message.text.replaceAll("\n", " ⏎ ")].filter((part) => part !== "").join(" ");
  return `  ${String(index + 1).padStart(3)}  ${clock(message.time)}  ${who}: ${words}${acts === "" ? "" : chalk.cyan(`   ‹${acts}›`)}`;
}

/** What stands below a message begins where its speaker does. */
const besideIndent = 23;

/** `› 小满   第 2 轮 ⏱ 90 秒   自动文字，不算回复`: who is in charge where that changed, and the clock. */
function besideLines(
  { inCharge, turn, clock: step, seconds, notCounted }: ExplainedMessage,
  before: string | null,
  say: Words,
  chalk: ChalkInstance,
): string[] {
  const waited = seconds === null || seconds === 0 ? "" : say.waitedSoFar(seconds);
  const parts = [
    inCharge === null || inCharge === before ? "" : say.inCharge(inCharge),
    step === null || step === "thanks" ? "" : `${say.turn(turn! + 1)} ${say.clock[step]} ${waited}`.trimEnd(),
    step === "thanks" ? say.clock.thanks : "",
    notCounted === null ? "" : say.notCounted[notCounted],
  ].filter((part) => part !== "");
  return parts.length === 0 ? [] : [chalk.dim(" ".repeat(besideIndent) + parts.join("   "))];
}

function kindName(kind: string, say: Words): string {
  if (kind === "recalled") return say.recalled;
  return kind === "missing" ? say.missing : kind;
}

/** `11-16 09:05:03` of an RFC 3339 time. */
function clock(time: string | null): string {
  return time === null ? "—".padEnd(14) : time.slice(5, 19).replace("T", " ");
}

function turnLine(turn: ExplainedTurn, index: number, say: Words): string {
  const said =
    turn.messages.length === 0 ? say.handOver : say.says(turn.messages.map((place) => place + 1).join("、"));
  return `  ${say.turn(index + 1)}  ${said}: ${turnEnd(turn, say)}`;
}

function turnEnd(turn: ExplainedTurn, say: Words): string {
  const owner = turn.owner ?? say.noOne;
  const reply = (turn.reply ?? 0) + 1;
  if (turn.outcome === "robot") return say.robot(reply);
  if (turn.outcome === "unknown") return say.unknown;
  if (!turn.needsAnswer) return say.notMeasured;
  if (turn.outcome === "unanswered")
    return turn.closed ? `${say.closed}, ${say.unanswered(owner)}` : say.unanswered(owner);
  if (turn.seconds === null) return say.noTime(reply, owner);
  const parts = [say.waited(turn.seconds, reply, owner)];
  if (turn.ownSeconds !== null && turn.ownSeconds !== turn.seconds) parts.push(say.own(turn.ownSeconds));
  if (turn.workingSeconds !== null && turn.workingSeconds !== turn.seconds)
    parts.push(say.working(turn.workingSeconds));
  return parts.join(", ");
}

/** Turn by turn what each figure of the platform makes of it; nothing where no platform is known. */
function platformLines({ platforms }: Explanation, say: Words, chalk: ChalkInstance): string[] {
  return platforms.flatMap(({ title, variant, turns }) => {
    const [first] = turns;
    const head = [title, variant ?? [], first === undefined ? [] : say.hours(first.hours)].flat().join("  ");
    const lines = turns.map(({ opened, before, owner, outcome, seconds, figures }) => {
      const parts = figures.map((figure) => `${figure.title}: ${figureStanding(figure, say)}`);
      const from = before === null ? "" : say.before(before.session, clock(before.time));
      const waited = [say.platformWait[outcome], seconds === null ? "" : say.waitedSoFar(seconds)];
      return `  ${say.says(String(opened + 1))}${from}  ${owner ?? say.noOne} ${waited.join(" ").trim()}  ${parts.join("; ")}`;
    });
    return [
      chalk.bold(`${say.platforms}  ${head}`),
      ...(lines.length === 0 ? [`  ${say.noPlatformTurns}`] : lines),
      "",
    ];
  });
}

function figureStanding(
  { out, seconds, inTime }: ExplainedPlatform["turns"][number]["figures"][number],
  say: Words,
): string {
  if (out !== null) return say.out(say.outReasons[out]);
  if (seconds !== null) return say.counted(seconds);
  const { n, hits } = inTime!;
  if (n > 1) return say.ofMessages(hits, n);
  return hits === 1 ? say.inTime : say.late;
}

function resultLines(result: ExplainedResult, say: Words, chalk: ChalkInstance): string[] {
  const { outcome, points, bonus } = result;
  const paint = { pass: chalk.green, fail: chalk.yellow, skip: chalk.dim }[outcome];
  let worth = "";
  if (outcome === "fail") worth = points > 0 ? say.lost(points) : say.noPoints;
  if (outcome === "pass") worth = bonus && points > 0 ? say.earned(points) : "";
  const who = result.agent === null ? "" : `  ${result.agent}`;
  const lines = [
    `  ${paint(say.outcomes[outcome])}  ${result.rule} ${result.title}${who}  ${worth}`.trimEnd(),
  ];
  if (result.reason !== "") lines.push(`        ${result.reason}`);
  if (outcome === "fail") {
    for (const { message, quote } of result.quotes) lines.push(`        ${message + 1}: “${quote}”`);
    lines.push(`        ${say.better}: ${result.better}`);
  }
  return lines;
}

function scoreLines({ scores }: Explanation, say: Words): string[] {
  if (scores.length === 0) return [`  ${say.nothing}`];
  return scores.map(({ agent, passed, applicable, fatal, value }) => {
    const who = agent ?? say.noOne;
    if (fatal) return `  ${who}: ${say.veto}`;
    if (value === null) return `  ${who}: ${say.nothing}`;
    return `  ${who}: ${say.sum(passed, applicable)} = ${value.toFixed(1)}${passed > applicable ? say.capped : ""}`;
  });
}
