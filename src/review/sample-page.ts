import { html, jsonScript, Markup } from "../formats/html/markup.ts";
import { style } from "../formats/html/style.ts";
import type { ReviewQuestion, ReviewSample, SampledMessage, SampledSession } from "./sample.ts";
import { type ReviewWords, reviewWords } from "./words.ts";

/** One page for reviewers: each conversation beside its questions; answers are saved as the CSV that `calibrate` reads. */
export function samplePage(sample: ReviewSample): string {
  const { locale, plan, seed, blind } = sample.settings;
  const say: ReviewWords = reviewWords[locale];
  const { sessions, population } = sample;
  return html`<!doctype html>
<html lang="${locale === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${say.sampleTitle}</title><style>${new Markup(style + ownStyle)}</style></head>
<body><header><h1>${say.sampleTitle}</h1><nav><label>${say.reviewer} <input id="reviewer"></label><span id="done" role="status"></span> <button id="save">${say.save}</button></nav></header>
<main><section><p>${say.drawn(sessions.length, population, say.plans[plan], seed)}</p><p>${say.howTo}</p></section>
${sessions.map((session) => sessionPart(session, blind, say))}</main>
${jsonScript("facts", factsOf(sample, say))}
<script>${new Markup(script)}</script></body></html>
`.text;
}

/** A question as a reviewer reads it. */
export function questionText({ ask, title, answer }: ReviewQuestion, say: ReviewWords): string {
  return `${ask ?? say.did(title)}${answer === "score" ? say.scoreHint : ""}`;
}

/** Who speaks: a message that was sent by itself is told from what an agent wrote. */
export function speaker({ role, auto }: SampledMessage, say: ReviewWords): string {
  return auto && role === "agent" ? say.automatic : say.roles[role];
}

/** Answers to a question that asks for a score, best first. */
export const scoreChoices = ["5", "4", "3", "2", "1"] as const;

const ownStyle = `
.review { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 20px; }
.review .chat { margin: 0; padding: 0; list-style: none; position: sticky; top: 12px; align-self: start; max-height: 95vh; overflow: auto; }
.review .chat li { white-space: pre-wrap; padding: 2px 0; }
.review fieldset { border: 1px solid var(--edge); border-radius: 8px; margin: 0 0 10px; }
.review fieldset label { margin-right: 12px; }
.review fieldset input:not([type="radio"]) { width: 100%; }
@media (max-width: 640px) { .review { grid-template-columns: 1fr; } .review .chat { position: static; max-height: none; } }
`;

function sessionPart(session: SampledSession, blind: boolean, say: ReviewWords): Markup {
  const { number, shop, week, agents, messages, questions } = session;
  const facts = [shop, week, ...agents].filter((fact) => fact !== null).join(" · ");
  return html`<section><h2>${number} <span class="week">${facts}</span></h2><div class="review"><ol class="chat">${messages.map(
    (message) =>
      html`<li><span class="label">${message.time?.slice(11, 19) ?? ""} ${speaker(message, say)} ${message.sender ?? ""}</span> ${message.text}</li>`,
  )}</ol><div>${questions.map((question, at) => questionPart(question, `${number}-${at}`, blind, say))}</div></div></section>`;
}

function questionPart(question: ReviewQuestion, name: string, blind: boolean, say: ReviewWords): Markup {
  const { agent, rule, machine, quotes, answer } = question;
  const choices = answer === "score" ? [...scoreChoices, say.verdicts.none] : Object.values(say.verdicts);
  const verdicts = choices.map(
    (verdict) => html`<label><input type="radio" name="${name}" value="${verdict}"> ${verdict}</label>`,
  );
  const shown =
    blind || machine === null
      ? null
      : html`<p class="note">${say.machine}: ${say.machineVerdicts[machine]} ${quotes.map((quote) => `“${quote}”`).join(" ")}</p>`;
  return html`<fieldset data-name="${name}"><legend>${questionText(question, say)} <span class="label">${rule} ${agent ?? ""}</span></legend>${shown}${verdicts}<input placeholder="${say.note}"></fieldset>`;
}

/** What the script writes into the CSV beside the answers. */
function factsOf({ sessions }: ReviewSample, say: ReviewWords) {
  return {
    missingName: say.missingName,
    answered: say.answered,
    heads: [
      say.number,
      say.reviewer,
      say.verdict,
      say.note,
      say.session,
      say.shop,
      say.week,
      say.agent,
      say.rubric,
      say.rule,
      say.probability,
      say.seal,
    ],
    rows: Object.fromEntries(
      sessions.flatMap(({ number, session, shop, week, questions }) =>
        questions.map(({ agent, rubric, rule, probability, seal }, at) => [
          `${number}-${at}`,
          { number, rest: [session, shop, week, agent, rubric, rule, probability, seal] },
        ]),
      ),
    ),
  };
}

const script = `
const facts = JSON.parse(document.getElementById("facts").textContent);
const cell = (value) => {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^\\s*[=+\\-@＝＋－＠]/.test(value) ? "'" + value : value;
  return /[",\\r\\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
};
const sets = [...document.querySelectorAll("fieldset")];
let unsaved = false;
const count = () => {
  const done = sets.filter((set) => set.querySelector("input[type=radio]:checked") !== null).length;
  document.getElementById("done").textContent = facts.answered.replace("{done}", done).replace("{all}", sets.length);
};
document.querySelector("main").addEventListener("input", () => { unsaved = true; count(); });
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
count();
document.getElementById("save").addEventListener("click", () => {
  const reviewer = document.getElementById("reviewer");
  if (reviewer.value.trim() === "") { alert(facts.missingName); reviewer.focus(); return; }
  const rows = sets.map((set) => {
    const { number, rest } = facts.rows[set.dataset.name];
    const verdict = set.querySelector("input[type=radio]:checked");
    const note = set.querySelector("input:not([type=radio])");
    return [number, reviewer.value.trim(), verdict === null ? null : verdict.value, note.value, ...rest];
  });
  const text = "\\ufeff" + [facts.heads, ...rows].map((row) => row.map(cell).join(",")).join("\\r\\n") + "\\r\\n";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = "review-" + reviewer.value.trim() + ".csv";
  link.click();
  unsaved = false;
});
`;
