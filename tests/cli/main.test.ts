import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { reportSchema } from "../../src/index.ts";
import { folder, ndjson, records } from "../support/chats.ts";
import { brokenPipe, zhijian } from "./terminal.ts";

/** A good conversation and one in which somebody waits for ever. */
const good = `
  客户 0s 你好，这件有货吗
  客服 9s 亲，您好😊 我是客服小满，很高兴为您服务，有货的，请问您要什么颜色呢
  客户 20s 黑色
  客服 30s 好的，亲，还有什么可以帮您的吗😊
  客户 40s 没有了，谢谢
  客服 50s 不客气，感谢您的光临，祝您生活愉快，再见😊`;
const bad = `
  # 会话=坏 顾客=阿蓝
  客户 0s 在吗
  客服 500s 说
  客户 520s 衣服破了怎么办`;
const lines = (text: string) => ndjson(records(text));
const exported = (text = good + bad) => join(folder({ "a.ndjson": lines(text) }), "a.ndjson");

describe("exit codes", () => {
  // Nothing is closed to root.
  it.skipIf(process.getuid?.() === 0)(
    "2: what cannot be written is told before anything is read",
    async () => {
      const closed = folder();
      chmodSync(closed, 0o500);
      const args = ["audit", join(closed, "missing.csv"), "--quiet", "-o"];
      for (const out of [closed, join(closed, "report.json"), join(closed, "new", "folder")]) {
        const { exit, stderr } = await zhijian([...args, out]);
        expect(exit).toBe(2);
        expect(stderr).toContain(`cannot write: ${out}`);
        expect(stderr).not.toContain("missing.csv");
      }
    },
  );

  it("0: done, no gate asked for, whatever was found", async () => {
    expect(await zhijian(["audit", exported(), "--quiet"])).toMatchObject({ exit: 0, stderr: "" });
  });

  it("edge 51 0 and 1: on both sides of --min-score, by the score that is printed", async () => {
    const file = exported();
    const { stdout } = await zhijian(["audit", file, "-f", "json", "--min-sessions", "1", "--quiet"]);
    const { value } = JSON.parse(stdout).agentWeeks[0].score;
    const gate = (score: number) =>
      zhijian(["audit", file, "--min-sessions", "1", "--min-score", String(score), "--quiet"]);
    expect(await gate(value)).toMatchObject({ exit: 0, stderr: "" });
    const fallen = await gate(value + 0.001);
    expect(fallen.exit).toBe(1);
    expect(fallen.stderr).toContain(
      `2026-W47 小店 客服：得分 ${Number(value.toPrecision(4))}，低于 ${value + 0.001}`,
    );
    expect(fallen.stderr).toContain(`重现：zhijian explain 坏 ${file}`);
  });

  it("1: findings at or above --fail-on, named with rule and conversation; never: 0", async () => {
    const file = exported();
    const fallen = await zhijian(["audit", file, "--fail-on", "minor", "--quiet"]);
    expect(fallen.exit).toBe(1);
    expect(fallen.stderr).toMatch(/^O1 .+会话 .*坏/mu);
    expect(await zhijian(["audit", file, "--fail-on", "fatal", "--quiet"])).toMatchObject({ exit: 0 });
    expect(await zhijian(["audit", file, "--fail-on", "never", "--quiet"])).toMatchObject({ exit: 0 });
  });

  it.each([
    ["an unknown command", ["audti"], /audti/u],
    ["an unknown option", ["audit", "x", "--colour"], /--colour/u],
    ["a missing argument", ["audit"], /路径/u],
    ["an unknown format", ["audit", "x", "-f", "pdf"], /pdf[\s\S]*terminal/u],
    ["several formats for standard output", ["audit", "x", "-f", "json", "-f", "csv"], /-o/u],
    ["an unknown rubric", ["audit", "x", "--rubric", "basic"], /basic/u],
    ["an unknown platform", ["audit", "x", "--platform", "tabao"], /tabao[\s\S]*taobao/u],
    ["an unknown zone", ["audit", "x", "--timezone", "Asia/Beijing"], /Asia\/Beijing[\s\S]*Asia\/Shanghai/u],
    ["hours that are none", ["audit", "x", "--hours", "9-22"], /9-22/u],
    ["a week that is none", ["audit", "x", "--week", "46"], /2026-W46/u],
    ["a day that is none", ["audit", "x", "--to", "2026-02-30"], /2026-02-30/u],
    ["a number that is none", ["audit", "x", "--slow-after", "soon"], /soon|slow-after/u],
    ["a gap of nothing", ["audit", "x", "--session-gap", "0"], /session-gap/u],
    ["half a session", ["audit", "x", "--min-sessions", "2.5"], /min-sessions/u],
    ["a column without a name", ["audit", "x", "--map", "time"], /time/u],
    ["a field that is none", ["audit", "x", "--map", "colour=列"], /colour/u],
    ["an input format that is none", ["audit", "x", "--input-format", "doc"], /doc/u],
    ["a config that is not there", ["audit", "x", "--config", "no.yaml"], /no\.yaml/u],
  ])("2: %s", async (_, args, told) => {
    const { exit, stdout, stderr } = await zhijian(args.map((arg) => (arg === "x" ? exported() : arg)));
    expect(stderr).toMatch(told);
    expect(stderr).not.toMatch(/^\s+at /mu);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
  });

  it("3: an input that is not there, and the report of the others all the same", async () => {
    const { exit, stdout, stderr } = await zhijian([
      "audit",
      exported(),
      "没有.csv",
      "-f",
      "json",
      "--quiet",
    ]);
    expect(exit).toBe(3);
    expect(stderr).toContain("没有.csv");
    expect(JSON.parse(stdout).shopWeeks[0].sessions).toBe(2);
  });

  it("3: nothing could be read, and no report", async () => {
    const { exit, stdout, stderr } = await zhijian(["audit", "没有.csv"]);
    expect({ exit, stdout }).toEqual({ exit: 3, stdout: "" });
    expect(stderr).toMatch(/^没有\.csv: /u);
  });

  it("3 with --strict and something lost, 0 without; in the config as well", async () => {
    const path = folder({
      "a.ndjson": `${lines(good)}{"role":"谁","text":"x"}\n`,
      "zhijian.config.yaml": "strict: true\n",
    });
    const file = join(path, "a.ndjson");
    for (const command of ["audit", "convert", "annotate"]) {
      expect((await zhijian([command, file])).exit, command).toBe(0);
      expect((await zhijian([command, file, "--strict"])).exit, command).toBe(3);
      expect((await zhijian([command, file], { cwd: path })).exit, `${command} by config`).toBe(3);
    }
  });

  it("3: standard input that breaks off", async () => {
    const { exit, stderr } = await zhijian(["audit", "-"], { stdin: brokenPipe(lines(good)) });
    expect(exit).toBe(3);
    expect(stderr).not.toMatch(/^\s+at /mu);
  });

  it("3: an empty standard input", async () => {
    expect(await zhijian(["audit", "-"], { stdin: "" })).toMatchObject({ exit: 3, stdout: "" });
  });
});

describe("limits of the config's gate", () => {
  const gated = async (gate: string, ...args: string[]) => {
    const path = folder({
      "a.ndjson": lines(good + bad),
      "zhijian.config.yaml": `minSessions: 1\ngate:\n${gate}\n`,
    });
    return zhijian(["audit", join(path, "a.ndjson"), "--quiet", ...args], { cwd: path });
  };
  const inputs = (text: string) => `  - ${text}`;

  it("edge 51: on both sides of a limit, by the figure that report.json has", async () => {
    // First replies after 9 s and 500 s.
    expect(await gated(inputs("firstReplySeconds.p90 <= 500"))).toMatchObject({ exit: 0, stderr: "" });
    const fallen = await gated(inputs("firstReplySeconds.p90 <= 499"));
    expect(fallen.exit).toBe(1);
    expect(fallen.stderr).toContain("客服：firstReplySeconds.p90 500，高于 499（n = 2），会话 坏\n");
    expect(fallen.stderr).toContain("重现：zhijian explain 坏 ");
  });

  it("names the conversations behind a share, and the command takes the options that judge", async () => {
    const fallen = await gated(inputs("unanswered <= 0"), "--set", "firstReplySeconds=20", "--locale", "en");
    expect(fallen.exit).toBe(1);
    expect(fallen.stderr).toMatch(/unanswered\.\w+ \S+ is above 0 \(n = \d+\), conversations 坏\n/u);
    expect(fallen.stderr).toMatch(
      /reproduce: zhijian explain 坏 \S+ --set firstReplySeconds=20 --locale en\n/u,
    );
  });

  it("names the conversations that cost the team's score most", async () => {
    const fallen = await gated(inputs("{ limit: score.value >= 100, for: team }"));
    expect(fallen.stderr).toMatch(/团队：得分 [\d.]+，低于 100（n = 2），会话 \S/u);
  });

  it("shares take a percent, means are meant where no part is named, ≥ is >=", async () => {
    expect((await gated(inputs("replyRate ≥ 100%"))).exit).toBe(0);
    expect((await gated(inputs("withinSeconds.15 >= 60 %"))).stderr).toMatch(
      /withinSeconds\.15\.value 0\.\d+，低于 0\.6/u,
    );
    expect((await gated(inputs("firstReplySeconds <= 254"))).stderr).toContain(
      "firstReplySeconds.mean 254.5，高于 254",
    );
  });

  it("for the team, and only from a number of cases on", async () => {
    const limit = (minN: number) => `  - { limit: firstReplySeconds.max <= 60, for: team, minN: ${minN} }`;
    expect((await gated(limit(2))).stderr).toContain("团队：firstReplySeconds.max 500");
    expect(await gated(limit(3))).toMatchObject({ exit: 0, stderr: "" });
  });

  it.each([
    ["firstReplySecond.p90 <= 30", "firstReplySeconds.p90"],
    ["firstReplySeconds.p90 < 30", "<="],
    ["colour >= 3", "firstReplySeconds"],
  ])("2 at its line: %s", async (limit, told) => {
    const { exit, stderr } = await gated(inputs(limit));
    expect(exit).toBe(2);
    expect(stderr).toMatch(/zhijian\.config\.yaml:3:\d+: gate/u);
    expect(stderr).toContain(told);
  });
});

describe("standard output has the result and nothing else", () => {
  it("the table, without colour where it is no terminal", async () => {
    const { stdout, stderr } = await zhijian(["audit", exported()]);
    expect(stdout).toContain("客服");
    expect(stdout).not.toContain("\u001b");
    expect(stderr).toContain("ndjson");
  });

  it("colour on a terminal, unless NO_COLOR, CI or --no-color", async () => {
    const colourful = async (env: Record<string, string>, ...more: string[]) =>
      (await zhijian(["audit", exported(), ...more], { isTTY: true, env })).stdout.includes("\u001b[");
    expect(await colourful({})).toBe(true);
    expect(await colourful({ NO_COLOR: "1" })).toBe(false);
    expect(await colourful({ CI: "true" })).toBe(false);
    expect(await colourful({}, "--no-color")).toBe(false);
  });

  it("report.json, as its schema says", async () => {
    const { stdout } = await zhijian(["audit", exported(), "-f", "json"]);
    expect(new Ajv().validate(reportSchema, JSON.parse(stdout))).toBe(true);
  });

  it("canonical NDJSON of convert, which reads back the same; annotate adds the acts", async () => {
    const once = await zhijian(["convert", exported(good)]);
    const again = await zhijian(["convert", "-"], { stdin: once.stdout });
    expect(again.stdout).toBe(once.stdout);
    const annotated = (await zhijian(["annotate", "-"], { stdin: once.stdout })).stdout.trimEnd().split("\n");
    const first = JSON.parse(annotated[1]!);
    expect(first.acts.map(({ id }: { id: string }) => id)).toContain("greeting");
    for (const { quote, start, end } of first.acts) expect(first.text.slice(start, end)).toBe(quote);
  });

  it("--quiet is silent, errors apart", async () => {
    expect((await zhijian(["convert", exported(), "--quiet"])).stderr).toBe("");
    expect((await zhijian(["convert", "没有.csv", "--quiet"])).stderr).not.toBe("");
  });

  it.each([["convert"], ["--help"]])(
    "a reader that goes away, as `| head` does, is no defect: %s",
    async (what) => {
      const stdout = new Writable({
        write: (_chunk, _encoding, done) => done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" })),
      });
      const stderr = new Writable({ write: (_chunk, _encoding, done) => done() });
      const io = { stdin: process.stdin, stdout, stderr, env: {}, cwd: () => "." };
      const args = what === "convert" ? [what, exported(), "--quiet"] : [what];
      expect(await main(args, io)).toBe(0);
      // What is wrong with a stream is told after it was written to.
      await setImmediate();
    },
  );

  it("a full disk behind standard output is no defect", async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(new Error("ENOSPC: no space left on device, write")),
    });
    stdout.on("error", () => {});
    let told = "";
    const stderr = new Writable({
      write(chunk, _encoding, done) {
        told += String(chunk);
        done();
      },
    });
    const io = { stdin: process.stdin, stdout, stderr, env: {}, cwd: () => "." };
    expect(await main(["convert", exported(), "--quiet"], io)).toBe(2);
    expect(told).toContain("写不了标准输出");
    await setImmediate();
  });

  it("--set: numbers and truth values are what they look like", async () => {
    const { exit, stderr } = await zhijian(["audit", exported(), "--set", "firstReplySeconds=20", "--quiet"]);
    expect([exit, stderr]).toEqual([0, ""]);
    const wrong = await zhijian(["audit", exported(), "--set", "firstReplySeconds=快"]);
    expect(wrong.exit).toBe(2);
    expect(wrong.stderr).toContain("应是数字");
  });

  it.each([
    [["-f", "htm"], "是不是 html？"],
    [["--platform", "taobo"], "是不是 taobao？"],
    [["--rubric", "ecomerce"], "是不是“ecommerce”？"],
    [["--set", "firstReplySecond=3"], "是不是“firstReplySeconds”？"],
  ])("%j: says what was probably meant", async (args, meant) => {
    const { exit, stderr } = await zhijian(["audit", exported(), ...args]);
    expect(exit).toBe(2);
    expect(stderr).toContain(meant);
  });

  it.each(["--help", "--version", "-V"])("%s: 0", async (flag) => {
    const { exit, stdout, stderr } = await zhijian([flag]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout).not.toBe("");
  });
});

describe("where the report goes", () => {
  it("-o with a folder: all formats, the table on standard output, the files named on stderr", async () => {
    const path = folder();
    const { exit, stdout, stderr } = await zhijian(["audit", exported(), "-o", "周报"], { cwd: path });
    expect(exit).toBe(0);
    expect(stdout).toContain("客服");
    expect(readdirSync(join(path, "周报")).sort()).toEqual(
      [
        "agent-weeks.csv",
        "findings.csv",
        "praises.csv",
        "report.html",
        "report.json",
        "report.md",
        "shop-weeks.csv",
      ].sort(),
    );
    expect(stderr).toContain(join(path, "周报", "report.json"));
  });

  it("-o with a file and one format: that file", async () => {
    const path = folder();
    const { stdout } = await zhijian(["audit", exported(), "-f", "json", "-o", "x.json", "--quiet"], {
      cwd: path,
    });
    expect(stdout).toBe("");
    expect(JSON.parse(readFileSync(join(path, "x.json"), "utf8")).schemaVersion).toBe(1);
    expect(readdirSync(path)).toEqual(["x.json"]);
  });

  it("several formats: files of their own, and the table only where it is asked for", async () => {
    const path = folder();
    const { stdout } = await zhijian(
      ["audit", exported(), "-f", "json", "-f", "markdown", "-o", "x", "--quiet"],
      { cwd: path },
    );
    expect(stdout).toBe("");
    expect(readdirSync(join(path, "x")).sort()).toEqual(["report.json", "report.md"]);
  });

  it("2 where it cannot be written, without a stack", async () => {
    const path = folder({ 挡路: "x" });
    const { exit, stderr } = await zhijian(["audit", exported(), "-f", "json", "-o", "挡路/x.json"], {
      cwd: path,
    });
    expect(exit).toBe(2);
    expect(stderr).not.toMatch(/^\s+at /mu);
    expect(existsSync(join(path, "挡路/x.json"))).toBe(false);
  });

  it("render writes from report.json what audit wrote", async () => {
    const path = folder();
    const file = exported();
    const direct = await zhijian(["audit", file, "-f", "markdown", "--quiet"]);
    await zhijian(["audit", file, "-f", "json", "-o", "r.json", "--quiet"], { cwd: path });
    expect(await zhijian(["render", "r.json", "-f", "markdown"], { cwd: path })).toMatchObject({
      exit: 0,
      stdout: direct.stdout,
    });
  });

  it.each([
    ["no JSON", "{", /JSON/u],
    ["no report", '{"schemaVersion":1}', /report\.json/u],
  ])("render: 3 for %s", async (_, content, told) => {
    const path = folder({ "r.json": content });
    const { exit, stderr } = await zhijian(["render", "r.json"], { cwd: path });
    expect(exit).toBe(3);
    expect(stderr).toMatch(told);
  });
});

describe("the config", () => {
  it("is found upwards, and options stand above it", async () => {
    const path = folder({ "zhijian.config.yaml": "slowAfterSeconds: 400\nhours: 10:00-20:00\n" });
    const settings = async (...args: string[]) =>
      JSON.parse(
        (await zhijian(["audit", exported(), "-f", "json", "--quiet", ...args], { cwd: path })).stdout,
      ).settings;
    expect(await settings()).toMatchObject({ slowAfterSeconds: 400, hours: "10:00-20:00" });
    expect(await settings("--slow-after", "30")).toMatchObject({
      slowAfterSeconds: 30,
      hours: "10:00-20:00",
    });
  });

  it("2: tells all its mistakes at once, each with file, line and column", async () => {
    const path = folder({
      "zhijian.config.yaml": "hours: 09:00-22:00\nslowafter: 60\nlocale: 中文\nminSessions: 0\n",
    });
    const { exit, stdout, stderr } = await zhijian(["audit", exported()], { cwd: path });
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    for (const line of [2, 3, 4])
      expect(stderr).toMatch(new RegExp(`zhijian\\.config\\.yaml:${line}:\\d+: `, "u"));
  });

  it("names automatic texts and agents", async () => {
    const path = folder({ "zhijian.config.yaml": "autoTexts:\n  texts: [稍后回复您]\n" });
    const file = exported("客户 0s 在吗\n客服 9s 稍后回复您\n客服 30s 您好");
    const { stdout } = await zhijian(["audit", file, "-f", "json", "--quiet"], { cwd: path });
    expect(JSON.parse(stdout).shopWeeks[0].metrics.firstReplySeconds.sum).toBe(30);
  });
});

describe("explain", () => {
  it("tells turns, waits and the arithmetic of one conversation", async () => {
    const { exit, stdout } = await zhijian(["explain", "坏", exported()]);
    expect(exit).toBe(0);
    expect(stdout).toContain("衣服破了怎么办");
    expect(stdout).toMatch(/500/u);
  });

  it("2 for an id that is none, naming those there are", async () => {
    const { exit, stderr } = await zhijian(["explain", "好", exported()]);
    expect(exit).toBe(2);
    expect(stderr).toContain("s1");
  });
});

describe("English", () => {
  it("--locale en: the same figures in English words", async () => {
    const { stdout, stderr } = await zhijian(["audit", exported(), "--locale", "en"]);
    expect(stdout).toMatch(/score/iu);
    expect(stderr).toContain("messages");
  });
});
