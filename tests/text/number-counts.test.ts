import { expect, it } from "vitest";
import { Chance } from "../../fixtures/demo/script/random.ts";
import { NumberCounts } from "../../src/text/number-counts.ts";

it("counts what a map counts, up to where it is told to stop", () => {
  const chance = new Chance("counts");
  const counts = new NumberCounts();
  const expected = new Map<number, number>();
  for (let time = 0; time < 20_000; time += 1) {
    // Many with the same lowest bits, nought among them.
    const number = chance.between(0, 6000) * (time % 2 === 0 ? 1 : 2 ** 20);
    counts.add(number, 3);
    expected.set(number, Math.min(3, (expected.get(number) ?? 0) + 1));
  }
  for (const times of [1, 2, 3, 4]) {
    const those = [...expected].filter(([, came]) => came === times).map(([number]) => number);
    expect([...counts.counted(times)].sort((a, b) => a - b)).toEqual(those.sort((a, b) => a - b));
  }
});
