import { inLocale } from "../rubric/local-text.ts";
import { alpha } from "../statistics/agreement.ts";
import { groupBy } from "../statistics/groups.ts";
import { estimate } from "../statistics/share.ts";
import type { Locale } from "../text/wording.ts";
import type { FormItem } from "./form-schema.ts";
import {
  type Answer,
  enoughVisits,
  type ItemSummary,
  type PlaceSummary,
  type ShopperAgreement,
  type ShopperSummary,
  type Visit,
} from "./report.ts";

/** Figures of each item over all visits that were compared. */
export function byItem(visits: readonly Visit[], items: readonly FormItem[], locale: Locale): ItemSummary[] {
  return items.map((item) => {
    const answers = visits
      .filter(({ status }) => status === "matched")
      .flatMap((visit) => visit.answers.filter((answer) => answer.item === item.id));
    const both = answers.filter(({ value, log }) => value !== null && log !== null);
    const isProven = item.proof !== undefined || item.figure !== undefined;
    return {
      item: item.id,
      title: inLocale(item.title, locale),
      accuracy: accuracyOf(answers),
      silent: answers.filter(({ verdict }) => verdict === "silent").length,
      blank: answers.filter(({ verdict }) => verdict === "blank").length,
      said: meanOf((isProven ? both : answers).map(({ value }) => value)),
      log: meanOf(both.map(({ log }) => log)),
    };
  });
}

export function byShopper(visits: readonly Visit[]): ShopperSummary[] {
  return groups(visits, ({ shopper }) => shopper).map(([shopper, own]) => {
    const alike = own.filter(({ isAlike }) => isAlike);
    return {
      shopper,
      visits: own.length,
      matched: own.filter(({ status }) => status === "matched").length,
      accuracy: accuracyOf(own.flatMap(({ answers }) => answers)),
      late: own.filter(({ isLate }) => isLate === true).length,
      empty: own.filter(({ isEmpty }) => isEmpty).length,
      alike: alike.length,
      alikeRefuted: alike.filter(({ answers }) => answers.some(isWrong)).length,
      repeated: repeatedForms(own),
      doubtful: own.filter(({ isDoubtful }) => isDoubtful).length,
    };
  });
}

/** Summaries of the visits that were matched, by agent or by shop. */
export function byPlace(
  visits: readonly Visit[],
  items: readonly FormItem[],
  nameOf: (visit: Visit) => string | null,
): PlaceSummary[] {
  const provable = new Set(items.filter(({ proof }) => proof !== undefined).map(({ id }) => id));
  const scored = new Set(items.filter(({ kind }) => kind === "score").map(({ id }) => id));
  const matched = visits.filter(({ status }) => status === "matched");
  return groups(matched, nameOf).map(([name, own]) => {
    const answers = own.flatMap((visit) => visit.answers);
    const logs = answers.filter(({ item, log }) => provable.has(item) && log !== null);
    return {
      name,
      visits: own.length,
      enough: own.length >= enoughVisits,
      done: estimate(logs.filter(({ log }) => log === 1).length, logs.length),
      opinion: meanOf(answers.filter(({ item }) => scored.has(item)).map(({ value }) => value)),
    };
  });
}

/** α of the shoppers for each item, over agents that two or more of them visited. */
export function agreementOf(
  visits: readonly Visit[],
  items: readonly FormItem[],
  locale: Locale,
): ShopperAgreement[] {
  const agents = groups(
    visits.filter(({ status, shopper }) => status === "matched" && shopper !== null),
    agentOf,
  ).filter(([, own]) => new Set(own.map(({ shopper }) => shopper)).size > 1);
  if (agents.length === 0) return [];
  return items
    .filter(({ kind }) => kind !== "text")
    .map((item) => {
      const units = agents.map(([, own]) =>
        groups(own, ({ shopper }) => shopper).flatMap(([, theirs]) => {
          const mean = meanOf(theirs.map(({ answers }) => valueOfItem(answers, item.id)));
          if (mean === null) return [];
          return [item.kind === "yes-no" ? Number(mean >= 0.5) : mean];
        }),
      );
      const scale = item.kind === "yes-no" ? "nominal" : item.kind === "score" ? "ordinal" : "interval";
      return {
        item: item.id,
        title: inLocale(item.title, locale),
        agents: units.filter((unit) => unit.length > 1).length,
        alpha: alpha(units, scale),
      };
    });
}

/** The account that served the visit; several served it where a transfer was made. */
export function agentOf({ servedBy, agent }: Visit): string | null {
  return servedBy.length === 1 ? servedBy[0]! : (agent ?? servedBy[0] ?? null);
}

/** All yes-no and score answers say the same, all best or all worst; needs four to say anything. */
export function isAlike(answers: readonly Answer[], items: readonly FormItem[]): boolean {
  const shares = answers.flatMap(({ item: id, value }) => {
    const { kind } = items.find((item) => item.id === id)!;
    if (value === null) return [];
    if (kind === "yes-no") return [value];
    return kind === "score" ? [(value - 1) / 4] : [];
  });
  return shares.length >= 4 && (shares.every((value) => value === 1) || shares.every((value) => value === 0));
}

/** Half or more of at least three proven answers are refuted. */
export function isDoubtful(answers: readonly Answer[]): boolean {
  const { n, hits } = accuracyOf(answers);
  return n >= 3 && 2 * hits <= n;
}

function isWrong({ verdict }: Answer): boolean {
  return verdict === "wrong";
}

function accuracyOf(answers: readonly Answer[]) {
  const proven = answers.filter(({ verdict }) => verdict === "agreed" || verdict === "wrong");
  return estimate(proven.filter(({ verdict }) => verdict === "agreed").length, proven.length);
}

/** Forms whose answers, seconds among them, are those of an earlier form. */
function repeatedForms(visits: readonly Visit[]): number {
  const seen = new Set<string>();
  let repeated = 0;
  for (const { answers, isEmpty } of visits) {
    if (isEmpty) continue;
    const key = JSON.stringify(answers.map(({ item, said }) => [item, said]));
    if (seen.has(key)) repeated += 1;
    seen.add(key);
  }
  return repeated;
}

function valueOfItem(answers: readonly Answer[], item: string): number | null {
  return answers.find((answer) => answer.item === item)?.value ?? null;
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Groups by name, in the order of their names; null first. */
function groups<T>(items: readonly T[], nameOf: (item: T) => string | null): [string | null, T[]][] {
  return [...groupBy(items, nameOf)].sort(([a], [b]) =>
    a === b ? 0 : a === null || (b !== null && a < b) ? -1 : 1,
  );
}
