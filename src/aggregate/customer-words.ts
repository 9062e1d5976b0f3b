import { join } from "node:path";
import type { Static } from "typebox";
import type { CannedFinder } from "../metrics/figure.ts";
import type { Report } from "../model/report.ts";
import { isByHand, isCounted, type ReadSession } from "../model/session.ts";
import { Type } from "../model/type.ts";
import { inLocale, localTextSchema } from "../rubric/local-text.ts";
import { normalOf } from "../rubric/wording.ts";
import { parseChecked } from "../text/checked-yaml.ts";
import { dataFolder, readData } from "../text/data.ts";
import { maskWords } from "../text/mask.ts";
import { Memo } from "../text/memo.ts";
import { type Answer, answerTo, bestAnswers } from "./answers.ts";
import { compareBy } from "./capped.ts";
import type { ShowOptions } from "./findings.ts";
import type { Sum } from "./sum.ts";

/** How many examples stand for a group. */
const exampleCap = 3;

/** Customers ask the same in the same words again and again; so many of their texts are held twice at most. */
const rememberedTexts = 2000;

/** A question asked in fewer conversations is not a frequent one. */
const frequent = 2;

const intentSchema = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z][a-z-]*$" }),
    title: localTextSchema,
    patterns: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
  },
  { additionalProperties: false },
);
const fileSchema = Type.Object(
  { intents: Type.Array(intentSchema), bargainers: Type.Array(intentSchema) },
  { additionalProperties: false },
);
type Intent = Static<typeof intentSchema>;

const other = { zh: "其他", en: "other" };
const greeting = { zh: "只打招呼", en: "greeting only" };

interface Group {
  week: string | null;
  shop: string | null;
  title: string;
  count: number;
  examples: string[];
}

interface Question {
  shop: string | null;
  title: string;
  count: number;
  /** The best ones, in order. */
  answers: readonly Answer[];
}

interface State {
  first: ReadonlyMap<string, Group>;
  bargains: ReadonlyMap<string, Group>;
  questions: ReadonlyMap<string, Question>;
}

/**
 * What customers say: first sentences by intent (W4), bargainers by type (B1), frequent questions with
 * the best answer so far (W5). A mergeable sum, whose size depends on the lists in rubrics/intents.yaml
 * and not on the input.
 */
export class CustomerWords implements Sum<State> {
  readonly #show: ShowOptions;
  readonly #intentOf: (text: string) => Intent | null;
  readonly #bargainerOf: (text: string) => Intent | null;
  readonly #first = new Map<string, Group>();
  readonly #bargains = new Map<string, Group>();
  readonly #questions = new Map<string, Question>();

  /** Throws UserErrors (exit 2) where rubrics/intents.yaml is wrong. */
  constructor(show: ShowOptions) {
    this.#show = show;
    const file = join(dataFolder, "intents.yaml");
    const { value } = parseChecked(file, readData(file), fileSchema);
    this.#intentOf = matcher(value.intents);
    this.#bargainerOf = matcher(value.bargainers);
  }

  /** Adds a session; each counts once for a first sentence, a type of bargainer, a question. */
  add(session: ReadSession, week: string | null, canned: CannedFinder): void {
    this.#addFirst(session, week);
    const bargainers = new Set<Intent>();
    const questions = new Map<Intent, Answer[]>();
    session.messages.forEach((message, index) => {
      if (message.role !== "customer" || !isCounted(message)) return;
      const acts = new Set(session.acts[index]!.map(({ id }) => id));
      if (!acts.has("question") && !acts.has("bargain")) return;
      const { text } = normalOf(message);
      const bargainer = acts.has("bargain") ? this.#bargainerOf(text) : null;
      if (bargainer !== null && !bargainers.has(bargainer)) {
        bargainers.add(bargainer);
        this.#count(this.#bargains, session, week, bargainer.title, message.text);
      }
      const intent = this.#intentOf(text);
      if (intent === null) return;
      const answers = questions.get(intent) ?? [];
      questions.set(intent, answers);
      const answer = answerTo(session, index, this.#show, canned);
      if (answer !== null) answers.push(answer);
    });
    for (const [{ title }, answers] of questions) {
      addQuestion(this.#questions, { shop: session.shop, title: this.#say(title), count: 1, answers });
    }
  }

  state(): State {
    return { first: this.#first, bargains: this.#bargains, questions: this.#questions };
  }

  absorb({ first, bargains, questions }: State): void {
    for (const group of first.values()) addGroup(this.#first, group);
    for (const group of bargains.values()) addGroup(this.#bargains, group);
    for (const question of questions.values()) addQuestion(this.#questions, question);
  }

  /** By week and shop, the most frequent first. */
  firstSentences(): Report["firstSentences"] {
    return inOrder(this.#first).map(({ title, ...group }) => ({ ...group, intent: title }));
  }

  bargainers(): NonNullable<Report["bargainers"]> {
    return inOrder(this.#bargains).map(({ title, ...group }) => ({ ...group, type: title }));
  }

  /** Questions asked in several conversations, the most frequent first. */
  faq(): Report["faq"] {
    return [...this.#questions.values()]
      .filter(({ count }) => count >= frequent)
      .sort(
        compareBy(
          ({ shop }) => shop,
          ({ count }) => -count,
          ({ title }) => title,
        ),
      )
      .map(({ shop, title, count, answers: [best] }) => ({
        shop,
        question: title,
        count,
        bestAnswer: best?.text ?? null,
        session: best?.session ?? null,
      }));
  }

  #addFirst(session: ReadSession, week: string | null): void {
    const texts = session.messages.filter(
      (message) => message.role === "customer" && isCounted(message) && message.kind === "text",
    );
    const first = session.messages.find((message) => message.role === "customer" || isByHand(message));
    // Who answers an agent does not open a conversation.
    if (texts.length === 0 || first?.role !== "customer") return;
    const saying = texts.find((message) => !bareGreeting.test(normalOf(message).text)) ?? null;
    const title = saying === null ? greeting : (this.#intentOf(normalOf(saying).text)?.title ?? other);
    this.#count(this.#first, session, week, title, (saying ?? texts[0]!).text);
  }

  #count(
    groups: Map<string, Group>,
    session: ReadSession,
    week: string | null,
    title: Intent["title"],
    text: string,
  ): void {
    const about = { week, shop: session.shop, title: this.#say(title) };
    const known = groups.get(groupKey(about));
    // Masking makes nothing shorter.
    if (known?.examples.length === exampleCap && oneLine(text).length > known.examples.at(-1)!.length) {
      known.count += 1;
      return;
    }
    const shown = oneLine(this.#show.mask ? maskWords(text, session.customer) : text);
    addGroup(groups, { ...about, count: 1, examples: [shown] });
  }

  #say(title: Intent["title"]): string {
    return inLocale(title, this.#show.locale);
  }
}

/** A customer's words that only greet or ask for a person: what the conversation is about comes later. */
const bareGreeting =
  /^(?:亲|您好|你好|哈喽|嗨|hi|hello|老板|店家|掌柜|客服|人工|转人工|请问|想?咨询(?:一下|下)?|问(?:一下|下)|在吗|在嘛|在么|在不在|在不|在|有人吗|有人在吗|有人|想|我|吗|呀|啊|[ ,!?。~…]){1,12}$/u;

function matcher(intents: readonly Intent[]): (text: string) => Intent | null {
  const compiled = intents.map((intent) => ({ intent, pattern: new RegExp(intent.patterns.join("|"), "u") }));
  const known = new Memo<{ intent: Intent | null }>(rememberedTexts);
  const find = (text: string) => compiled.find(({ pattern }) => pattern.test(text))?.intent ?? null;
  return (text) => known.get(text, () => ({ intent: find(text) })).intent;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

function groupKey({ week, shop, title }: Pick<Group, "week" | "shop" | "title">): string {
  return JSON.stringify([week, shop, title]);
}

function addGroup(groups: Map<string, Group>, given: Group): void {
  const key = groupKey(given);
  const known = groups.get(key);
  if (known === undefined) {
    groups.set(key, { ...given, examples: [...given.examples] });
    return;
  }
  known.count += given.count;
  // The shortest of all distinct ones stay, whatever the order in which they come.
  known.examples = [...new Set([...known.examples, ...given.examples])].sort(byLength).slice(0, exampleCap);
}

const byLength = compareBy<string>(
  (text) => text.length,
  (text) => text,
);

function addQuestion(questions: Map<string, Question>, given: Question): void {
  const key = JSON.stringify([given.shop, given.title]);
  const known = questions.get(key);
  if (known === undefined) questions.set(key, { ...given, answers: bestAnswers(given.answers) });
  else {
    known.count += given.count;
    known.answers = bestAnswers(given.answers, known.answers);
  }
}

function inOrder(groups: ReadonlyMap<string, Group>): Group[] {
  return [...groups.values()].sort(
    compareBy(
      ({ week }) => week,
      ({ shop }) => shop,
      ({ count }) => -count,
      ({ title }) => title,
    ),
  );
}
