import { join } from "node:path";
import { type Static, Type } from "typebox";
import { loadRubrics } from "../src/rubric/load.ts";
import { localTextSchema } from "../src/rubric/local-text.ts";
import { exact } from "../src/rubric/operator.ts";
import type { Rule } from "../src/rubric/schema.ts";
import { parseChecked } from "../src/text/checked-yaml.ts";
import { dataFolder, readData } from "../src/text/data.ts";

const names = Type.Array(Type.String({ minLength: 1 }), { minItems: 1, uniqueItems: true });
const standardSchema = Type.Object(
  {
    title: localTextSchema,
    /** Figures of the report (contract §3). */
    metrics: Type.Optional(names),
    /** Parts of the report (contract §7). */
    report: Type.Optional(names),
    commands: Type.Optional(names),
  },
  exact,
);
type Standard = Static<typeof standardSchema>;

/** The standards of service by id, with what covers them beside rules (rubrics/standards.yaml). */
export function loadStandards(): Readonly<Record<string, Standard>> {
  const file = join(dataFolder, "standards.yaml");
  const schema = Type.Record(Type.String({ pattern: "^[A-Z]\\d+$" }), standardSchema, exact);
  return parseChecked(file, readData(file), schema).value;
}

/** The rules of the whole e-commerce rubric that implement each standard. */
export async function rulesByStandard(): Promise<Map<string, Rule[]>> {
  const [rubric] = await loadRubrics(["ecommerce"], { locale: "zh" });
  const found = new Map<string, Rule[]>();
  for (const rule of rubric!.rules) {
    for (const id of rule.standards) found.set(id, [...(found.get(id) ?? []), rule]);
  }
  return found;
}

const kindOf = ({ bonus, status, severity }: Rule): string => {
  if (bonus === true) return "credit";
  if (status === "review") return `${severity}, under review`;
  return severity;
};

const zh = (text: Standard["title"]) => (typeof text === "string" ? text : text.zh);
const en = (text: Standard["title"]) => (typeof text === "string" ? text : text.en);

/** docs/standards.md: which rule, figure or part of the report covers each standard. */
export async function standardsPage(): Promise<string> {
  const rules = await rulesByStandard();
  const rows = Object.entries(loadStandards()).map(([id, { title, metrics, report, commands }]) => {
    const by = [
      ...(rules.get(id) ?? []).map((rule) => `rule \`${rule.id}\` (${kindOf(rule)})`),
      ...(metrics ?? []).map((name) => `figure \`${name}\``),
      ...(report ?? []).map((name) => `report \`${name}\``),
      ...(commands ?? []).map((name) => `\`zhijian ${name}\``),
    ];
    return `| ${id} | ${zh(title)} | ${en(title)} | ${by.join(", ")} |`;
  });
  return [
    "# Standards and what checks them",
    "",
    "Written by `npx tsx bench/standards.ts` from the rules and `rubrics/standards.yaml`. A credit adds points",
    "and is never missed; a rule under review is shown and costs nothing.",
    "",
    "| Id | Standard | In English | Covered by |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
