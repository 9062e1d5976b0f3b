/** Which row of the report: `agent` is undefined on the shop's row and null for 未分配. */
export interface RowKey {
  week: string | null;
  shop: string | null;
  agent: string | null | undefined;
}

/** A row as a key of a map. */
export const rowKey = ({ week, shop, agent }: RowKey): string =>
  JSON.stringify([week, shop, agent ?? null, agent === undefined]);

const ruleKeys = new Map<string, Map<string, string>>();

/** A rule as a key of a map; for the same rule the same string, as it is asked for with every result. */
export function ruleKey(rubric: string, rule: string): string {
  let keys = ruleKeys.get(rubric);
  if (keys === undefined) {
    keys = new Map();
    ruleKeys.set(rubric, keys);
  }
  let key = keys.get(rule);
  if (key === undefined) {
    key = `${rubric}/${rule}`;
    keys.set(rule, key);
  }
  return key;
}
