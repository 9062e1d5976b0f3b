// What reading a log costs before anything is judged, in µs of CPU a message: `npx tsx bench/reading.ts log.csv`.
import { readInputs } from "../src/ingest/read.ts";
import { gather } from "../src/sessions/gather.ts";
import { Survey } from "../src/sessions/survey.ts";
import { Zone } from "../src/text/zone.ts";

const [file = ""] = process.argv.slice(2);
const timezone = "Asia/Shanghai";
/** Nothing is held in memory, however short the log. */
const memoryLimit = 0;

async function cpuSeconds(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function readAll(): Promise<number> {
  let messages = 0;
  for await (const batch of (await readInputs([file], { timezone })).messages) messages += batch.length;
  return messages;
}

// The first time the code is compiled as well.
const messages = await readAll();
const read = await cpuSeconds(async () => {
  await readAll();
});
const gathered = await cpuSeconds(async () => {
  const intake = await readInputs([file], { timezone });
  const { customers, close } = await gather(intake.messages, {
    sessionGapMs: 1_800_000,
    zone: new Zone(timezone),
    memoryLimit,
    survey: new Survey(),
    onRepeat: () => {},
  });
  for await (const _ of customers());
  close();
});
const perMessage = (seconds: number) => (seconds * 1e6) / messages;
console.log(JSON.stringify({ read: perMessage(read), gather: perMessage(gathered - read) }));
