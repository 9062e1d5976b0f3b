import { PatternError } from "../text/pattern-needs.ts";
import { type Compiling, compileFinder, type Finder, type Path } from "./finder.ts";
import type { OnlyThanksWords } from "./only-thanks.ts";
import type { ActFile, Near, Side, Way } from "./schema.ts";
import type { Companion, Scope } from "./scope.ts";

/** All acts and what a message that only thanks consists of, in the form of normalised text. */
export interface Catalogue {
  acts: readonly CompiledAct[];
  onlyThanks: OnlyThanksWords;
}

/** An act ready to be searched for. */
export interface CompiledAct {
  id: string;
  side: Side;
  title: ActFile["title"];
  except: Finder | null;
  yieldsTo: readonly string[];
  ways: readonly CompiledWay[];
}

/** One way of doing the act: what is looked for and under what conditions it counts. */
export interface CompiledWay {
  finder: Finder;
  wholeWords: boolean;
  in: readonly Scope[];
  notIn: readonly Scope[];
  near: Companion | null;
  notNear: Companion | null;
  /** Conditions on the conversation, not on the words; null = none. */
  context: Context | null;
}

/** What depends on where in a conversation a message stands. */
export type Context = Pick<Way, "place" | "after" | "notAfter"> & {
  /** What the other side's last turn must contain. */
  answers?: Finder;
};

type Compiler = Compiling & { scopes: ReadonlyMap<string, Scope> };

/** Compiles an act file; faults are noted with `attempt` and what is faulty is left out. */
export function compileAct(file: ActFile, given: Compiler): CompiledAct {
  const common = scopesNamed(file.notIn ?? [], ["notIn"], given);
  return {
    id: file.id,
    side: file.side,
    title: file.title,
    except: file.except ? compileFinder(file.except, ["except"], given) : null,
    yieldsTo: file.yieldsTo ?? [],
    ways: file.ways.map((way, index) => compileWay(way, ["ways", index], common, given)),
  };
}

function compileWay(way: Way, path: Path, common: readonly Scope[], given: Compiler): CompiledWay {
  const { place, after, notAfter } = way;
  const answers = way.answers && compileFinder(way.answers, [...path, "answers"], given);
  const context: Context = {
    ...(place && { place }),
    ...(after && { after }),
    ...(notAfter && { notAfter }),
    ...(answers && { answers }),
  };
  return {
    finder: compileFinder(way, path, given),
    wholeWords: way.wholeWords ?? false,
    in: scopesNamed(way.in ?? [], [...path, "in"], given),
    notIn: [...common, ...scopesNamed(way.notIn ?? [], [...path, "notIn"], given)],
    near: companion(way.near, [...path, "near"], given),
    notNear: companion(way.notNear, [...path, "notNear"], given),
    context: Object.keys(context).length === 0 ? null : context,
  };
}

function scopesNamed(names: readonly string[], path: Path, given: Compiler): Scope[] {
  return names.flatMap((name, index) => {
    const scope = given.attempt([...path, index], () => {
      const found = given.scopes.get(name);
      if (found === undefined) throw new PatternError(`不认识的语境“${name}” / unknown scope ${name}`);
      return found;
    });
    return scope === null ? [] : [scope];
  });
}

function companion(near: Near | undefined, path: Path, given: Compiler): Companion | null {
  return near ? { finder: compileFinder(near, path, given), near } : null;
}
