import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** The part of the time that compacting may take. */
const share = 1 / 200;

/**
 * Brings together what the heap holds, and gives the rest back to the system. V8 leaves holes between what lives
 * long until a page is nearly empty, and keeps what the young had taken. Takes a tenth of a second and more.
 */
export function compactHeap(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  setFlagsFromString("--optimize-for-size");
  collect();
  // Else V8 would collect far more often from now on.
  setFlagsFromString("--no-optimize-for-size");
}

/** Compacts a heap in which sums grow, now and then. */
export class Compaction {
  #done = performance.now();
  /** Milliseconds that the last one took, or the first may take. */
  #took = 100;

  ifDue(): void {
    const begun = performance.now();
    if (begun - this.#done < this.#took / share) return;
    compactHeap();
    this.#done = performance.now();
    this.#took = this.#done - begun;
  }
}
