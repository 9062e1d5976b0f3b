// What parts of patterns can match, put together from the parts that they are made of. Nothing here is
// exact but the spelt-out strings: a text may have all that is told and no match, never the reverse.

/** What a match needs at some place of it. */
export interface Step {
  /** One of these words. */
  words: readonly string[];
  /** So many characters at most from the beginning of that word to the end of the word of the next step. */
  reach: number;
}

/** What stands among the words of a step for the beginning and the end of the text: normalised text has neither. */
export const textStart = "\u200e";
export const textEnd = "\u200f";

/** What a part of a pattern can match. */
export interface Part {
  /** All the strings that it matches, where they are few; null = many. */
  exact: ReadonlySet<string> | null;
  /** Every match goes one of these ways. */
  ways: readonly Way[];
  /** A match has so many characters at most. */
  longest: number;
}

/** Steps that follow each other; the reach of the last one is to the end of the part. */
interface Way {
  steps: readonly Step[];
  /** So many characters at most until the word of the first step ends; without steps, until the part ends. */
  lead: number;
}

/** More ways tell little more, and make the search large. */
const maxWays = 16;
/** More spelt-out strings tell little more, and make the search for them large. */
const maxExact = 32;
/** More steps tell little more and cost their look-ups. */
const maxSteps = 4;

/** The empty string. */
export const empty = spelt(new Set([""]));
/** Any character. */
export const oneCharacter = vague(1);
export const atStart = oneStep([textStart], 0);
export const atEnd = oneStep([textEnd], 0);

/** The rarest steps. */
export function rarestOf(steps: readonly Step[]): Step[] {
  const rarest = steps.toSorted(byRarity).slice(0, maxSteps);
  const kept: Step[] = [];
  for (const step of steps) {
    const last = kept.at(-1);
    if (rarest.includes(step)) kept.push({ ...step });
    else if (last !== undefined) last.reach += step.reach;
  }
  return kept;
}

/** Longer words are rarer; of equally long ones fewer are better. */
function byRarity(a: Step, b: Step): number {
  return shortest(b) - shortest(a) || a.words.length - b.words.length;
}

const shortest = (step: Step) => (isTelling(step) ? Math.min(...step.words.map(({ length }) => length)) : 0);

/** Whether there are texts that have none of its words. */
export const isTelling = ({ words }: Step) => !words.includes(textStart) && !words.includes(textEnd);

/** Parts one after the other. */
export function concatenate(parts: readonly Part[]): Part {
  let whole = empty;
  let run = empty;
  for (const part of parts) {
    const joined = join(run, part);
    if (joined !== null) run = joined;
    else {
      whole = follow(whole, run);
      if (part.exact === null) whole = follow(whole, part);
      run = part.exact === null ? empty : part;
    }
  }
  return whole === empty ? run : follow(whole, run);
}

/** Both as strings, where these are few. */
function join(head: Part, tail: Part): Part | null {
  if (head.exact === null || tail.exact === null || head.exact.size * tail.exact.size > maxExact) return null;
  const exact = new Set<string>();
  for (const first of head.exact) for (const second of tail.exact) exact.add(first + second);
  return spelt(exact);
}

/** One after the other, not spelt out. */
function follow(head: Part, tail: Part): Part {
  const { ways } = inFewWays(tail, Math.floor(maxWays / head.ways.length));
  return {
    exact: null,
    ways: head.ways.flatMap((way) => ways.map((next) => joinWays(way, next))),
    longest: head.longest + tail.longest,
  };
}

function joinWays(head: Way, tail: Way): Way {
  const last = head.steps.at(-1);
  if (last === undefined) return { steps: tail.steps, lead: head.lead + tail.lead };
  const step = { ...last, reach: last.reach + tail.lead };
  return { steps: [...head.steps.slice(0, -1), step, ...tail.steps], lead: head.lead };
}

/** The same with at most so many ways, where there are more with one: the rarest step of any. */
function inFewWays(part: Part, most: number): Part {
  const { ways, longest } = part;
  if (ways.length <= most) return part;
  const rarest = ways.map(({ steps }) => steps.toSorted(byRarity)[0]);
  return rarest.includes(undefined)
    ? vague(longest)
    : oneStep(
        rarest.flatMap((step) => step!.words),
        longest,
      );
}

/** A part of which only some words are known, one of which it has. */
function oneStep(words: readonly string[], longest: number): Part {
  return {
    exact: null,
    ways: [{ steps: [{ words: [...new Set(words)], reach: longest }], lead: longest }],
    longest,
  };
}

/** A part that is one of these strings. */
export function spelt(exact: ReadonlySet<string>): Part {
  const longest = Math.max(...[...exact].map(({ length }) => length));
  return { ...(exact.has("") ? vague(longest) : oneStep([...exact], longest)), exact };
}

/** A part of which only its length is known. */
function vague(longest: number): Part {
  return { exact: null, ways: [{ steps: [], lead: longest }], longest };
}

/** One of the parts. */
export function alternate(parts: readonly Part[]): Part {
  if (parts.length === 1) return parts[0]!;
  const exact = new Set(parts.flatMap((part) => (part.exact === null ? [] : [...part.exact])));
  const others = parts.filter((part) => part.exact === null);
  if (others.length === 0 && exact.size <= maxExact) return spelt(exact);
  const all = exact.size === 0 ? others : [spelt(exact), ...others];
  const longest = Math.max(...all.map((part) => part.longest));
  return inFewWays({ exact: null, ways: all.flatMap(({ ways }) => ways), longest }, maxWays);
}

/** The part so many times at least and at most. */
export function repeat(part: Part, least: number, most: number): Part {
  if (least === 1 && most === 1) return part;
  if (least === 0 && most === 1 && part.exact !== null) return spelt(new Set([...part.exact, ""]));
  if (least === 0) return vague(most * part.longest);
  return follow(part, vague((most - 1) * part.longest));
}
