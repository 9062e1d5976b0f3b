import { createRequire } from "node:module";

// Libraries for files that were not prepared (prepared.ts) and for saved reports: most runs need none of
// them, and loading them takes a while.

const require = createRequire(import.meta.url);

/** The package yaml. */
export const yamlLibrary = () => require("yaml") as typeof import("yaml");

/** The package ajv. */
export const ajvLibrary = () => require("ajv") as typeof import("ajv");
