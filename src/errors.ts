/** Where in a user's file or command line a problem stands. */
export interface Place {
  file: string;
  /** 1-based. */
  line?: number;
  /** 1-based. */
  column?: number;
}

/** Exit codes of contract §6: 2 = wrong use, 3 = an input could not be read. */
export type ErrorExit = 2 | 3;

/**
 * Something that the user can put right. It is printed without a stack trace, as
 * `place: message` and, indented below, what to do about it.
 */
export class UserError extends Error {
  readonly exit: ErrorExit;
  readonly place: Place | null;
  /** What the user can do now, a full sentence. */
  readonly hint: string | null;

  constructor(
    exit: ErrorExit,
    message: string,
    options: { place?: Place; hint?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "UserError";
    this.exit = exit;
    this.place = options.place ?? null;
    this.hint = options.hint ?? null;
  }
}

/** Several problems found in one reading, so that the user can mend all of them at once. */
export class UserErrors extends Error {
  readonly errors: readonly UserError[];
  readonly exit: ErrorExit;

  constructor(errors: readonly UserError[]) {
    super(errors.map((error) => error.message).join("\n"));
    this.name = "UserErrors";
    this.errors = errors;
    this.exit = errors.some((error) => error.exit === 3) ? 3 : 2;
  }
}

/** `file:line:column` as editors understand it. */
export function formatPlace(place: Place): string {
  return [place.file, place.line, place.column].filter((part) => part !== undefined).join(":");
}
