/** A text that is made anew whenever it is written, piece by piece, as it may be too large to be held. */
export class TextInPieces {
  readonly pieces: () => Iterable<string>;

  constructor(pieces: () => Iterable<string>) {
    this.pieces = pieces;
  }

  toString(): string {
    return [...this.pieces()].join("");
  }

  toJSON(): string {
    return this.toString();
  }
}
