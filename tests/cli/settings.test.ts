import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { folder, ndjson, records } from "../support/chats.ts";
import { zhijian } from "./terminal.ts";

const chats = ndjson(
  records(`
  # 会话=1 顾客=阿青 店铺=蓝山家居 平台=taobao
  客户 0s 有货吗
  客服(蓝山家居:小雨) 20s 有的`),
);

it("option before environment before config before default", async () => {
  const path = folder({
    "a.ndjson": chats,
    "zhijian.config.yaml":
      "slowAfterSeconds: 41\nminSessions: 4\nsessionGapSeconds: 400\nhours: 10:00-20:00\n",
  });
  const env = {
    ZHIJIAN_SLOW_AFTER_SECONDS: "42",
    ZHIJIAN_MIN_SESSIONS: "5",
    ZHIJIAN_RUBRICS: "basics，manners",
  };
  const args = ["audit", join(path, "a.ndjson"), "--slow-after", "43"];
  const given = { cwd: path, env };
  const { stdout } = await zhijian([...args, "-f", "json", "--quiet"], given);
  const { settings, rubrics } = JSON.parse(stdout);
  const expected = {
    slowAfterSeconds: 43,
    minSessions: 5,
    sessionGapSeconds: 400,
    hours: "10:00-20:00",
    weekStart: "monday",
  };
  expect(settings).toMatchObject(expected);
  expect(rubrics.map(({ id }: { id: string }) => id)).toEqual(["basics", "manners"]);

  const printed = await zhijian([...args, "--print-config"], given);
  expect(parse(printed.stdout)).toMatchObject({ ...expected, rubrics: ["basics", "manners"] });
  expect(printed.stdout).toMatch(/slowAfterSeconds: 43 # 选项/u);
  expect(printed.stdout).toMatch(/minSessions: 5 # 环境变量/u);
  expect(printed.stdout).toMatch(/sessionGapSeconds: 400 # 配置/u);
  expect(printed.stdout).toMatch(/weekStart: "monday" # 默认/u);
});

it.each([
  [{ ZHIJIAN_MIN_SESSIONS: "many" }, "ZHIJIAN_MIN_SESSIONS:1:1"],
  [{ ZHIJIAN_MIN_SESSION: "3" }, "ZHIJIAN_MIN_SESSIONS"],
])("2: %o", async (env, told) => {
  const path = folder({ "a.ndjson": chats });
  const { exit, stderr } = await zhijian(["audit", join(path, "a.ndjson")], { cwd: path, env });
  expect(exit).toBe(2);
  expect(stderr).toContain(told);
});

it("init writes a config that fits the export, which audit then reads; it never overwrites one", async () => {
  const path = folder({ "a.ndjson": chats });
  const init = () => zhijian(["init", join(path, "a.ndjson")], { cwd: path });
  expect(await init()).toMatchObject({ exit: 0, stdout: "" });
  const written = readFileSync(join(path, "zhijian.config.yaml"), "utf8");
  expect(parse(written)).toMatchObject({
    rubrics: ["basics"],
    hours: "09:00-22:00",
    agents: { "蓝山家居:小雨": { names: ["小雨"] } },
  });
  expect(written).toContain("顾客在 10:00-11:00 提问");
  expect((await zhijian(["audit", join(path, "a.ndjson"), "--quiet"], { cwd: path })).exit).toBe(0);
  expect(await init()).toMatchObject({ exit: 2 });
  expect(readFileSync(join(path, "zhijian.config.yaml"), "utf8")).toBe(written);
});

it("init without an export writes the defaults", async () => {
  const path = folder();
  expect((await zhijian(["init", "--locale", "en"], { cwd: path })).exit).toBe(0);
  expect(parse(readFileSync(join(path, "zhijian.config.yaml"), "utf8"))).toMatchObject({
    locale: "en",
    minSessions: 10,
  });
});
