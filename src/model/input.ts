import type { Static } from "typebox";
import type { inputSchema } from "./report.ts";

/**
 * How one input was understood (contract §7 `inputs[]`). `rows` are records seen, header and blank
 * lines excluded; `rejected` gave no message, the causes are diagnostics; `duplicates` are messages
 * that other inputs already had; `resolutionSeconds` is what the export's times can tell apart.
 */
export type InputSummary = Static<typeof inputSchema>;
