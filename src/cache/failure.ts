/**
 * What to say of an error of the disk: what cannot be kept is read and judged anew the next time, which is no
 * reason to do without a report now. Throws everything else.
 */
export function diskFailure(error: unknown): string {
  if (error instanceof Error && "syscall" in error) return error.message;
  throw error;
}
