import { describe, expect, test } from "vitest";
import { type AuditOptions, explain } from "../../src/index.ts";
import type { SceneId } from "../../src/model/scene.ts";
import { sceneFinder } from "../../src/rubric/scenes.ts";
import { auditChats, conversation, folder, ndjson, records } from "../support/chats.ts";
import { context } from "./conversation.ts";

const find = sceneFinder("zh");

/** Scenes of a conversation. */
function scenesOf(text: string): SceneId[] {
  return find(conversation(text), context).map(({ id }) => id);
}

const cases: [SceneId[], string, string][] = [
  [["presale"], "asks about goods", "客户 0s 这款保温杯有800毫升的吗"],
  [["presale"], "asks what would happen after an order", "客户 0s 现在拍了今天能发吗"],
  [["presale"], "asks about returns before buying", "客户 0s 不合适的话可以退吗，支持七天无理由吗"],
  [["presale"], "asks about a policy", "客户 0s 零食七天无理由可以退吗"],
  [["presale", "bargain"], "wants it cheaper", "客户 0s 这件多少钱\n客服 5s 129元\n客户 9s 能便宜点吗"],
  [["insale"], "has ordered", "客户 0s 我昨天拍的，什么时候发货"],
  [["insale"], "waits for the parcel", "客户 0s 怎么还没发货呀"],
  [["insale"], "changes the address", "客户 0s 帮我改一下收货地址"],
  [["aftersale"], "has a fault in hand", "客户 0s 收到货发现拉链坏了，怎么换"],
  [["insale", "aftersale"], "wants the money back before it comes", "客户 0s 我刚拍了不想要了，申请退款"],
  [["aftersale", "dispute"], "threatens", "客户 0s 收到就是坏的，不给退我就去投诉你们"],
  [["proactive"], "the agent begins", "客服 0s 亲，您上周买的台灯用着还顺手吗\n客户 60s 挺好的"],
  [[], "only a greeting", "客户 0s 在吗\n客服 3s 在的"],
  [[], "asks for a person", "客户 0s 转人工"],
];

test.each(cases)("%j: %s", (expected, _, text) => {
  expect(scenesOf(text)).toEqual(expected);
});

/** Explains one conversation of some chats. */
function explained(id: string, text: string, options: AuditOptions = {}) {
  return explain(id, [folder({ "a.ndjson": ndjson(records(text)) })], options);
}

describe("scenes in the audit", () => {
  const texts = `
    # 会话=s1 顾客=阿青
    客户 0s 这款台灯能调光吗
    客服 8s 可以的，三档调光`;

  test("are shown by explain with the words that show them", async () => {
    const { scenes } = await explained("s1", texts);
    expect(scenes).toMatchObject([{ id: "presale", title: "售前", quotes: [{ message: 0 }] }]);
  });

  test("can be corrected by session id", async () => {
    const { scenes } = await explained("s1", texts, { scenes: { s1: ["insale", "dispute"] } });
    expect(scenes.map(({ title }) => title)).toEqual(["售中", "纠纷"]);
  });

  test("a correction that meets no conversation is told", async () => {
    const { diagnostics } = await auditChats(texts, { scenes: { s9: ["insale"] } });
    expect(diagnostics.map(({ code }) => code)).toContain("scene-correction-unused");
  });

  test("an agent who answers what was left open yesterday did not begin", async () => {
    const { scenes } = await explained(
      "s2",
      `
      # 会话=s1 顾客=阿青
      客户 2026-11-16 21:50:00 这款台灯能调光吗
      # 会话=s2 顾客=阿青
      客服 2026-11-17 09:01:00 可以的，三档调光`,
    );
    expect(scenes.map(({ id }) => id)).not.toContain("proactive");
  });
});
