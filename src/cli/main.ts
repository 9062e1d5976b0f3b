/** Entry of the command line: returns the exit code of contract §6. */
export async function main(_args: readonly string[], _streams: unknown): Promise<number> {
  return 2;
}
