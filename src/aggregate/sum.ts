/**
 * Something that is summed over sessions in parts: of threads, of files, of machines. Parts may be
 * brought together in any order.
 */
export interface Sum<State> {
  /**
   * All that was summed, as plain data: objects, lists, maps, sets, texts and numbers, so that it can be
   * sent to another thread and written to a file; in a sum that has `toSend`, lists may be made while they are
   * read, and what a report shows be `Known`. It may share data with the sum: read it, then drop one.
   */
  state(): State;
  /** The state in a form that takes less to send to another thread, where there is one. */
  toSend?(): State;
  /** Adds the state of another sum of the same kind. */
  absorb(state: State): void;
}

/** States of several sums, by the names of the members that hold them. */
export type States = Record<string, unknown>;

/**
 * The states of all public members of an object, but for those that are null; each is made when it is read,
 * so that what is made of one need not be held beside the next. Throws TypeError at a member that is no
 * sum: it would be lost between threads without anybody noticing.
 */
export function statesOf(owner: object): States {
  return made(owner, (sum) => sum.state());
}

/** The same to send to another thread. */
export function statesToSend(owner: object): States {
  return made(owner, (sum) => sum.toSend?.() ?? sum.state());
}

function made(owner: object, stateOf: (sum: Sum<unknown>) => unknown): States {
  const states: States = {};
  for (const [name, sum] of membersOf(owner))
    Object.defineProperty(states, name, { enumerable: true, get: () => stateOf(sum) });
  return states;
}

/** Adds states that `statesOf` took from another object of the same class. */
export function absorbStates(owner: object, states: States): void {
  for (const [name, sum] of membersOf(owner)) sum.absorb(states[name]);
}

function membersOf(owner: object): [name: string, sum: Sum<unknown>][] {
  return Object.entries(owner).flatMap(([name, member]): [string, Sum<unknown>][] => {
    if (member === null) return [];
    if (!isSum(member)) throw new TypeError(`${owner.constructor.name}.${name} is no sum`);
    return [[name, member]];
  });
}

function isSum(member: unknown): member is Sum<unknown> {
  return typeof member === "object" && member !== null && "state" in member && "absorb" in member;
}
