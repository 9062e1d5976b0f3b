/** Exit codes of programs that a signal ended, as shells expect them. */
const exits = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Has signals end the process as an exit, so that what is temporary is removed; a second one does not disturb that. */
export function exitOnSignals(): void {
  for (const [signal, exit] of Object.entries(exits)) process.on(signal, () => process.exit(exit));
}
