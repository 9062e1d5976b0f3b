import type { Adapter } from "./adapter.ts";
import { delimited } from "./adapters/delimited.ts";
import { ndjson } from "./adapters/ndjson.ts";

/** All formats, most specific first. */
export const adapters: readonly Adapter[] = [ndjson, delimited];
