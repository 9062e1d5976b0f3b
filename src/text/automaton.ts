/**
 * Finds all occurrences of many phrases in one pass (Aho and Corasick 1975), overlapping ones too.
 * States are numbers; transitions lie in one open-addressed table keyed by state and UTF-16 unit,
 * and every unit that occurs in no phrase leads straight back to the root.
 */
export class Automaton {
  /** Occurs in some phrase. */
  readonly #known = new Uint8Array(0x10000);
  /** First transitions, by unit: most steps of most texts end here. */
  readonly #fromRoot = new Int32Array(0x10000);
  readonly #keys: Float64Array;
  readonly #targets: Int32Array;
  readonly #mask: number;
  readonly #failure: Int32Array;
  /** Phrase that ends in the state, or -1. */
  readonly #phrase: Int32Array;
  /** Nearest state along the failures in which a phrase ends, 0 = none. */
  readonly #nextHit: Int32Array;
  readonly #lengths: readonly number[];

  /** Phrases must not be empty; of equal ones the first is reported. */
  constructor(phrases: readonly string[]) {
    this.#lengths = phrases.map((phrase) => phrase.length);
    const trie = new Trie(phrases.reduce((sum, phrase) => sum + phrase.length, 1));
    phrases.forEach((phrase, index) => {
      if (phrase === "") throw new RangeError("an automaton cannot find the empty phrase");
      trie.add(phrase, index);
    });
    let size = 16;
    while (size < trie.states * 2) size *= 2;
    this.#mask = size - 1;
    this.#keys = new Float64Array(size);
    this.#targets = new Int32Array(size);
    this.#phrase = trie.phrase.slice(0, trie.states);
    this.#failure = new Int32Array(trie.states);
    this.#nextHit = new Int32Array(trie.states);
    this.#link(trie);
  }

  /** Breadth first, so that the failure of a state is known before those of its children. */
  #link({ states, unit, firstChild, sibling }: Trie): void {
    const queue = new Int32Array(states);
    let tail = 1;
    for (let head = 0; head < tail; head += 1) {
      const state = queue[head]!;
      for (let child = firstChild[state]!; child !== 0; child = sibling[child]!) {
        const letter = unit[child]!;
        this.#known[letter] = 1;
        queue[tail] = child;
        tail += 1;
        if (state === 0) {
          this.#fromRoot[letter] = child;
          continue;
        }
        const failure = this.#step(this.#failure[state]!, letter);
        this.#failure[child] = failure;
        this.#nextHit[child] = this.#phrase[failure] === -1 ? this.#nextHit[failure]! : failure;
        this.#insert(state, letter, child);
      }
    }
  }

  #insert(state: number, unit: number, target: number): void {
    const key = state * 0x10000 + unit;
    let slot = (Math.imul(state, 0x9e3779b1) + Math.imul(unit, 0x85ebca6b)) & this.#mask;
    while (this.#keys[slot] !== 0) slot = (slot + 1) & this.#mask;
    this.#keys[slot] = key;
    this.#targets[slot] = target;
  }

  #step(from: number, unit: number): number {
    let state = from;
    while (state !== 0) {
      const key = state * 0x10000 + unit;
      let slot = (Math.imul(state, 0x9e3779b1) + Math.imul(unit, 0x85ebca6b)) & this.#mask;
      while (this.#keys[slot] !== 0) {
        if (this.#keys[slot] === key) return this.#targets[slot]!;
        slot = (slot + 1) & this.#mask;
      }
      state = this.#failure[state]!;
    }
    return this.#fromRoot[unit]!;
  }

  /** Calls `found` for every occurrence, in order of their ends, longer ones first. */
  search(text: string, found: (phrase: number, start: number, end: number) => void): void {
    let state = 0;
    for (let i = 0; i < text.length; i += 1) {
      const unit = text.charCodeAt(i);
      if (this.#known[unit] === 0) {
        state = 0;
        continue;
      }
      state = this.#step(state, unit);
      let hit = this.#phrase[state] === -1 ? this.#nextHit[state]! : state;
      while (hit !== 0) {
        const phrase = this.#phrase[hit]!;
        found(phrase, i + 1 - this.#lengths[phrase]!, i + 1);
        hit = this.#nextHit[hit]!;
      }
    }
  }
}

/** The states before they are linked, as lists of children; state 0 is the root. */
class Trie {
  states = 1;
  readonly unit: Uint16Array;
  /** 0 = none. */
  readonly firstChild: Int32Array;
  readonly sibling: Int32Array;
  /** Phrase that ends in the state, or -1. */
  readonly phrase: Int32Array;
  readonly #ofRoot = new Int32Array(0x10000);

  constructor(mostStates: number) {
    this.unit = new Uint16Array(mostStates);
    this.firstChild = new Int32Array(mostStates);
    this.sibling = new Int32Array(mostStates);
    this.phrase = new Int32Array(mostStates).fill(-1);
  }

  add(phrase: string, index: number): void {
    let state = 0;
    for (let i = 0; i < phrase.length; i += 1) state = this.#child(state, phrase.charCodeAt(i));
    if (this.phrase[state] === -1) this.phrase[state] = index;
  }

  #child(state: number, unit: number): number {
    let child = state === 0 ? this.#ofRoot[unit]! : this.firstChild[state]!;
    while (child !== 0 && this.unit[child] !== unit) child = this.sibling[child]!;
    if (child !== 0) return child;
    child = this.states;
    this.states += 1;
    this.unit[child] = unit;
    this.sibling[child] = this.firstChild[state]!;
    this.firstChild[state] = child;
    if (state === 0) this.#ofRoot[unit] = child;
    return child;
  }
}
