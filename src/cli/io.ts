import { formatPlace, UserError, UserErrors } from "../index.ts";

/** The outside world of a command: what `process` offers, or what a test puts in its place. */
export interface Io {
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
  env: Readonly<Record<string, string | undefined>>;
  cwd: () => string;
}

/** Exit codes of contract §6, and one for defects of zhijian itself. */
export const exits = { done: 0, gateFell: 1, wrongUse: 2, unreadable: 3, bug: 70 } as const;

/**
 * Writes to a standard stream and waits until it is done. Throws UserError (exit 2) where it cannot, as on a
 * full disk; a reader who has gone away stays an error of the system.
 */
export function write(stream: NodeJS.WritableStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(isGone(error) ? error : cannotPrint(error)) : resolve()));
  });
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}

function cannotPrint(cause: Error): UserError {
  return new UserError(2, "写不了标准输出 / cannot write to standard output", { hint: cause.message, cause });
}

/** Prints what the user can put right: place, what is wrong, what to do. */
export function printErrors(io: Io, errors: readonly UserError[]): void {
  for (const error of errors) {
    const place = error.place === null ? "zhijian" : formatPlace(error.place);
    io.stderr.write(`${place}: ${error.message}\n`);
    if (error.hint !== null) io.stderr.write(`    ${error.hint}\n`);
  }
}

/** Runs a command and turns what it throws into an exit code. */
export async function guarded(io: Io, command: () => Promise<number>): Promise<number> {
  try {
    return await command();
  } catch (error) {
    // The reader has seen enough, as `| head` has.
    if (isGone(error)) return exits.done;
    if (error instanceof UserError) printErrors(io, [error]);
    else if (error instanceof UserErrors) printErrors(io, error.errors);
    else {
      const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
      io.stderr.write(
        `zhijian 内部错误，请把下面的内容报告给我们 / a defect of zhijian, please report:\n${trace}\n`,
      );
      return exits.bug;
    }
    return error.exit;
  }
}
