/** Part of the places that may be taken: beyond, looking for one takes long. */
const mostTaken = 0.7;

/** How often whole numbers below 2^53 came, up to 255 times: nine bytes a place, where a Map takes five times as many. */
export class NumberCounts {
  #numbers = new Float64Array(1 << 10);
  /** 0 where a place is free. */
  #counts = new Uint8Array(1 << 10);
  #size = 0;

  /** Counts a number once more unless it has come `most` times. */
  add(number: number, most: number): void {
    const place = this.#placeOf(number);
    if (this.#counts[place] === 0) {
      this.#numbers[place] = number;
      this.#size += 1;
    }
    if (this.#counts[place]! < most) this.#counts[place]! += 1;
    if (this.#size > mostTaken * this.#numbers.length) this.#grow();
  }

  /** The numbers that came so often. */
  *counted(times: number): Generator<number> {
    for (let place = 0; place < this.#counts.length; place += 1)
      if (this.#counts[place] === times) yield this.#numbers[place]!;
  }

  /** Where a number stands or, if it is new, will stand. */
  #placeOf(number: number): number {
    const last = this.#numbers.length - 1;
    // Numbers are hashes: their lowest bits are as good as any.
    let place = number % this.#numbers.length;
    while (this.#counts[place] !== 0 && this.#numbers[place] !== number)
      place = place === last ? 0 : place + 1;
    return place;
  }

  #grow(): void {
    const [numbers, counts] = [this.#numbers, this.#counts];
    this.#numbers = new Float64Array(numbers.length * 2);
    this.#counts = new Uint8Array(counts.length * 2);
    for (let before = 0; before < counts.length; before += 1) {
      if (counts[before] === 0) continue;
      const place = this.#placeOf(numbers[before]!);
      this.#numbers[place] = numbers[before]!;
      this.#counts[place] = counts[before]!;
    }
  }
}
