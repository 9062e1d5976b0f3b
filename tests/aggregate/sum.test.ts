import { describe, expect, it } from "vitest";
import { CappedGroups } from "../../src/aggregate/capped.ts";
import { absorbStates, statesOf } from "../../src/aggregate/sum.ts";

describe("an object whose members are sums", () => {
  class Both {
    readonly low = new CappedGroups<string>(2);
    readonly high = new CappedGroups<string>(2);
  }

  it("gives the states of all of them, and takes them up again", () => {
    const one = new Both();
    one.low.offer({ row: "a", about: "", order: [2], make: () => "二" });
    one.high.offer({ row: "a", about: "", order: [9], make: () => "九" });
    const other = new Both();
    other.low.offer({ row: "a", about: "", order: [1], make: () => "一" });
    absorbStates(other, structuredClone(statesOf(one)));
    expect(other.low.list()).toEqual(["一", "二"]);
    expect(other.high.list()).toEqual(["九"]);
  });

  it("is refused where a member would not be carried", () => {
    class Forgetful extends Both {
      readonly counts = new Map([["丢", 1]]);
    }
    expect(() => statesOf(new Forgetful())).toThrow("Forgetful.counts is no sum");
  });
});
