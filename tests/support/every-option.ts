import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AuditOptions, audit } from "../../src/index.ts";
import { demo, truth } from "../demo/truth.ts";
import { folder } from "./chats.ts";

/** Everything that is asked of an audit of the sample weeks, so that every kind of sum has something to carry. */
export async function everyOption(): Promise<AuditOptions> {
  const table = join(folder(), "客服.csv");
  const agents = truth.agentWeeks.map(({ agent }) => `${agent},60,0.9,100,100`);
  writeFileSync(
    table,
    `旺旺昵称,平均响应时长（秒),3分钟人工响应率,买家消息,客服消息\n${agents.join("\n")}\n`,
  );
  const options: AuditOptions = {
    shop: truth.shops.find(({ platform }) => platform === "jd")!.name,
    rubrics: ["ecommerce", "basics"],
    handbook: "rubrics/handbook/example.yaml",
    reconcile: [table],
    maxFindingsPerRule: 3,
    scenes: { 没有的会话: ["dispute"] },
  };
  const { baseline } = await audit([join(demo, "exports")], { ...options, baseline: [] });
  const gone = { ...baseline[0]!, id: "000000000000" };
  const left = baseline.at(-1)!;
  const known = [gone, ...baseline.filter((_, index) => index % 2 === 0)];
  return { ...options, baseline: known, leaveOut: [{ shop: left.shop, id: left.session }] };
}

/** Holds next to nothing in memory, so that files and threads are used. */
export const crowded = { memoryLimit: 1 };
