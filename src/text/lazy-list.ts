/**
 * A list whose items are made whenever they are asked for, as all of them would take much memory. Who goes
 * through it several times, or holds most of it anyway, spreads it first. It cannot be changed.
 */
export function lazyList<T>(length: number, make: (index: number) => T): T[] {
  return new Proxy(new Array<T>(length).fill(undefined as T), new Maker(make));
}

class Maker<T> implements ProxyHandler<T[]> {
  readonly #make: (index: number) => T;

  constructor(make: (index: number) => T) {
    this.#make = make;
  }

  get(list: T[], name: string | symbol): unknown {
    const index = typeof name === "string" && /^\d+$/u.test(name) ? Number(name) : list.length;
    return index < list.length ? this.#make(index) : Reflect.get(list, name);
  }

  set(): boolean {
    return false;
  }

  deleteProperty(): boolean {
    return false;
  }

  defineProperty(): boolean {
    return false;
  }
}
