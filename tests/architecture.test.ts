import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";

/** A file of src with what it imports: our files by path, others by name. */
interface SourceFile {
  path: string;
  text: string;
  imports: string[];
}

const sources: SourceFile[] = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.replaceAll("\\", "/"))
  .sort()
  .map((path) => {
    const text = readFileSync(join("src", path), "utf8");
    return { path, text, imports: importsOf(path, text) };
  });

function importsOf(path: string, text: string): string[] {
  const specifiers = [...text.matchAll(/(?:^|[\s;}])(?:from|import)\s*\(?\s*"([^"]+)"/gu)].map(
    (found) => found[1]!,
  );
  return specifiers.map((name) => (name.startsWith(".") ? posix.join(posix.dirname(path), name) : name));
}

/** The stage that a file belongs to: its folder at the root of src, or the file itself. */
const stageOf = (path: string) => path.split("/")[0]!;

const ours = (file: SourceFile) => file.imports.filter((name) => sources.some(({ path }) => path === name));
const inStage = (stage: string) => sources.filter(({ path }) => stageOf(path) === stage);

/** What a stage may import of ours besides itself; stages that are not named may import anything but cli. */
const allowed: Record<string, readonly string[]> = {
  "errors.ts": [],
  "version.ts": [],
  model: ["errors.ts"],
  text: ["errors.ts", "model"],
  formats: ["model", "text", "statistics"],
  // Help starts at once: it measures words without loading everything.
  cli: ["index.ts", "version.ts", "model/type.ts", "text/width.ts"],
  statistics: [],
  ingest: ["errors.ts", "model", "text"],
  acts: ["errors.ts", "model", "text"],
  sessions: ["errors.ts", "model", "text", "statistics"],
  metrics: ["errors.ts", "model", "text", "sessions"],
  rubric: ["errors.ts", "model", "text", "sessions", "statistics"],
  aggregate: ["errors.ts", "version.ts", "model", "text", "metrics", "rubric", "statistics"],
};

describe("imports", () => {
  it("are found at all", () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(ours(sources.find(({ path }) => path === "index.ts")!).length).toBeGreaterThan(5);
  });

  it("name files that exist, with their extension", () => {
    const unknown = sources.flatMap(({ path, imports }) =>
      imports
        .filter((name) => /\.[jt]s$/u.test(name) && !name.startsWith("node:"))
        .filter((name) => !sources.some((file) => file.path === name))
        .map((name) => `${path} → ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it.each(Object.entries(allowed))("%s imports of ours only what it may", (stage, others) => {
    const foreign = inStage(stage).flatMap((file) =>
      ours(file)
        .filter((name) => stageOf(name) !== stage && ![stageOf(name), name].some((it) => others.includes(it)))
        .map((name) => `${file.path} → ${name}`),
    );
    expect(foreign).toEqual([]);
  });

  it("of the command line are nobody's but its own", () => {
    const users = sources.filter(
      (file) => stageOf(file.path) !== "cli" && ours(file).some((name) => stageOf(name) === "cli"),
    );
    expect(users.map(({ path }) => path)).toEqual([]);
  });

  it("never go round between stages", () => {
    const edges = new Map<string, Set<string>>();
    for (const file of sources) {
      const from = stageOf(file.path);
      const to = edges.get(from) ?? new Set();
      for (const name of ours(file)) if (stageOf(name) !== from) to.add(stageOf(name));
      edges.set(from, to);
    }
    const reaches = (from: string, goal: string, seen = new Set<string>()): boolean =>
      [...(edges.get(from) ?? [])].some((next) => {
        if (next === goal) return true;
        if (seen.has(next)) return false;
        seen.add(next);
        return reaches(next, goal, seen);
      });
    expect([...edges.keys()].filter((stage) => reaches(stage, stage))).toEqual([]);
  });
});

describe("the outside world", () => {
  const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gmu, "");

  it("process and console occur only in the command line, where temporary folders are owned, and where versions are told", () => {
    const users = sources
      .filter(({ path }) => stageOf(path) !== "cli" && !["text/temp-folder.ts", "version.ts"].includes(path))
      .filter(
        ({ text, imports }) =>
          imports.includes("node:process") ||
          /(?<![\w."'`-])(?:process|console)\./u.test(withoutComments(text)),
      );
    expect(users.map(({ path }) => path)).toEqual([]);
  });

  it("files are opened where files are opened, and nowhere else", () => {
    const openers =
      /^(?:ingest|cache|cli)\/|^(?:judging\/all-findings|rubric\/load|sessions\/store|text\/(?:data|pages|temp-folder)|prepare|version)\.ts$/u;
    const users = sources
      .filter(({ imports }) => imports.some((name) => /^node:fs/u.test(name)))
      .map(({ path }) => path);
    expect(users.filter((path) => !openers.test(path))).toEqual([]);
  });

  it("no network, no other process", () => {
    const users = sources.filter(({ imports }) =>
      imports.some((name) => /^node:(?:net|tls|dgram|https?|http2|dns|child_process)/u.test(name)),
    );
    expect(users.map(({ path }) => path)).toEqual([]);
  });

  it("machines sort alike: no localeCompare", () => {
    expect(sources.filter(({ text }) => text.includes("localeCompare(")).map(({ path }) => path)).toEqual([]);
  });
});
