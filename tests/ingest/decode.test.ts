import fc from "fast-check";
import { expect, test } from "vitest";
import { type DecodeReport, decode } from "../../src/ingest/decode.ts";
import { defaultLimits } from "../../src/ingest/limits.ts";

/** GBK bytes of words used below; Node encodes UTF-8 and UTF-16 only. */
const gbk: Record<string, number[]> = {
  在: [0xd4, 0xda],
  吗: [0xc2, 0xf0],
  您: [0xc4, 0xfa],
  好: [0xba, 0xc3],
};

function inGbk(text: string): Buffer {
  return Buffer.from([...text].flatMap((sign) => gbk[sign] ?? [sign.charCodeAt(0)]));
}

interface Decoded {
  text: string;
  encoding: string;
  mixed: number[];
  broken: number[];
  tooLong: number[];
}

async function decoded(bytes: Buffer, chunk = 64, lineBytes = defaultLimits.lineBytes): Promise<Decoded> {
  const out: Decoded = { text: "", encoding: "", mixed: [], broken: [], tooLong: [] };
  const report: DecodeReport = {
    encoding: "utf-8",
    onMixed: (line) => out.mixed.push(line),
    onBroken: (line) => out.broken.push(line),
    onTooLong: (line) => out.tooLong.push(line),
  };
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  let line = 1;
  for await (const block of decode(chunks(), report, { ...defaultLimits, lineBytes })) {
    expect(block.line).toBe(line);
    line += block.text.split("\n").length - 1;
    out.text += block.text;
  }
  return { ...out, encoding: report.encoding };
}

test("any text in UTF-8 comes out as it was, wherever it is cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.integer({ min: 1, max: 9 }),
      async (text, chunk) => {
        fc.pre(!/^\ufeff|\ufffd|\r/.test(text));
        const result = await decoded(Buffer.from(text), chunk);
        expect(result).toMatchObject({ text, broken: [], mixed: [] });
      },
    ),
  );
});

test("a byte order mark is no text", async () => {
  expect((await decoded(Buffer.from("\ufeff在吗\n"))).text).toBe("在吗\n");
});

test("UTF-16 with its mark, both ways round", async () => {
  const little = Buffer.from("\ufeff在吗\n您好😊", "utf16le");
  expect(await decoded(little, 3)).toMatchObject({ text: "在吗\n您好😊", encoding: "utf-16le" });
  expect(await decoded(Buffer.from(little).swap16(), 3)).toMatchObject({
    text: "在吗\n您好😊",
    encoding: "utf-16be",
  });
});

test("a megabyte of ASCII decides nothing: GBK after it is GBK", async () => {
  const bytes = Buffer.concat([Buffer.from("a,b,c\n".repeat(170_000)), inGbk("您好,在吗\n")]);
  const result = await decoded(bytes, 65_536);
  expect([result.encoding, result.text.slice(-6)]).toEqual(["gb18030", "您好,在吗\n"]);
});

test("a GBK line in a UTF-8 file, and the other way round, is read by its own encoding and told", async () => {
  const inUtf8 = Buffer.concat([
    Buffer.from("您好在吗\n您好\n"),
    inGbk("在吗您好在吗\n"),
    Buffer.from("您好\n"),
  ]);
  expect(await decoded(inUtf8)).toMatchObject({
    encoding: "utf-8",
    text: "您好在吗\n您好\n在吗您好在吗\n您好\n",
    mixed: [3],
    broken: [],
  });
  const within = Buffer.concat([inGbk("在吗\n您好\n在吗\n"), Buffer.from("您好\n")]);
  expect(await decoded(within)).toMatchObject({
    encoding: "gb18030",
    text: "在吗\n您好\n在吗\n您好\n",
    mixed: [4],
  });
});

test("a character cut in two is U+FFFD, and told with its line", async () => {
  const bytes = Buffer.concat([
    Buffer.from("您好在吗\n您好您好您好"),
    Buffer.from("在").subarray(0, 2),
    Buffer.from("\n好\n"),
  ]);
  const result = await decoded(bytes);
  expect(result.broken).toEqual([2]);
  expect(result.text).toBe("您好在吗\n您好您好您好\ufffd\n好\n");
});

test("a line above the limit is left out and told; the numbers of the next stay right", async () => {
  const bytes = Buffer.from(`a\n${"长".repeat(2000)}\nb\n`);
  expect(await decoded(bytes, 64, 1000)).toMatchObject({ text: "a\n\nb\n", tooLong: [2] });
});

test("lone carriage returns end lines where nothing else does", async () => {
  expect((await decoded(Buffer.from("a\rb\r"))).text).toBe("a\nb\n");
});
