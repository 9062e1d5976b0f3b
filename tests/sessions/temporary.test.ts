import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import type { Message } from "../../src/model/message.ts";
import { customersOf, type Gathered, gather } from "../../src/sessions/gather.ts";
import { Survey } from "../../src/sessions/survey.ts";
import { sweep, TempFolder } from "../../src/text/temp-folder.ts";
import { Zone } from "../../src/text/zone.ts";
import { folder } from "../support/chats.ts";

const noon = Date.UTC(2026, 10, 16, 4);

function message(session: string, place: number, text = `第${place}句`): Message {
  const isAgent = place % 2 === 1;
  return {
    session,
    at: noon + place * 1000,
    role: isAgent ? "agent" : "customer",
    auto: place % 5 === 3,
    assisted: false,
    sender: isAgent ? "小满" : place % 4 === 0 ? `青团${session}` : null,
    agent: isAgent ? "小满" : null,
    customer: `青团${session}`,
    shop: "松果",
    platform: null,
    kind: "text",
    event: null,
    to: null,
    text,
    source: place % 3 === 0 ? { file: "a.csv", line: place, sheet: "表一" } : { file: "a.csv", line: place },
    id: place % 7 === 0 ? `m${place}` : null,
    part: 0,
    seq: 2 ** 33 + place,
    owner: null,
  };
}

async function* inBatches(messages: readonly Message[]): AsyncGenerator<readonly Message[]> {
  for (let at = 0; at < messages.length; at += 50) yield messages.slice(at, at + 50);
}

function gathered(
  messages: readonly Message[],
  options: Partial<Parameters<typeof gather>[1]>,
): Promise<Gathered> {
  return gather(inBatches(messages), {
    sessionGapMs: 1_800_000,
    zone: new Zone("Asia/Shanghai"),
    memoryLimit: 16_000_000,
    survey: new Survey(),
    onRepeat: () => {},
    ...options,
  });
}

const contentOf = async ({ customers }: Gathered) => {
  const all: unknown[] = [];
  for await (const sessions of customers()) all.push(...sessions);
  return all.map((session) => JSON.stringify(session)).sort();
};

describe("temporary files", () => {
  const shuffled = Array.from({ length: 9000 }, (_, index) => (index * 4099) % 9000);
  const messages = shuffled.map((place) =>
    message(
      `s${place % 37}`,
      Math.floor(place / 37),
      place === 77 ? "长".repeat(200_000) : "\u0000 \n\ud83d\ude0a 在",
    ),
  );

  it("give back every session as memory would, divided and in pieces too", async () => {
    const held = await gathered(messages, {});
    const tempDir = folder();
    const spilled = await gathered(messages, { tempDir, memoryLimit: 1000, partitionLimit: 4000 });
    expect(await contentOf(spilled)).toEqual(await contentOf(held));
    const files = spilled.files()!;
    expect(files.length).toBeGreaterThan(30);
    const byWorkers = files.flatMap((file) => [...customersOf(file)]).flat();
    expect(byWorkers.map((session) => JSON.stringify(session)).sort()).toEqual(await contentOf(held));
    spilled.close();
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it("hold one conversation that no dividing makes smaller", async () => {
    const long = Array.from({ length: 7000 }, (_, place) => message("s1", place));
    const spilled = await gathered(long, { tempDir: folder(), memoryLimit: 1000, partitionLimit: 1000 });
    for await (const [session] of spilled.customers()) {
      expect(session!.messages.map(({ seq }) => seq)).toEqual(long.map(({ seq }) => seq));
    }
    spilled.close();
  });

  it("are removed one by one while they are read", async () => {
    const tempDir = folder();
    let most = 0;
    const spilled = await gathered(messages, {
      tempDir,
      memoryLimit: 1000,
      onSession() {
        most = Math.max(most, ...readdirSync(tempDir).map((name) => readdirSync(join(tempDir, name)).length));
      },
    });
    expect(most).toBeLessThanOrEqual(128);
    spilled.close();
  });

  it("cannot be written where there is no folder: told with what to do", async () => {
    const gathering = gathered(messages, { tempDir: join(folder(), "fehlt"), memoryLimit: 1000 });
    await expect(gathering).rejects.toMatchObject({ exit: 2, hint: expect.stringContaining("--temp-dir") });
  });

  it.skipIf(process.platform !== "linux")("fill the disk: exit 3, which folder, what to do", () => {
    const temp = new TempFolder(folder());
    // Linux has a file of which every write fails as on a full disk.
    expect(() => temp.append(relative(temp.path, "/dev/full"), "x")).toThrow(
      expect.objectContaining({ exit: 3, message: expect.stringContaining(temp.path) }),
    );
    temp.remove();
  });
});

/** A process that opens a folder for temporary files in `parent` and waits. */
async function owner(
  parent: string,
  then: string,
): Promise<{ pid: number; end: (signal: NodeJS.Signals) => Promise<void> }> {
  const module = new URL("../../src/text/temp-folder.ts", import.meta.url).href;
  const code = `import { TempFolder } from "${module}"; new TempFolder(${JSON.stringify(parent)}).append("0", "x"); console.log("open"); ${then}`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code]);
  await once(child.stdout, "data");
  return {
    pid: child.pid!,
    async end(signal) {
      child.kill(signal);
      await once(child, "exit");
    },
  };
}

describe("folders of temporary files", () => {
  it("of a running process stay; those of a killed one go at the next run, and nobody else's", async () => {
    const parent = folder();
    mkdirSync(join(parent, "zhijian-0-1-1-abcdef"));
    mkdirSync(join(parent, "zhijian-notes"));
    writeFileSync(join(parent, "zhijian-list.txt"), "");
    const others = readdirSync(parent);
    const { end } = await owner(parent, "setInterval(() => {}, 1000);");
    sweep(parent);
    expect(readdirSync(parent)).toHaveLength(others.length + 1);
    await end("SIGKILL");
    expect(readdirSync(parent)).toHaveLength(others.length + 1);
    sweep(parent);
    expect(readdirSync(parent)).toEqual(others);
  });

  it("go with the process however it ends by itself", async () => {
    const parent = folder();
    const { end } = await owner(parent, "setTimeout(() => { throw new Error('x'); }, 50);");
    await end("SIGCONT");
    expect(readdirSync(parent)).toEqual([]);
  });

  it("of a process whose number is now another's go", () => {
    const parent = folder();
    const open = new TempFolder(parent);
    const name = readdirSync(parent)[0]!;
    mkdirSync(join(parent, name.replace(/-\d+-\w{6}$/, "-1-abcdef")));
    sweep(parent);
    expect(readdirSync(parent)).toEqual(process.platform === "linux" ? [name] : expect.anything());
    expect(statSync(open.path).mode & 0o077).toBe(0);
    open.append("0", "在");
    expect(readFileSync(join(open.path, "0"), "utf8")).toBe("在");
    open.remove();
    expect(readdirSync(parent)).toEqual([]);
  });
});
