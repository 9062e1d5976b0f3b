import { loadActs } from "./acts/load.ts";
import type { ActMarker } from "./acts/marker.ts";
import { type ActSides, checkRubric, type Warning } from "./rubric/check.ts";
import { type ExampleResult, testRubric } from "./rubric/examples.ts";
import { handbookPage } from "./rubric/handbook.ts";
import { loadRubrics, rubricIds } from "./rubric/load.ts";
import { inLocale } from "./rubric/local-text.ts";
import { sceneFinder } from "./rubric/scenes.ts";
import type { JudgeContext } from "./rubric/view.ts";
import { readSession } from "./sessions/read.ts";
import { type AuditOptions, resolve } from "./settings.ts";

export { rubricSchema } from "./rubric/json-schema.ts";

/** A rubric in a list. */
export interface RubricSummary {
  id: string;
  version: string;
  title: string;
  rules: number;
}

/** A remark on a rubric, or an example of a rule that comes out otherwise than it says. */
export type RubricWarning = Warning & { rubric: string };
export type RubricExample = ExampleResult & { rubric: string };

const localeOf = (options: AuditOptions) => options.locale ?? "zh";

/** The rubrics that ship with the package. */
export async function listRubrics(options: AuditOptions = {}): Promise<RubricSummary[]> {
  const rubrics = await loadRubrics(rubricIds(), { locale: localeOf(options) });
  return rubrics.map(({ id, version, title, rules }) => ({
    id,
    version,
    title: inLocale(title, localeOf(options)),
    rules: rules.length,
  }));
}

/** The rubrics as they take effect, with everything that they extend and set. Throws UserErrors (exit 2). */
export function showRubrics(refs: readonly string[], options: AuditOptions = {}) {
  return loadRubrics(refs, { locale: localeOf(options), set: options.set ?? {} });
}

/** Handbook pages in Markdown, one after the other. */
export async function rubricDocs(refs: readonly string[], options: AuditOptions = {}): Promise<string> {
  const rubrics = await showRubrics(refs, options);
  return rubrics.map((rubric) => handbookPage(rubric, localeOf(options))).join("\n");
}

/** Rules that can never or must always fire, that count twice, or whose words mislead. */
export async function checkRubrics(
  refs: readonly string[],
  options: AuditOptions = {},
): Promise<RubricWarning[]> {
  const marker = loadActs();
  const rubrics = await showRubrics(refs, options);
  return rubrics.flatMap((rubric) =>
    checkRubric(rubric, sidesOf(marker), localeOf(options)).map((warning) => ({
      rubric: rubric.id,
      ...warning,
    })),
  );
}

/** Runs the example conversations of every rule. */
export async function testRubrics(
  refs: readonly string[],
  options: AuditOptions = {},
): Promise<RubricExample[]> {
  const settings = resolve(options);
  const marker = loadActs({ segmenter: options.segmenter ?? "auto" });
  const rubrics = await showRubrics(refs, options);
  const { locale, zone, calendar } = settings;
  const context: JudgeContext = {
    locale,
    zone,
    hours: calendar.hours({ shop: null }),
    agents: options.agents ?? {},
  };
  const findScenes = sceneFinder(locale);
  return rubrics.flatMap((rubric) =>
    testRubric(
      rubric,
      (messages) => {
        const [first] = messages;
        const session = {
          id: first!.session,
          shop: first!.shop,
          platform: first!.platform,
          customer: first!.customer,
        };
        return readSession({ ...session, messages }, marker, () => false);
      },
      { ...context, factsOf: (session) => ({ scenes: findScenes(session, context).map(({ id }) => id) }) },
    ).map((result) => ({ rubric: rubric.id, ...result })),
  );
}

function sidesOf(marker: ActMarker): ActSides {
  const sides = new Map<string, Set<"agent" | "customer">>();
  for (const side of ["agent", "customer"] as const) {
    for (const { id } of marker.acts(side)) sides.set(id, (sides.get(id) ?? new Set()).add(side));
  }
  return sides;
}
