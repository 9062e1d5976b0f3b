/**
 * A list whose items are made whenever they are asked for, as all of them would take much memory. Who goes
 * through it several times, or holds most of it anyway, spreads it first. It cannot be changed.
 */
export function lazyList<T>(length: number, make: (index: number) => T): T[] {
  return new Proxy(new Array<T>(length).fill(undefined as T), {
    get(list, name) {
      const index = typeof name === "string" && /^\d+$/u.test(name) ? Number(name) : length;
      return index < length ? make(index) : Reflect.get(list, name);
    },
    set: () => false,
    deleteProperty: () => false,
    defineProperty: () => false,
  });
}
