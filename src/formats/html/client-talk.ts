/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { PageData, RowData } from "./data.ts";
import type { TalkData, TalkLine } from "./talks.ts";

// Like those of client.ts, these functions run in the page: their source is written into it.
declare const element: typeof import("./client.ts").element;
declare const readJson: typeof import("./client.ts").readJson;

/** A conversation, folded; it is written when it is first opened. */
export function talkDetails(talk: number, title: string, page: PageData): HTMLElement {
  const details = element(
    "details",
    { class: "talk", "data-talk": String(talk) },
    element("summary", {}, title),
  ) as HTMLDetailsElement;
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(talkBody(talk, page));
  });
  return details;
}

/** The lines of a conversation. */
export function talkBody(talk: number, page: PageData): HTMLElement {
  const { lines, leftOut } = readJson<TalkData>(`talk-${talk}`);
  const body = element("div", { class: "talk-body" });
  body.append(element("ol", {}, ...lines.map((line) => talkLine(line, page))));
  if (leftOut !== "") body.append(element("p", { class: "note" }, leftOut));
  return body;
}

/** Words with who said them, what they do, and what there is to improve; or how long the customer waited. */
export function talkLine([kind, by, time, text, acts, marks]: TalkLine, page: PageData): HTMLElement {
  if (kind === "wait" || kind === "slow") return element("li", { class: kind }, text);
  const line = element(
    "li",
    { class: kind },
    element("span", { class: "by" }, element("bdi", {}, by), ` ${time}`),
    element("p", {}, element("bdi", {}, ...markedWords(text, marks))),
  );
  const tags = element("span", { class: "acts" }, acts.map((act) => page.strings[act]!).join(" · "));
  const faults = [...new Set(marks.map(([, , rule]) => rule))].map((rule) =>
    element("span", { class: `severity ${page.rules[rule]!.severity}` }, page.rules[rule]!.title),
  );
  if (acts.length > 0) line.append(tags);
  line.append(...faults);
  return line;
}

/** The text with the quoted words marked; of quotes that overlap the first. */
export function markedWords(text: string, marks: TalkLine[5]): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let written = 0;
  for (const [start, end] of [...marks].sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    if (start < written || end <= start) continue;
    parts.push(text.slice(written, start), element("mark", {}, text.slice(start, end)));
    written = end;
  }
  return [...parts, text.slice(written)];
}

/** The conversations of an agent to look at together, each with what it shows. */
export function examplesBlock(row: RowData, page: PageData): HTMLElement {
  const { words } = page;
  const named = (label: string, titles: readonly string[]) =>
    titles.length === 0
      ? []
      : [`${label}${words.colon}${titles.slice(0, 3).join(words.list)}${titles.length > 3 ? " …" : ""}`];
  return element(
    "section",
    { class: "examples" },
    element("h4", {}, words.talks!),
    ...row.talks.map(([talk, time, praises, improvements]) => {
      const shows = [...named(words.well!, praises), ...named(words.improve!, improvements)];
      const title = [time, ...(shows.length === 0 ? [words.talk!] : shows)].filter((part) => part !== "");
      return talkDetails(talk, title.join(" · "), page);
    }),
  );
}
