/** Which row of the report: `agent` is undefined on the shop's row and null for 未分配. */
export interface RowKey {
  week: string | null;
  shop: string | null;
  agent: string | null | undefined;
}

/** A row as a key of a map. */
export const rowKey = ({ week, shop, agent }: RowKey): string =>
  JSON.stringify([week, shop, agent ?? null, agent === undefined]);

/** A rule as a key of a map. */
export const ruleKey = (rubric: string, rule: string): string => `${rubric}/${rule}`;
