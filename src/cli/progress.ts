import type { Progress } from "../index.ts";
import type { Io } from "./io.ts";

/** Nothing is shown before this, ms. */
const quietFor = 1000;
const every = 200;
/** A stage has to last this long before its end can be told, ms. */
const judgedFrom = 2000;

const words = {
  zh: {
    read: "读取",
    judge: "质检",
    line: (stage: string, messages: string, rate: string) => `${stage} ${messages} 条消息，每秒 ${rate} 条`,
    left: (duration: string) => `，还要约 ${duration}`,
    seconds: (seconds: number) => `${seconds} 秒`,
    minutes: (minutes: number, seconds: number) => `${minutes} 分 ${seconds} 秒`,
  },
  en: {
    read: "reading",
    judge: "judging",
    line: (stage: string, messages: string, rate: string) =>
      `${stage}: ${messages} messages, ${rate} a second`,
    left: (duration: string) => `, about ${duration} left`,
    seconds: (seconds: number) => `${seconds} s`,
    minutes: (minutes: number, seconds: number) => `${minutes} min ${seconds} s`,
  },
} as const;

/** A line with rate and remaining time, on a terminal only and not for what is done in a second. */
export function progress(
  io: Io,
  wanted: boolean,
  locale: "zh" | "en",
): { report: (progress: Progress) => void; done: () => void } {
  const started = Date.now();
  let shown = 0;
  let stage: { name: Progress["stage"]; since: number } | null = null;
  if (!wanted || io.stderr.isTTY !== true || (io.env.CI ?? "") !== "")
    return { report: () => {}, done: () => {} };
  return {
    report(now) {
      const at = Date.now();
      if (stage?.name !== now.stage) stage = { name: now.stage, since: at };
      if (at - started < quietFor || at - shown < every) return;
      shown = at;
      io.stderr.write(
        `\r\u001b[K${lineOf(now, at - (now.stage === "read" ? started : stage.since), locale)}`,
      );
    },
    done() {
      if (shown > 0) io.stderr.write("\r\u001b[K");
    },
  };
}

function lineOf({ stage, messages, share }: Progress, elapsed: number, locale: "zh" | "en"): string {
  const say = words[locale];
  if (messages === 0) return `${say[stage]} …`;
  const rate = Math.round((messages * 1000) / Math.max(1, elapsed));
  const line = say.line(say[stage], messages.toLocaleString("en-US"), rate.toLocaleString("en-US"));
  if (share === null || share <= 0 || elapsed < judgedFrom) return line;
  const seconds = Math.ceil((elapsed * (1 - share)) / share / 1000);
  const left = seconds < 60 ? say.seconds(seconds) : say.minutes(Math.floor(seconds / 60), seconds % 60);
  return line + say.left(left);
}
