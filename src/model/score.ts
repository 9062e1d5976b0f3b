/** The points of a session, or of one agent's part in it. */
export interface Points {
  /** Points of rules passed, bonuses included. */
  passed: number;
  /** Points of rules that applied, bonuses not included. */
  applicable: number;
  /** A rule failed that vetoes the whole session (一票否决). */
  fatal: boolean;
}

/** 100 × points passed ÷ points applicable; 0 after a veto, at most 100, null where nothing applied. */
export function sessionScore({ passed, applicable, fatal }: Points): number | null {
  if (fatal) return 0;
  return applicable === 0 ? null : Math.min(100, (100 * passed) / applicable);
}
