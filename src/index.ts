export { type AuditResult, audit } from "./audit.ts";
export { formatPlace, type Place, UserError, UserErrors } from "./errors.ts";
export { type Format, type FormatOptions, formats, type OutputFile } from "./formats/index.ts";
export { inspectInput } from "./ingest/inspect.ts";
export type { CanonicalMessage } from "./model/message.ts";
export { type Report, reportSchema } from "./model/report.ts";
export type { AuditOptions } from "./settings.ts";
export { parseChecked } from "./text/checked-yaml.ts";
export { version } from "./version.ts";
