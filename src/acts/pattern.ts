import { PatternError } from "../text/pattern-needs.ts";

/** `{name}` replaced by what it stands for; the parts may use parts defined before them. */
export function expand(source: string, parts: ReadonlyMap<string, string>): string {
  return source.replace(/\{([a-z][a-z0-9-]*)\}/g, (_, name: string) => {
    const part = parts.get(name);
    if (part === undefined)
      throw new PatternError(`不认识的词表“{${name}}” / unknown list or part {${name}}`);
    return part;
  });
}

/** A word list as a piece of a pattern, longer words first. */
export function alternation(words: readonly string[]): string {
  const escaped = [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return `(?:${escaped.join("|")})`;
}
