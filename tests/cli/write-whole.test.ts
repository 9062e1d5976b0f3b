import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeTogether } from "../../src/cli/write-whole.ts";
import { folder } from "../support/chats.ts";

/** Content that a disk takes a part of. */
function* halfOf(text: string): Generator<string> {
  yield text;
  throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
}

describe("files that belong together", () => {
  it("are all written, into folders that are made", async () => {
    const at = folder();
    const paths = [join(at, "周报", "a.csv"), join(at, "周报", "b.csv")];
    expect(
      await writeTogether([
        [paths[0]!, "甲"],
        [paths[1]!, ["乙", Buffer.from("丙")]],
      ]),
    ).toEqual(paths);
    expect(paths.map((path) => readFileSync(path, "utf8"))).toEqual(["甲", "乙丙"]);
    expect(readdirSync(join(at, "周报"))).toEqual(["a.csv", "b.csv"]);
  });

  it("stay those of the last run where one of them cannot be written", async () => {
    const at = folder({ "a.csv": "上周", "b.csv": "上周" });
    const files = [
      [join(at, "a.csv"), "本周"],
      [join(at, "b.csv"), halfOf("本")],
    ] as const;
    await expect(writeTogether(files)).rejects.toMatchObject({
      exit: 2,
      message: expect.stringContaining("b.csv"),
      hint: expect.stringContaining("ENOSPC"),
    });
    expect(readdirSync(at)).toEqual(["a.csv", "b.csv"]);
    expect(readFileSync(join(at, "a.csv"), "utf8")).toBe("上周");
  });

  it("tell which of them stands in the way", async () => {
    const at = folder();
    mkdirSync(join(at, "a.csv"));
    writeFileSync(join(at, "a.csv", "x"), "");
    await expect(writeTogether([[join(at, "a.csv"), "甲"]])).rejects.toMatchObject({ exit: 2 });
    expect(readdirSync(at)).toEqual(["a.csv"]);
  });
});
