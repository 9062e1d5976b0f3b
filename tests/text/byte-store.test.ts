import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteStore } from "../../src/text/byte-store.ts";
import { Room } from "../../src/text/room.ts";

const lengths = fc.oneof(fc.nat(300), fc.integer({ min: 250_000, max: 300_000 }));
const texts = fc.tuple(fc.string({ unit: "binary", maxLength: 5 }), lengths).map(
  // Halves of signs have no UTF-8.
  ([text, length]) => `${text.toWellFormed()}${"满".repeat(length)}`,
);
const steps = fc.array(fc.record({ text: texts, drops: fc.option(fc.nat(50), { freq: 2 }) }), {
  maxLength: 50,
});

/** `held`: bytes in memory; the others are in a file. */
describe("texts outside the heap", () => {
  test("are found where they were put, whatever else comes and goes", () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(0, 1 << 19, undefined), (all, held) => {
        const store = new ByteStore(new Room({ held }));
        const kept: { text: string; place: number }[] = [];
        for (const { text, drops } of all) {
          if (drops !== null && kept.length > 0)
            for (const { place } of kept.splice(drops % kept.length, 1)) store.drop(place);
          kept.push({ text, place: store.add(text) });
        }
        expect(kept.map(({ place }) => store.bytes(place).toString())).toEqual(kept.map(({ text }) => text));
        expect(new Set(kept.map(({ place }) => place)).size).toBe(kept.length);
      }),
      { numRuns: 50 },
    );
  });

  test("are bytes, too, of which a copy is kept", () => {
    const store = new ByteStore(new Room());
    const bytes = Buffer.from([0, 255, 128]);
    const place = store.add(bytes);
    bytes.fill(1);
    expect([...store.bytes(place)]).toEqual([0, 255, 128]);
  });

  test("are in a file without a name where memory has no room, and gone with it", () => {
    const tempDir = mkdtempSync(join(tmpdir(), "zhijian-test-"));
    const room = new Room({ held: 0, tempDir });
    const store = new ByteStore(room);
    const place = store.add("亲，在的");
    expect(readdirSync(tempDir)).toEqual([]);
    expect(store.isAtHand).toBe(false);
    expect(store.bytes(place).toString()).toBe("亲，在的");
    room.close();
    expect(() => store.bytes(place)).toThrow("EBADF");
  });

  test("take the room that others of about their length have left", () => {
    const store = new ByteStore(new Room());
    const place = store.add("亲，在的");
    store.add("稍等");
    store.drop(place);
    expect(store.add("在的，亲")).toBe(place);
  });
});
