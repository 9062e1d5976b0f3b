import { type Document, type DocumentColumn, section } from "../formats/document/document.ts";
import type { Cell } from "../formats/xlsx/sheet.ts";
import type { Estimate } from "../statistics/share.ts";
import type { Answer, ItemSummary, PlaceSummary, ShopperReport, ShopperSummary, Visit } from "./report.ts";
import { type ShopperWords, shopperWords } from "./words.ts";

/** A shopper report for people. */
export function shopperDocument(report: ShopperReport): Document {
  const { locale } = report.settings;
  const say = shopperWords[locale];
  const matched = report.visits.filter(({ status }) => status === "matched");
  const open = report.visits.filter(({ status }) => status !== "matched");
  const answers = matched.flatMap((visit) => visit.answers.map((answer) => ({ visit, answer })));
  const titles = new Map(report.items.map(({ item, title }) => [item, title]));
  return {
    locale,
    title: say.title,
    notes: [say.counts(report.visits.length, matched.length), say.rules(report.settings), say.reading],
    sections: [
      section(say.shoppers, [say.shopperNote], shopperColumns(say), report.shoppers),
      section(say.items, [], itemColumns(say), report.items),
      section(say.agents, [say.fewVisits], placeColumns(say.agent, say), report.agents),
      section(say.shops, [], placeColumns(say.shop, say), report.shops),
      section(say.open, [say.openNote], openColumns(say), open),
      section(
        say.refuted,
        [],
        answerColumns(say, titles),
        answers.filter(({ answer }) => answer.verdict === "wrong"),
      ),
      section(say.all, [], answerColumns(say, titles), answers),
      section(
        say.agreement,
        [say.agreementNote],
        [
          { head: say.item, cell: ({ title }) => text(title) },
          { head: say.agentsTwice, cell: ({ agents }) => count(agents) },
          { head: "α", cell: ({ alpha }) => ({ value: alpha, style: "decimal" }) },
        ],
        report.agreement,
      ),
      section(
        say.problems,
        [],
        [
          { head: say.place, cell: ({ file, line }) => text(`${file}:${line}`) },
          { head: say.column, cell: ({ column }) => text(column) },
          { head: say.written, cell: ({ value }) => text(value) },
        ],
        report.problems,
      ),
    ].filter(({ rows, title }) => rows.length > 0 || title === say.refuted),
  };
}

function text(value: string | null): Cell {
  return { value, style: "plain" };
}

function count(value: number): Cell {
  return { value, style: "count" };
}

function shareColumns<T>(head: string, of: (item: T) => Estimate, say: ShopperWords): DocumentColumn<T>[] {
  return [
    { head, cell: (item) => ({ value: of(item).value, style: "share" }) },
    { head: say.interval, cell: (item) => text(intervalText(of(item))) },
    { head: "n", cell: (item) => count(of(item).n) },
  ];
}

function intervalText({ low, high }: Estimate): string {
  return low === null || high === null ? "" : `${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)}%`;
}

function shopperColumns(say: ShopperWords): DocumentColumn<ShopperSummary>[] {
  return [
    { head: say.shopper, cell: ({ shopper }) => text(shopper ?? say.nobody) },
    { head: say.visits, cell: ({ visits }) => count(visits) },
    { head: say.matched, cell: ({ matched }) => count(matched) },
    ...shareColumns<ShopperSummary>(say.accuracy, ({ accuracy }) => accuracy, say),
    { head: say.late, cell: ({ late }) => count(late) },
    { head: say.empty, cell: ({ empty }) => count(empty) },
    { head: say.alike, cell: ({ alike }) => count(alike) },
    { head: say.alikeRefuted, cell: ({ alikeRefuted }) => count(alikeRefuted) },
    { head: say.repeated, cell: ({ repeated }) => count(repeated) },
    { head: say.doubtful, cell: ({ doubtful }) => count(doubtful) },
  ];
}

function itemColumns(say: ShopperWords): DocumentColumn<ItemSummary>[] {
  return [
    { head: say.item, cell: ({ title }) => text(title) },
    ...shareColumns<ItemSummary>(say.accuracy, ({ accuracy }) => accuracy, say),
    { head: say.verdicts.silent, cell: ({ silent }) => count(silent) },
    { head: say.verdicts.blank, cell: ({ blank }) => count(blank) },
    { head: say.byForm, cell: ({ said }) => ({ value: said, style: "decimal" }) },
    { head: say.byLog, cell: ({ log }) => ({ value: log, style: "decimal" }) },
  ];
}

function placeColumns(head: string, say: ShopperWords): DocumentColumn<PlaceSummary>[] {
  return [
    { head, cell: ({ name }) => text(name ?? say.nobody) },
    { head: say.visits, cell: ({ visits }) => count(visits) },
    ...shareColumns<PlaceSummary>(say.done, ({ done }) => done, say),
    { head: say.opinion, cell: ({ opinion }) => ({ value: opinion, style: "decimal" }) },
    { head: say.remark, cell: ({ enough }) => text(enough ? "" : say.tooFew) },
  ];
}

function openColumns(say: ShopperWords): DocumentColumn<Visit>[] {
  return [
    { head: say.place, cell: ({ file, line }) => text(`${file}:${line}`) },
    ...visitColumns(say),
    { head: say.status, cell: ({ status }) => text(say.statuses[status]) },
    { head: say.reason, cell: ({ reason }) => text(reason) },
    { head: say.candidates, cell: ({ candidates }) => text(candidates.join("\n")) },
  ];
}

function visitColumns(say: ShopperWords): DocumentColumn<Visit>[] {
  return [
    { head: say.shopper, cell: ({ shopper }) => text(shopper) },
    {
      head: say.agent,
      cell: ({ agent, servedBy }) => text(servedBy.length > 0 ? servedBy.join("、") : agent),
    },
    { head: say.nick, cell: ({ customer }) => text(customer) },
    { head: say.time, cell: ({ time }) => ({ value: time, style: "time" }) },
  ];
}

interface Shown {
  visit: Visit;
  answer: Answer;
}

function answerColumns(say: ShopperWords, titles: ReadonlyMap<string, string>): DocumentColumn<Shown>[] {
  return [
    ...visitColumns(say).map(({ head, cell }) => ({ head, cell: ({ visit }: Shown) => cell(visit) })),
    {
      head: say.session,
      cell: ({ visit: { session, part } }) => text(part === null ? session : `${session} ${say.part(part)}`),
    },
    { head: say.item, cell: ({ answer }) => text(titles.get(answer.item) ?? answer.item) },
    { head: say.byForm, cell: ({ answer }) => text(answer.said) },
    { head: say.verdict, cell: ({ answer }) => text(say.verdicts[answer.verdict]) },
    {
      head: say.reason,
      cell: ({ answer }) => text([answer.reason, ...rulesOf(answer, say)].filter(Boolean).join("; ")),
    },
    { head: say.quote, cell: ({ answer }) => ({ value: quotesOf(answer), style: "wrapped" }) },
  ];
}

function rulesOf({ rules }: Answer, say: ShopperWords): string[] {
  return rules.map(({ rule, title, outcome }) => `${rule} ${title}: ${say.outcomes[outcome]}`);
}

function quotesOf({ evidence }: Answer): string {
  return evidence.map(({ sender, quote }) => `${sender ?? ""}: ${quote}`).join("\n");
}
