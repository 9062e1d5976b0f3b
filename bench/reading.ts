// What reading a log costs before anything is judged, in µs of CPU a message: `npx tsx bench/reading.ts log.csv`.
import { readInputs } from "../src/ingest/read.ts";
import { gather } from "../src/sessions/gather.ts";
import { Survey } from "../src/sessions/survey.ts";
import { Zone } from "../src/text/zone.ts";

const [file = ""] = process.argv.slice(2);
const timezone = "Asia/Shanghai";
/** What the command line holds in memory by default, in characters. */
const memoryLimit = 16_000_000;

async function cpuSeconds(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

let messages = 0;
const read = await cpuSeconds(async () => {
  for await (const batch of (await readInputs([file], { timezone })).messages) messages += batch.length;
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
