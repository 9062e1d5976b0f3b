/**
 * Calls `found` for the matches of a global pattern that are not empty; they do not overlap. The pattern
 * itself is used: `matchAll` would copy it for every text, and compile the copy when the engine has
 * forgotten its source.
 */
export function eachMatch(source: RegExp, text: string, found: (match: RegExpExecArray) => void): void {
  const pattern = inMachineCode(source);
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[0] !== "") found(match);
    // Between the halves of a character a pattern would match where it just did.
    else pattern.lastIndex += (text.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1;
  }
}

/** Whether a global pattern matches anywhere. */
export function matchesIn(source: RegExp, text: string): boolean {
  return text.search(inMachineCode(source)) !== -1;
}

const tried = new WeakSet<RegExp>();

/**
 * The pattern itself. Engines interpret one that is new, which in long patterns takes three times as long as
 * compiling it and searching: V8 compiles at once what is replaced everywhere by a function.
 */
function inMachineCode(pattern: RegExp): RegExp {
  if (!tried.has(pattern)) {
    tried.add(pattern);
    "字".replace(pattern, () => "");
  }
  return pattern;
}
