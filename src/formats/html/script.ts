import * as client from "./client.ts";
import * as talk from "./client-talk.ts";

/**
 * The page's script: the source of every function of `client.ts` and `client-talk.ts`, then the call that starts it.
 * `__name` is what some TypeScript runners call inside functions to keep their names.
 */
export const script: string = [
  '"use strict";',
  "const __name = (named) => named;",
  ...Object.values(client).map(String),
  ...Object.values(talk).map(String),
  "start();",
]
  .join("\n")
  .replaceAll("</", "<\\/");
