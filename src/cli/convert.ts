import { annotate, convert, UserErrors } from "../index.ts";
import { inputAccount, isLossy } from "./account.ts";
import { auditOptions } from "./audit-options.ts";
import { loadConfig } from "./config.ts";
import { exits, type Io, printErrors, write } from "./io.ts";
import type { AuditFlags, InputFlags } from "./options.ts";

/** `zhijian convert`: any export as canonical NDJSON. */
export async function runConvert(paths: readonly string[], flags: InputFlags, io: Io): Promise<number> {
  const config = loadConfig(flags.config, io);
  const options = auditOptions(flags, config);
  const conversion = await convert(paths, { ...options, stdin: io.stdin });
  for await (const { messages } of conversion.conversations) {
    await write(io.stdout, messages.map((message) => `${JSON.stringify(message)}\n`).join(""));
  }
  return finish(conversion, { ...config, ...flags }, io, options.locale ?? "zh");
}

/** `zhijian annotate`: canonical NDJSON with the acts of every message. */
export async function runAnnotate(paths: readonly string[], flags: AuditFlags, io: Io): Promise<number> {
  const config = loadConfig(flags.config, io);
  const options = auditOptions(flags, config);
  const annotation = await annotate(paths, { ...options, stdin: io.stdin });
  for await (const message of annotation.messages) await write(io.stdout, `${JSON.stringify(message)}\n`);
  return finish(annotation, { ...config, ...flags }, io, options.locale ?? "zh");
}

type Account = Pick<Awaited<ReturnType<typeof convert>>, "inputs" | "diagnostics" | "errors">;

function finish(
  { inputs, diagnostics, errors }: Account,
  flags: Pick<InputFlags, "quiet" | "strict">,
  io: Io,
  locale: "zh" | "en",
): number {
  if (flags.quiet !== true) io.stderr.write(inputAccount(inputs, diagnostics(), locale));
  printErrors(io, errors);
  if (errors.length > 0) return new UserErrors(errors).exit;
  return flags.strict === true && isLossy(diagnostics()) ? exits.unreadable : exits.done;
}
