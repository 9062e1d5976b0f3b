import { describe, expect, test } from "vitest";
import { lazyList } from "../../src/text/lazy-list.ts";

describe("a list whose items are made when they are asked for", () => {
  const made: number[] = [];
  const list = lazyList(3, (index) => {
    made.push(index);
    return { index };
  });

  test("makes nothing before, and each one anew", () => {
    expect(list.length).toBe(3);
    expect(made).toEqual([]);
    expect(list[1]).not.toBe(list[1]);
    expect(made).toEqual([1, 1]);
  });

  test("is a list like any other to who reads it", () => {
    const plain = [{ index: 0 }, { index: 1 }, { index: 2 }];
    expect([...list]).toEqual(plain);
    expect(list.filter(({ index }) => index > 0).map(({ index }) => index)).toEqual([1, 2]);
    expect(list.flatMap(({ index }) => [index, index])).toEqual([0, 0, 1, 1, 2, 2]);
    expect(list.slice(1).concat(list)).toEqual([...plain.slice(1), ...plain]);
    expect([...list.entries()].at(-1)).toEqual([2, plain[2]]);
    expect(list.at(-1)).toEqual(plain[2]);
    expect(list[3]).toBeUndefined();
    expect(JSON.stringify({ list })).toBe(JSON.stringify({ list: plain }));
    expect(Array.isArray(list)).toBe(true);
  });

  test("cannot be changed", () => {
    expect(() => list.push({ index: 3 })).toThrow(TypeError);
    expect(() => list.sort()).toThrow(TypeError);
    expect(() => list.pop()).toThrow(TypeError);
  });
});
