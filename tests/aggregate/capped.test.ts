import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CappedGroups } from "../../src/aggregate/capped.ts";
import { AsBytes } from "../../src/aggregate/kept.ts";
import { pack, unpack } from "../../src/text/packing.ts";
import { Room } from "../../src/text/room.ts";

interface Item {
  group: string;
  place: number;
}

const items = fc
  .array(fc.record({ group: fc.constantFrom("a", "b", "c", "d", "e"), place: fc.nat(1000) }), {
    maxLength: 60,
  })
  .map((all) => all.map((item, index) => ({ ...item, place: item.place * 100 + index })));

/** In a file, so that items are read when they are asked for. */
const far = () => new AsBytes<Item>(new Room({ held: 0 }));
const near = () => new AsBytes<Item>(new Room());

function kept(all: readonly Item[], cap: number, most: number, keeper = near()): CappedGroups<Item> {
  const groups = new CappedGroups<Item>(cap, { most, keeper });
  for (const item of all) groups.offer(draftOf(item));
  return groups;
}

/** Groups of two rows. */
const draftOf = (item: Item) => ({
  row: item.group < "d" ? "一" : "二",
  about: item.group,
  order: [item.place],
  make: () => item,
});

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
          const one = kept(all.slice(cut).toReversed(), cap, most);
          const other = kept(all.slice(0, cut), cap, most, far());
          const together = new CappedGroups<Item>(cap, { most, keeper: far() });
          together.absorb(structuredClone(one.state()));
          together.absorb(structuredClone(other.toSend()));
          expect([...together.list()]).toEqual(list);
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
            const part: CappedGroups<Item> = new CappedGroups(cap, { most, keeper: near(), after });
            for (const item of all.slice(from, from + 7)) part.offer(draftOf(item));
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
    after.offer({ ...draftOf({ group: "a", place: 6 }), make });
    expect(after.list()).toEqual([]);
  });

  test("is not said again where a report shows it, wherever it is kept", () => {
    fc.assert(
      fc.property(items, fc.constantFrom(near, far), (all, keeper) => {
        const groups = kept(all, 5, 20, keeper());
        const list = [...groups.list("items")];
        const packed = pack(groups.state());
        const again = new CappedGroups<Item>(5, { most: 20 });
        again.absorb(unpack(packed, { items: list }) as ReturnType<typeof groups.state>);
        expect(again.list()).toEqual(list);
        if (list.length > 0) expect(() => unpack(packed)).toThrow(RangeError);
      }),
    );
  });

  test("one of each group is kept even where there are more groups", () => {
    const all = ["a", "b", "c", "a"].map((group, place) => ({ group, place }));
    expect(kept(all, 50, 2).list()).toEqual(all.slice(0, 3));
  });
});
