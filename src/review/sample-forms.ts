import { type Column, table } from "../formats/csv.ts";
import type { Output } from "../formats/document/outputs.ts";
import { writeBook } from "../formats/xlsx/book.ts";
import { sheetOf } from "../formats/xlsx/sheet.ts";
import type { ReviewQuestion, ReviewSample, SampledSession } from "./sample.ts";
import { questionText, samplePage, scoreChoices, speaker } from "./sample-page.ts";
import { type ReviewWords, reviewWords } from "./words.ts";

/** A row of the review form: a question about a conversation. */
interface FormRow {
  session: SampledSession;
  question: ReviewQuestion;
  isFirst: boolean;
}

/** The files that a review list can be written to, by format. */
export function sampleOutputs(sample: ReviewSample): Record<string, Output> {
  return {
    csv: { name: "review.csv", content: () => table(columnsOf(sample), rowsOf(sample)) },
    xlsx: { name: "review.xlsx", content: () => book(sample) },
    html: { name: "review.html", content: () => samplePage(sample) },
    json: { name: "review.json", content: () => `${JSON.stringify(sample, null, 2)}\n` },
  };
}

function rowsOf({ sessions }: ReviewSample): FormRow[] {
  return sessions.flatMap((session) =>
    session.questions.map((question, at) => ({ session, question, isFirst: at === 0 })),
  );
}

/** What the reviewer reads, then what she fills in. Why a conversation was drawn stands not in a blind list. */
function columnsOf({ settings: { locale, blind } }: ReviewSample): Column<FormRow>[] {
  const say: ReviewWords = reviewWords[locale];
  const machine: Column<FormRow>[] = [
    [
      say.machine,
      ({ question }) => (question.machine === null ? null : say.machineVerdicts[question.machine]),
    ],
    [say.quotes, ({ question }) => question.quotes.join("\n") || null],
    [say.finding, ({ question }) => question.finding],
    [say.by, ({ session }) => session.by.map((plan) => say.plans[plan]).join(" ")],
  ];
  return [
    [say.number, ({ session }) => session.number],
    [say.chat, ({ session, isFirst }) => (isFirst ? chatText(session, say) : null)],
    [say.question, ({ question }) => questionText(question, say)],
    ...(blind ? [] : machine),
    [say.reviewer, () => null],
    [say.verdict, () => null],
    [say.note, () => null],
    [say.session, ({ session }) => session.session],
    [say.shop, ({ session }) => session.shop],
    [say.week, ({ session }) => session.week],
    [say.agent, ({ question }) => question.agent],
    [say.rubric, ({ question }) => question.rubric],
    [say.rule, ({ question }) => question.rule],
    [say.probability, ({ question }) => question.probability],
    [say.seal, ({ question }) => question.seal],
  ];
}

function chatText({ messages, agents }: SampledSession, say: ReviewWords): string {
  return messages
    .map((message) => {
      const { time, role, sender, text } = message;
      const who = role === "agent" && agents.length > 1 ? sender : null;
      return [time?.slice(11, 19), speaker(message, say), who].filter(Boolean).join(" ").concat(": ", text);
    })
    .join("\n");
}

/** Of a drop-down list in all rows of a column: scores stand in it where any question asks for one. */
function choicesOf({ sessions }: ReviewSample, say: ReviewWords): string[] {
  const isScored = sessions.some(({ questions }) => questions.some(({ answer }) => answer === "score"));
  return [...Object.values(say.verdicts), ...(isScored ? scoreChoices : [])];
}

function book(sample: ReviewSample): Uint8Array {
  const say: ReviewWords = reviewWords[sample.settings.locale];
  const columns = columnsOf(sample).map(([head, cell]) => ({
    head,
    cell: (row: FormRow) => ({
      value: cell(row),
      style: head === say.chat || head === say.quotes ? ("wrapped" as const) : ("plain" as const),
    }),
    ...(head === say.verdict && { choices: choicesOf(sample, say) }),
  }));
  return writeBook([sheetOf(say.sheet, columns, rowsOf(sample))]);
}
