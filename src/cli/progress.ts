import type { Io } from "./io.ts";

/** Nothing is shown before this, ms. */
const quietFor = 1000;
const every = 200;

/** A line that counts messages, on a terminal only and not for what is done in a second. */
export function progress(io: Io, wanted: boolean): { report: (messages: number) => void; done: () => void } {
  const started = Date.now();
  let shown = 0;
  if (!wanted || io.stderr.isTTY !== true || (io.env.CI ?? "") !== "")
    return { report: () => {}, done: () => {} };
  return {
    report(messages) {
      const now = Date.now();
      if (now - started < quietFor || now - shown < every) return;
      shown = now;
      const rate = Math.round((messages * 1000) / (now - started));
      io.stderr.write(
        `\r${messages.toLocaleString("en-US")} 条消息，每秒 ${rate.toLocaleString("en-US")} 条 `,
      );
    },
    done() {
      if (shown > 0) io.stderr.write("\r\u001b[K");
    },
  };
}
