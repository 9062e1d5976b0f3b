/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { FindingData, PageData, QuoteData, RowData } from "./data.ts";

// These functions run in the page: `script.ts` writes their source into it. They may use each other,
// those of client-talk.ts, the browser and what they are given, and nothing else of this program. What
// stands in the other file is declared and not imported: in the page there are no modules.
declare const talkDetails: typeof import("./client-talk.ts").talkDetails;
declare const examplesBlock: typeof import("./client-talk.ts").examplesBlock;

/** What a filter of the list of findings keeps. */
interface FindingFilter {
  rule: string;
  severity: string;
  agent: string;
  words: string;
}

/** A finding with the row that it belongs to. */
interface ListedFinding {
  row: number;
  finding: FindingData;
}

/** An element with attributes and children; words become text, never markup. */
export function element(
  tag: string,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Data that the page carries under an id. */
export function readJson<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null") as T;
}

/** Sorts a table by a column, numbers as numbers, empty cells last in both directions. */
export function sortTable(table: HTMLTableElement, column: number): void {
  const heads = [...table.tHead!.rows[0]!.cells];
  const head = heads[column]!;
  const numeric = head.classList.contains("number");
  const first = numeric ? "descending" : "ascending";
  const other = numeric ? "ascending" : "descending";
  const direction = head.getAttribute("aria-sort") === first ? other : first;
  for (const cell of heads) cell.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", direction);
  const body = table.tBodies[0]!;
  const rows = [...body.rows];
  const keyIn = (row: HTMLTableRowElement) =>
    row.cells[column]!.dataset.value ?? row.cells[column]!.textContent!.trim();
  const sign = direction === "ascending" ? 1 : -1;
  rows.sort((a, b) => {
    const [x, y] = [keyIn(a), keyIn(b)];
    if (x === "" || y === "") return x === y ? 0 : x === "" ? 1 : -1;
    return sign * (numeric ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0);
  });
  body.append(...rows);
}

/** Shows the agents whose name contains the words. */
export function filterAgents(section: HTMLElement, words: string): void {
  const wanted = words.trim().toLowerCase();
  let shown = 0;
  for (const row of section.querySelectorAll<HTMLTableRowElement>("table.agents tbody tr")) {
    const matches = (row.dataset.name ?? "").toLowerCase().includes(wanted);
    row.hidden = !matches;
    if (matches) shown++;
  }
  section.querySelector<HTMLElement>("p.none[role]")!.hidden = shown > 0;
}

/** Quoted words under each other, each with speaker, time and place. */
export function quoteBlocks(quotes: readonly QuoteData[], session: string, page: PageData): HTMLElement[] {
  return quotes.map(([quote, by, time, message, source]) =>
    element(
      "blockquote",
      {},
      element("p", {}, element("bdi", {}, quote)),
      element(
        "footer",
        { title: source },
        element("bdi", {}, by),
        ` · ${time} · ${page.words.session} `,
        element("bdi", {}, session),
        ` · ${message}`,
      ),
    ),
  );
}

/** One point to improve: the words, the reason, and with `full` the rule and the better wording. */
export function findingItem({ row, finding }: ListedFinding, page: PageData, full: boolean): HTMLElement {
  const [ruleIndex, session, time, reason, better, quotes, mark, talk] = finding;
  const rule = page.rules[ruleIndex]!;
  const item = element("li", { class: "finding" });
  if (full) {
    item.append(
      element(
        "p",
        { class: "finding-head" },
        element("span", { class: `severity ${rule.severity}` }, rule.severityLabel),
        element("strong", {}, rule.title),
        element("span", { class: "who" }, element("bdi", {}, page.rows[row]!.agent)),
      ),
    );
  }
  if (mark !== "") item.append(element("p", {}, element("span", { class: "severity" }, mark)));
  item.append(...quoteBlocks(quotes, session, page));
  if (quotes.length === 0)
    item.append(
      element("p", { class: "place" }, `${time} · ${page.words.session} `, element("bdi", {}, session)),
    );
  item.append(element("p", { class: "reason" }, page.strings[reason]!));
  if (full && page.strings[better] !== "")
    item.append(
      element("p", { class: "reason" }, `${page.words.better}${page.words.colon}${page.strings[better]}`),
    );
  if (talk >= 0) item.append(talkDetails(talk, page.words.talk!, page));
  return item;
}

/** The better wording, marked as such. */
export function betterLine(better: string, page: PageData): HTMLElement {
  return element(
    "p",
    { class: "better" },
    element("span", { class: "better-label" }, page.words.better!),
    " ",
    better,
  );
}

/** A list that grows by a page whenever its button is pressed, so that its length costs nothing. */
export function growingList(
  count: number,
  step: number,
  first: number,
  itemAt: (at: number) => HTMLElement,
  page: PageData,
): HTMLElement {
  const list = element("ul", { class: "findings" });
  const more = element("button", { type: "button", class: "more" }, page.words.more!);
  const status = element("span", { class: "shown", role: "status" });
  const tail = element("p", { class: "grow" }, status, " ", more);
  let shown = 0;
  const grow = (by: number) => {
    const from = shown;
    shown = Math.min(count, shown + by);
    const fresh: HTMLElement[] = [];
    for (let at = from; at < shown; at++) fresh.push(itemAt(at));
    list.append(...fresh);
    tail.hidden = shown >= count;
    status.textContent = page.words
      .shown!.replace("{shown}", String(shown))
      .replace("{total}", String(count));
    return fresh[0];
  };
  grow(first);
  more.addEventListener("click", () => {
    const next = grow(step);
    next?.setAttribute("tabindex", "-1");
    next?.focus();
  });
  return element("div", { class: "growing" }, list, tail);
}

/** A table of words; without heads where there are none. */
export function plainTable(
  heads: readonly string[],
  rows: readonly (readonly (string | HTMLElement)[])[],
): HTMLElement {
  const table = element("table");
  if (heads.length > 0) {
    table.append(
      element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    );
  }
  const lines = rows.map((row) =>
    element(
      "tr",
      {},
      ...row.map((cell) => element("td", {}, typeof cell === "string" ? element("bdi", {}, cell) : cell)),
    ),
  );
  table.append(element("tbody", {}, ...lines));
  return element("div", { class: "scroll" }, table);
}

/** A further block of an agent's details, folded. */
export function folded(title: string, content: Node): HTMLElement {
  return element("details", { class: "inner" }, element("summary", {}, title), content);
}

/** The longest waits. */
export function slowBlock(row: RowData, page: PageData): HTMLElement {
  const { words } = page;
  const rows = row.slowTurns.map(([time, waited, quote, session, talk]) => {
    const place = element("div", {}, element("bdi", {}, session));
    if (talk >= 0) place.append(talkDetails(talk, words.talk!, page));
    return [time, waited, quote, place];
  });
  return element(
    "section",
    { class: "slow" },
    element("h4", {}, words.slowTurns!),
    plainTable([words.time!, words.waited!, words.quote!, words.session!], rows),
  );
}

/** Puts the content into an agent's details, once. */
export function fillAgent(details: HTMLDetailsElement, page: PageData): void {
  const body = details.querySelector<HTMLElement>(".body")!;
  if (body.childElementCount > 0) return;
  const number = Number(details.dataset.row);
  const row = readJson<RowData>(`part-${number}`);
  body.append(praiseBlock(row, page), improvementBlock(row, number, page));
  if (row.talks.length > 0) body.append(examplesBlock(row, page));
  if (row.slowTurns.length > 0) body.append(slowBlock(row, page));
  body.append(...furtherBlocks(row, number, page));
}

/** What was done well: rules kept, then the words that show it. */
export function praiseBlock(row: RowData, page: PageData): HTMLElement {
  const block = element("section", { class: "praises" }, element("h4", {}, page.words.praises!));
  if (row.praises.length + row.praiseQuotes.length === 0) {
    block.append(element("p", { class: "none" }, page.words.noPraises!));
    return block;
  }
  block.append(
    element(
      "ul",
      { class: "chips" },
      ...row.praises.map(([title, cases]) =>
        element("li", {}, `${title} `, element("span", { class: "cases" }, cases)),
      ),
    ),
  );
  if (row.praiseQuotes.length > 0) {
    const quoteAt = (at: number) => {
      const [title, session, quotes, talk] = row.praiseQuotes[at]!;
      return element(
        "li",
        { class: "finding" },
        element("p", { class: "finding-head" }, element("strong", {}, title)),
        ...quoteBlocks(quotes, session, page),
        ...(talk < 0 ? [] : [talkDetails(talk, page.words.talk!, page)]),
      );
    };
    block.append(growingList(row.praiseQuotes.length, 20, 3, quoteAt, page));
  }
  return block;
}

/** Points to improve, rule by rule, each with its better wording before the cases. */
export function improvementBlock(row: RowData, number: number, page: PageData): HTMLElement {
  const block = element("section", { class: "improvements" }, element("h4", {}, page.words.improvements!));
  if (row.improvements.length === 0 && row.findings.length === 0) {
    block.append(element("p", { class: "none" }, page.words.noImprovements!));
  }
  const byRule = new Map<string, FindingData[]>();
  for (const finding of row.findings) {
    const id = page.rules[finding[0]]!.id;
    byRule.set(id, [...(byRule.get(id) ?? []), finding]);
  }
  // What comes first is shown with several cases, the rest with one each.
  for (const [at, [rule, title, cases, points, better]] of row.improvements.entries()) {
    const findings = byRule.get(rule) ?? [];
    byRule.delete(rule);
    const lost = `${cases} · ${page.words.pointsLost} ${points}`;
    block.append(improvementRule(title, lost, better, findings, at < 3 ? 3 : 1, number, page));
  }
  for (const findings of byRule.values()) {
    const first = findings[0]!;
    block.append(
      improvementRule(page.rules[first[0]]!.title, "", page.strings[first[4]]!, findings, 1, number, page),
    );
  }
  return block;
}

/** One rule of the points to improve with its cases, `shown` of them at once. */
export function improvementRule(
  title: string,
  cases: string,
  better: string,
  findings: readonly FindingData[],
  shown: number,
  number: number,
  page: PageData,
): HTMLElement {
  const rule = findings[0] === undefined ? undefined : page.rules[findings[0][0]];
  const head = element("h5", {}, title);
  if (rule !== undefined)
    head.prepend(element("span", { class: `severity ${rule.severity}` }, rule.severityLabel));
  head.append(element("span", { class: "cases" }, ` ${cases}`));
  const block = element("section", { class: "rule" }, head);
  if (better !== "") block.append(betterLine(better, page));
  if (findings.length > 0) {
    block.append(
      growingList(
        findings.length,
        20,
        shown,
        (at) => findingItem({ row: number, finding: findings[at]! }, page, false),
        page,
      ),
    );
  }
  return block;
}

/** Trend, all figures, platform figures and the table of rules, each folded. */
export function furtherBlocks(row: RowData, number: number, page: PageData): HTMLElement[] {
  const { words } = page;
  const blocks: HTMLElement[] = [];
  const trend = document.getElementById(`trend-${page.rows[number]!.trend}`) as HTMLTemplateElement | null;
  if (trend !== null)
    blocks.push(folded(words.trend!, element("div", { class: "trend" }, trend.content.cloneNode(true))));
  if (row.figures.length > 0) blocks.push(folded(words.figures!, plainTable([], row.figures)));
  if (row.platform.length > 0) blocks.push(folded(words.platform!, plainTable([], row.platform)));
  if (row.rules.length > 0) {
    blocks.push(
      folded(
        words.rules!,
        plainTable([words.rule!, words.passed!, words.failed!, words.skipped!, words.pointsLost!], row.rules),
      ),
    );
  }
  return blocks;
}

/** Findings of the rows that are shown, as the filter has them, the gravest first. */
export function filterFindings(
  rows: readonly number[],
  filter: FindingFilter,
  parts: (row: number) => RowData,
  page: PageData,
): ListedFinding[] {
  const wanted = filter.words.trim().toLowerCase();
  const hasWords = page.strings.map((text) => text.toLowerCase().includes(wanted));
  const gravity = ["fatal", "major", "minor", "info"];
  const rank = page.rules.map((rule) => gravity.indexOf(rule.severity));
  const isWanted = page.rules.map(
    (rule) =>
      (filter.rule === "" || rule.id === filter.rule) &&
      (filter.severity === "" || rule.severity === filter.severity),
  );
  const found: ListedFinding[][] = gravity.map(() => []);
  for (const row of rows) {
    if (filter.agent !== "" && page.rows[row]!.agent !== filter.agent) continue;
    for (const finding of parts(row).findings) {
      const [rule, session, , reason, , quotes] = finding;
      if (!isWanted[rule]) continue;
      const isFound =
        wanted === "" ||
        hasWords[reason] ||
        quotes.some(([quote]) => quote.toLowerCase().includes(wanted)) ||
        session.toLowerCase().includes(wanted);
      if (isFound) found[rank[rule]!]!.push({ row, finding });
    }
  }
  return found.flat();
}

/** Shows the chosen week and shop, everything else is hidden. */
export function showChosen(week: string, shop: string | null): void {
  for (const section of document.querySelectorAll<HTMLElement>("[data-week]")) {
    section.hidden = section.dataset.week !== week || (shop !== null && section.dataset.shop !== shop);
  }
  for (const section of document.querySelectorAll<HTMLElement>(".trend[data-shop]")) {
    section.hidden = shop !== null && section.dataset.shop !== shop;
  }
}

/** The shop chosen in the switch, null for all; the page of one shop has no switch. */
export function chosenShop(): string | null {
  const select = document.querySelector<HTMLSelectElement>("#shop");
  if (select === null || select.selectedIndex === 0) return null;
  return select.value;
}

/** Fills the switch of the list with the agents and rules of the rows shown, keeping the choice. */
export function fillChoices(select: HTMLSelectElement, choices: Map<string, string>): void {
  const chosen = select.value;
  select.length = 1;
  for (const [value, label] of choices) select.append(new Option(label, value));
  select.value = choices.has(chosen) ? chosen : "";
}

/** The list of all points to improve of the week shown, filtered and drawn page by page. */
export function startFindings(page: PageData): () => void {
  const form = document.querySelector<HTMLFormElement>("#finding-filter")!;
  const target = document.querySelector<HTMLElement>("#finding-list")!;
  const read = new Map<number, RowData>();
  const parts = (row: number) => {
    if (!read.has(row)) read.set(row, readJson<RowData>(`part-${row}`));
    return read.get(row)!;
  };
  const control = (name: string) => form.elements.namedItem(name) as HTMLSelectElement;
  const draw = () => {
    const filter = {
      rule: control("rule").value,
      severity: control("severity").value,
      agent: control("agent").value,
      words: control("words").value,
    };
    const found = filterFindings(shownRows(page), filter, parts, page);
    target.replaceChildren(
      found.length === 0
        ? element("p", { class: "none", role: "status" }, page.words.noMatch!)
        : growingList(found.length, 50, 10, (at) => findingItem(found[at]!, page, true), page),
    );
  };
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 120) as unknown as number;
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  return () => {
    const rows = shownRows(page);
    fillChoices(control("agent"), new Map(rows.map((row) => [page.rows[row]!.agent, page.rows[row]!.agent])));
    draw();
  };
}

/** Indexes of the rows of the chosen week and shop. */
export function shownRows(page: PageData): number[] {
  const week = document.querySelector<HTMLSelectElement>("#week")?.value ?? page.rows[0]?.week ?? "";
  const shop = chosenShop();
  return page.rows.flatMap((row, at) =>
    row.week === week && (shop === null || row.shop === shop) ? [at] : [],
  );
}

/** Opens the details that the address names: an agent's, `row-3`, or a conversation in them, `row-3.5`. */
export function openTarget(page: PageData): void {
  const [id, talk] = decodeURIComponent(location.hash.slice(1)).split(".");
  const agent = document.getElementById(id!);
  if (!(agent instanceof HTMLDetailsElement)) return;
  agent.open = true;
  fillAgent(agent, page);
  const inner =
    talk === undefined
      ? null
      : agent.querySelector<HTMLDetailsElement>(`.examples details[data-talk="${Number(talk)}"]`);
  const target = inner ?? agent;
  target.open = true;
  target.scrollIntoView();
  target.querySelector("summary")?.focus({ preventScroll: true });
}

/** On paper everything of the week shown is unfolded; afterwards what was folded is folded again. */
export function startPrinting(page: PageData): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    opened = [
      ...document.querySelectorAll<HTMLDetailsElement>(
        "section.team:not([hidden]) details.agent:not([open])",
      ),
    ];
    for (const details of opened) {
      fillAgent(details, page);
      details.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
  document.querySelector("#print")?.addEventListener("click", () => print());
}

/** Brings the page to life. */
export function start(): void {
  const page = readJson<PageData>("page-data");
  const drawFindings = startFindings(page);
  const show = () => {
    const week = document.querySelector<HTMLSelectElement>("#week");
    if (week !== null) showChosen(week.value, chosenShop());
    drawFindings();
  };
  document.querySelector("#week")?.addEventListener("change", show);
  document.querySelector("#shop")?.addEventListener("change", show);
  for (const table of document.querySelectorAll<HTMLTableElement>("table.agents")) {
    for (const [column, head] of [...table.tHead!.rows[0]!.cells].entries()) {
      head.querySelector("button")!.addEventListener("click", () => sortTable(table, column));
    }
  }
  for (const input of document.querySelectorAll<HTMLInputElement>("input.agent-filter")) {
    input.addEventListener("input", () => filterAgents(input.closest<HTMLElement>("section")!, input.value));
  }
  for (const details of document.querySelectorAll<HTMLDetailsElement>("details.agent")) {
    details.addEventListener("toggle", () => {
      if (details.open) fillAgent(details, page);
    });
  }
  addEventListener("hashchange", () => openTarget(page));
  startPrinting(page);
  show();
  openTarget(page);
  document.documentElement.classList.add("ready");
}
