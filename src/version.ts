import { readFileSync } from "node:fs";

/** Version of the package, from its own package.json, which stands beside `src` and `dist` alike. */
export const version = (
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }
).version;

/** What the program runs on: versions of Node.js, of its regular expressions, calendars and time zones. */
export const engine: Readonly<Record<string, string | undefined>> = process.versions;
