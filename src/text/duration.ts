/** A duration as tables write it, in seconds. */
export interface WrittenDuration {
  seconds: number;
  /** Half a unit of the last digit written: so far the true duration may be from it. */
  tolerance: number;
}

const plainNumber = /^(\d{1,9})(?:\.(\d{1,9}))?$/u;
const clock = /^(?:(\d{1,4}):)?(\d{1,3}):(\d{2})(?:\.(\d{1,9}))?$/u;
const named =
  /^(?:(\d{1,4})(?:小时|时|h))?(?:(\d{1,5})(?:分钟|分|min|m))?(?:(\d{1,9})(?:\.(\d{1,9}))?(?:秒钟|秒|secs?|s))?$/u;

/**
 * Reads `12.5`, `1,234` (in units of so many seconds), `1:20` (分:秒), `00:01:20`, `1分20秒`, `1m20s`, `80 秒`;
 * null for everything else.
 */
export function readDuration(text: string, unitSeconds = 1): WrittenDuration | null {
  const plain = text.normalize("NFKC").toLowerCase().replace(/[\s,]/gu, "");
  const number = plainNumber.exec(plain);
  if (number !== null) {
    return { seconds: Number(plain) * unitSeconds, tolerance: halfOfLast(number[2]) * unitSeconds };
  }
  const parts = clock.exec(plain) ?? named.exec(plain);
  if (parts === null || plain === "") return null;
  const [, hours = "0", minutes = "0", seconds, decimals] = parts;
  return {
    seconds: (Number(hours) * 60 + Number(minutes)) * 60 + Number(`${seconds ?? 0}.${decimals ?? 0}`),
    tolerance: seconds === undefined ? 30 : halfOfLast(decimals),
  };
}

/** Half a unit of the last of these decimals. */
function halfOfLast(decimals = ""): number {
  return 0.5 * 10 ** -decimals.length;
}
