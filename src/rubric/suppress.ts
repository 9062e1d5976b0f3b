import type { Hit } from "./operator.ts";
import type { Rule, Suppression } from "./schema.ts";
import type { View } from "./view.ts";

/** A fault that a rule found in a session, before it is reported. */
interface Fault {
  rule: Rule;
  agent: string | null;
  evidence: readonly Hit[];
}

/**
 * Index of the rubric's suppression that covers a fault on a local day (null = the export has no
 * times); -1 where none does. It must agree in everything that it names.
 */
export function suppressionOf(
  suppressions: readonly Suppression[],
  { rule, agent, evidence }: Fault,
  view: View,
  day: string | null,
): number {
  const quotes = evidence.map(({ message, start, end }) => view.messages[message]!.text.slice(start, end));
  return suppressions.findIndex(
    (given) =>
      given.rule === rule.id &&
      (given.session === undefined || given.session === view.session.id) &&
      (given.agent === undefined || given.agent === agent) &&
      (given.quote === undefined || quotes.some((words) => words.includes(given.quote!))) &&
      (day === null || day <= given.expires),
  );
}
