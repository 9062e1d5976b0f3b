import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type ShapeName, shapes } from "../bench/log/shapes.ts";
import { type LogFormat, logFormats, writeLog } from "../bench/log/write.ts";
import { readAll } from "./ingest/support/read.ts";
import { folder } from "./support/chats.ts";

const log = (options: { shape?: ShapeName; format?: LogFormat; seed?: string; size?: number } = {}) =>
  writeLog({ size: 2000, shape: "shop", format: "csv", seed: "1", folder: folder(), ...options });

it("the invented log has the shares that are measured with, and is the same for a seed", () => {
  const one = log({ size: 20_000 });
  expect(one.agentMessages / one.messages).toBeCloseTo(0.548, 2);
  const again = log({ size: 20_000 });
  expect(readFileSync(again.files[0]!, "utf8")).toBe(readFileSync(one.files[0]!, "utf8"));
  expect(readFileSync(log({ size: 20_000, seed: "2" }).files[0]!, "utf8")).not.toBe(
    readFileSync(one.files[0]!, "utf8"),
  );
});

it("says the same in every format", async () => {
  const said = await Promise.all(
    logFormats.map(async (format) => {
      const { messages } = await readAll(log({ format }).files);
      return messages.map(({ at, customer, role, text }) => [at, customer, role, text].join(" ")).sort();
    }),
  );
  for (const other of said) expect(other).toEqual(said[0]);
});

it.each(Object.keys(shapes) as ShapeName[])(
  "shape %s: as many messages as it says, in its order",
  async (shape) => {
    const { files, messages } = log({ shape });
    const lines = files.flatMap((file) => readFileSync(file, "utf8").trim().split("\n").slice(1));
    expect(lines).toHaveLength(messages);
    const times = lines.map((line) => line.split(",")[1]!);
    const sorted = [...times].sort();
    const order = { time: sorted, newest: sorted.toReversed() }[shape as "time" | "newest"];
    if (order !== undefined) expect(times).toEqual(order);
    if (shape === "distinct") expect(new Set(lines.map((line) => line.split(",")[5])).size).toBe(messages);
  },
);
