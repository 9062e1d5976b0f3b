import { describe, expect, it } from "vitest";
import { JudgementCodec } from "../../src/cache/judgement.ts";
import { judge } from "../../src/rubric/judge.ts";
import { loadRubrics } from "../../src/rubric/load.ts";
import { context, conversation } from "../rubric/conversation.ts";

const session = conversation(`客户 0s 能便宜点吗
客服 300s {greeting:您好}，不行
客户 320s {thanks:谢谢}
客服 330s 有问题就找我，{greeting:您好}`);

describe("judgements as bytes", () => {
  it("say of every rule how it came out, and of a fault all that is shown", async () => {
    const rubrics = await loadRubrics(["ecommerce", "basics"], { locale: "zh" });
    const judged = rubrics.flatMap((rubric) => judge(session, rubric, context));
    const excused = { ...judged[0]!, outcome: "skip" as const, suppression: 1 };
    const results = [excused, ...judged];
    const judgement = {
      acts: session.acts,
      onlyThanks: (message: number) => message === 2,
      results,
      praise: [{ message: 2, start: 0, end: 2 }],
      occasions: [
        { occasion: "welcome" as const, agent: null, instead: null },
        {
          occasion: "farewell" as const,
          agent: "客服",
          instead: { message: 3, start: 0, end: 6, similarity: 1 / 3 },
        },
      ],
    };
    const codec = new JudgementCodec({ rubrics, acts: ["thanks", "greeting"], locale: "zh" });
    const [read] = codec.read(Buffer.from(codec.write([judgement])), [session]);
    expect(read!.acts).toEqual(session.acts);
    expect(session.messages.map((_, index) => read!.onlyThanks(index))).toEqual([false, false, true, false]);
    expect(read!.praise).toEqual(judgement.praise);
    expect(read!.occasions).toEqual(judgement.occasions);
    const plain = ({ rubric, rule, agent, outcome, suppression }: (typeof results)[number]) => [
      ...[rubric, rule, agent, outcome, suppression],
    ];
    expect(read!.results.map(plain)).toEqual(results.map(plain));
    const failed = results.filter(({ outcome }) => outcome === "fail");
    expect(failed.length).toBeGreaterThan(2);
    expect(read!.results.filter(({ outcome }) => outcome === "fail")).toEqual(failed);
  });

  it("do not pretend to know what is shown nowhere", async () => {
    const rubrics = await loadRubrics(["basics"], { locale: "zh" });
    const results = rubrics.flatMap((rubric) => judge(session, rubric, context));
    const codec = new JudgementCodec({ rubrics, acts: ["thanks", "greeting"], locale: "zh" });
    const bytes = codec.write([
      { acts: session.acts, onlyThanks: () => false, results, praise: [], occasions: [] },
    ]);
    const passed = codec.read(bytes, [session])[0]!.results.find(({ outcome }) => outcome === "pass")!;
    expect(() => passed.evidence).toThrow("not kept");
    expect(() => passed.reason).toThrow("not kept");
  });
});
