import { stat } from "node:fs/promises";
import type { Content } from "./content.ts";
import type { InputPath } from "./paths.ts";

/** How many bytes of all inputs have been read. */
export class ReadBytes {
  readonly #sizes: ReadonlyMap<string, number>;
  /** Null where an input does not tell its length. */
  readonly #total: number | null;
  #done = 0;
  #current = 0;

  private constructor(sizes: ReadonlyMap<string, number>, total: number | null) {
    this.#sizes = sizes;
    this.#total = total;
  }

  static async of(inputs: readonly InputPath[]): Promise<ReadBytes> {
    const sizes = new Map<string, number>();
    let total: number | null = 0;
    for (const { path } of inputs) {
      const info = path === "-" ? null : await stat(path).catch(() => null);
      if (path === "-" || info?.isFile() === false) total = null;
      const size = info?.size ?? 0;
      sizes.set(path, size);
      if (total !== null) total += size;
    }
    return new ReadBytes(sizes, total);
  }

  /** The same content, counted while it is read; what is read again counts once. */
  count(content: Content): Content {
    const see = (position: number) => {
      this.#current = Math.max(this.#current, Math.min(position, content.size));
    };
    return {
      ...content,
      async *stream() {
        let position = 0;
        for await (const chunk of content.stream()) {
          yield chunk;
          position += chunk.length;
          see(position);
        }
      },
    };
  }

  /** The input is read to its end. */
  done({ path }: InputPath): void {
    this.#done += this.#sizes.get(path) ?? 0;
    this.#current = 0;
  }

  /** The part of all that was read, 0–1; null where a pipe does not tell its length. */
  share(): number | null {
    if (this.#total === null) return null;
    return this.#total === 0 ? 1 : Math.min(1, (this.#done + this.#current) / this.#total);
  }
}
