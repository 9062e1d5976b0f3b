import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CappedGroups } from "../../src/aggregate/capped.ts";
import { AsBytes } from "../../src/aggregate/kept.ts";

interface Item {
  group: string;
  place: number;
}

const items = fc
  .array(fc.record({ group: fc.constantFrom("a", "b", "c", "d", "e"), place: fc.nat(1000) }), {
    maxLength: 60,
  })
  .map((all) => all.map((item, index) => ({ ...item, place: item.place * 100 + index })));

function kept(all: readonly Item[], cap: number, most: number): CappedGroups<Item> {
  const groups = new CappedGroups<Item>(cap, { most, keeper: new AsBytes() });
  for (const item of all) groups.offer({ group: item.group, order: [item.place], make: () => item });
  return groups;
}

/** The same by its definition: the highest cap with which all groups together keep no more than `most`. */
function expected(all: readonly Item[], cap: number, most: number) {
  const sorted = all.toSorted((a, b) => a.place - b.place);
  const first = (count: number) =>
    sorted.filter(
      ({ group }, at) => sorted.slice(0, at).filter((item) => item.group === group).length < count,
    );
  let lowered = cap;
  while (lowered > 1 && first(lowered).length > most) lowered -= 1;
  return { list: first(lowered), isLowered: first(cap).length > most && cap > 1 };
}

describe("what all groups together may keep", () => {
  test("is bounded by one cap for all, whatever the order and the parts", () => {
    fc.assert(
      fc.property(
        items,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(60),
        (all, cap, most, cut) => {
          const whole = kept(all, cap, most);
          const { list, isLowered } = expected(all, cap, most);
          expect(whole.list()).toEqual(list);
          expect(whole.lowered !== null).toBe(isLowered);
          const parts = [kept(all.slice(cut).toReversed(), cap, most), kept(all.slice(0, cut), cap, most)];
          const together = new CappedGroups<Item>(cap, { most, keeper: new AsBytes() });
          const [one, other] = parts as [CappedGroups<Item>, CappedGroups<Item>];
          together.absorb(structuredClone(one.state()));
          together.absorb(structuredClone(other.toSend()));
          expect(together.list()).toEqual(list);
          expect(together.lowered).toBe(whole.lowered);
        },
      ),
    );
  });

  test("is the same where a part knows what was cut off before it", () => {
    fc.assert(
      fc.property(
        items,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 40 }),
        (all, cap, most) => {
          const together = new CappedGroups<Item>(cap, { most });
          let after: CappedGroups<Item> | undefined;
          for (let from = 0; from < all.length; from += 7) {
            const part: CappedGroups<Item> = new CappedGroups(cap, { most, keeper: new AsBytes(), after });
            for (const item of all.slice(from, from + 7))
              part.offer({ group: item.group, order: [item.place], make: () => item });
            together.absorb(structuredClone(part.toSend()));
            after = part;
          }
          expect(together.list()).toEqual(expected(all, cap, most).list);
        },
      ),
    );
  });

  test("what cannot be kept any more is not made", () => {
    const before = kept([{ group: "a", place: 5 }], 1, 9);
    const after = new CappedGroups<Item>(1, { after: before });
    const make = () => expect.fail("made in vain");
    after.offer({ group: "a", order: [6], make });
    expect(after.list()).toEqual([]);
  });

  test("one of each group is kept even where there are more groups", () => {
    const all = ["a", "b", "c", "a"].map((group, place) => ({ group, place }));
    expect(kept(all, 50, 2).list()).toEqual(all.slice(0, 3));
  });
});
