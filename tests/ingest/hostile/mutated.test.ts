import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { UserError } from "../../../src/errors.ts";
import { expectExactAccount } from "../support/account.ts";
import { readText } from "../support/read.ts";
import { zip } from "../support/zip.ts";

const root = "fixtures/formats";
const fixtures = readdirSync(root).flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name !== "expected.ndjson")
    .map((name) => [join(root, folder, name), readFileSync(join(root, folder, name))] as const),
);

/** Bytes that parsers trip over. */
const nasty = fc
  .constantFrom(
    ...[
      '"',
      '""',
      ",",
      "\n",
      "\r",
      "\r\n",
      "\t",
      "\0",
      "\ufeff",
      "\u202e",
      "{",
      "}",
      "[",
      "]",
      "&lt;",
      "<",
      ">",
      "\\",
      "\\ud800",
    ],
    ...[
      "-".repeat(28),
      "=".repeat(28),
      "/*****************以下为一通会话",
      "/*****************会话结束",
      "2026-11-16 09:00:00",
      "合计",
    ],
  )
  .map((text) => Buffer.from(text));

type Mutation = (bytes: Buffer) => Buffer;
const place = fc.double({ min: 0, max: 1, noNaN: true });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  // Cut off.
  place.map((end) => (bytes: Buffer) => bytes.subarray(0, Math.floor(end * bytes.length))),
  // Something put in.
  fc
    .tuple(
      place,
      fc.oneof(
        nasty,
        fc.uint8Array({ minLength: 1, maxLength: 8 }).map((some) => Buffer.from(some)),
      ),
    )
    .map(([at, what]) => (bytes: Buffer) => {
      const index = Math.floor(at * bytes.length);
      return Buffer.concat([bytes.subarray(0, index), what, bytes.subarray(index)]);
    }),
  // One byte changed.
  fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(([at, byte]) => (bytes: Buffer) => {
    const changed = Buffer.from(bytes);
    if (changed.length > 0) changed[Math.min(changed.length - 1, Math.floor(at * changed.length))] = byte;
    return changed;
  }),
  // A stretch taken out, or repeated.
  fc.tuple(place, place, fc.boolean()).map(([a, b, isRepeated]) => (bytes: Buffer) => {
    const from = Math.floor(Math.min(a, b) * bytes.length);
    const to = Math.floor(Math.max(a, b) * bytes.length);
    return Buffer.concat([bytes.subarray(0, isRepeated ? to : from), bytes.subarray(isRepeated ? from : to)]);
  }),
);

const packings: Record<string, (bytes: Buffer) => Buffer> = {
  plain: (bytes) => bytes,
  zip: (bytes) => zip({ "a.csv": bytes }),
  gzip: (bytes) => gzipSync(bytes),
};

test.each(fixtures)(
  "%s, however damaged: no exception but UserError, every record accounted for",
  async (_, bytes) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...Object.keys(packings)),
        fc.boolean(),
        async (mutations, packing, isDamagedInside) => {
          const pack = packings[packing]!;
          const damage = (content: Buffer) => mutations.reduce((current, mutate) => mutate(current), content);
          const outcome = await readText(isDamagedInside ? pack(damage(bytes)) : damage(pack(bytes)));
          for (const error of outcome.intake.errors) {
            expect(error).toBeInstanceOf(UserError);
            expect(error).toMatchObject({ exit: 3, place: { file: expect.stringMatching(/^-/) } });
          }
          expectExactAccount(outcome);
        },
      ),
      { numRuns: 60, interruptAfterTimeLimit: 8000 },
    );
  },
  20_000,
);

test("random bytes under every packing", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 600 }),
      fc.constantFrom("PK\x03\x04", "\x1f\x8b\x08", "\xd0\xcf\x11\xe0", "<html>", "[{", '{"', ""),
      async (bytes, magic) => {
        expectExactAccount(await readText(Buffer.concat([Buffer.from(magic, "latin1"), bytes])));
      },
    ),
    { numRuns: 200 },
  );
});
