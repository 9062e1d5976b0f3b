import type { Zone } from "../text/zone.ts";

/** Ids of conversations around which an export draws a border (ingest-decision 9). */
export class BorderIds {
  readonly #zone: Zone;
  readonly #numbers = new Map<string, number>();

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  /** `<first time>|<customer>|<n>`; n counts conversations of equal time and customer. */
  next(firstAt: number | null, customer: string | null): string {
    const key = `${firstAt === null ? "-" : this.#zone.format(firstAt)}|${customer ?? "-"}`;
    const n = (this.#numbers.get(key) ?? 0) + 1;
    this.#numbers.set(key, n);
    return `${key}|${n}`;
  }
}
