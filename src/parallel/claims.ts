/** No worker has this number. */
const arrived = -(2 ** 31);

/**
 * Which chunk of the work is whose: a list in shared memory from which threads help themselves, so that a
 * slow chunk holds up nobody. A chunk is free (0), in the hands of a worker (its number, above 0), done
 * by it (the number negative), or its sums have arrived (`arrived`).
 */
export class ChunkList {
  readonly shared: SharedArrayBuffer;
  readonly #owners: Int32Array;

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared;
    this.#owners = new Int32Array(shared);
  }

  static of(chunks: number): ChunkList {
    return new ChunkList(new SharedArrayBuffer(chunks * Int32Array.BYTES_PER_ELEMENT));
  }

  /** Free chunks, each taken by this worker; one that is asked for the next has done the last. */
  *take(worker: number): Generator<number> {
    for (let chunk = 0; chunk < this.#owners.length; chunk += 1) {
      if (Atomics.compareExchange(this.#owners, chunk, 0, worker) !== 0) continue;
      yield chunk;
      Atomics.store(this.#owners, chunk, -worker);
    }
  }

  /** The chunk that a worker was at; null where it was between two. */
  heldBy(worker: number): number | null {
    const chunk = this.#owners.indexOf(worker);
    return chunk === -1 ? null : chunk;
  }

  /** The part of the chunks that is done, 0–1. */
  share(): number {
    return this.#owners.filter((owner) => owner < 0).length / this.#owners.length;
  }

  /** What was done of these chunks cannot be lost any more. */
  arrive(chunks: readonly number[]): void {
    for (const chunk of chunks) Atomics.store(this.#owners, chunk, arrived);
  }

  /** Frees all chunks of a worker whose work is lost. */
  free(worker: number): void {
    this.#owners.forEach((owner, chunk) => {
      if (Math.abs(owner) === worker) Atomics.store(this.#owners, chunk, 0);
    });
  }
}
