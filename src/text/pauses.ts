import { setImmediate } from "node:timers/promises";

/** How long signals may wait, ms. */
const longest = 100;

/** Pauses in long work, so that signals are heard: asynchronous loops over what is at hand never wait. */
export class Pauses {
  #last = performance.now();

  /** Lets the process hear signals where it has not for a while. */
  async ifDue(): Promise<void> {
    if (performance.now() - this.#last < longest) return;
    await setImmediate();
    this.#last = performance.now();
  }
}
