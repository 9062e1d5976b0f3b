import { serialToWall } from "../times.ts";

/** What a number format shows of a serial date. */
export interface DateFormat {
  hasDate: boolean;
  hasClock: boolean;
  hasSeconds: boolean;
}

/** Formats that workbooks know by number, ECMA-376 part 1, 18.8.30, with those of Chinese versions. */
const builtIn: Readonly<Record<number, string>> = {
  14: "yyyy/m/d",
  15: "d-mmm-yy",
  16: "d-mmm",
  17: "mmm-yy",
  18: "h:mm AM/PM",
  19: "h:mm:ss AM/PM",
  20: "h:mm",
  21: "h:mm:ss",
  22: "yyyy/m/d h:mm",
  27: "yyyy年m月",
  28: "m月d日",
  29: "m月d日",
  30: "m-d-yy",
  31: "yyyy年m月d日",
  32: "h时mm分",
  33: "h时mm分ss秒",
  34: "h时mm分",
  35: "h时mm分ss秒",
  36: "yyyy年m月",
  45: "mm:ss",
  46: "[h]:mm:ss",
  47: "mm:ss.0",
  50: "yyyy年m月",
  51: "m月d日",
  52: "yyyy年m月",
  53: "m月d日",
  54: "m月d日",
  55: "h时mm分",
  56: "h时mm分ss秒",
  57: "yyyy年m月",
  58: "m月d日",
};

/** What a number format shows; null where it shows no date and no time. */
export function dateFormat(id: number, code: string | undefined): DateFormat | null {
  const format = (code ?? builtIn[id] ?? "")
    .toLowerCase()
    .split(";")[0]!
    .replace(/"[^"]*"|\\./g, "")
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/g, "");
  const hasDate = /y|d/.test(format) || /m+月/.test(format);
  const hasSeconds = /s/.test(format);
  const hasClock = /h/.test(format) || hasSeconds;
  return hasDate || hasClock ? { hasDate, hasClock, hasSeconds } : null;
}

/** A serial date as the text that a table would have. */
export function dateText(serial: number, format: DateFormat, isFrom1904: boolean): string {
  const wall = new Date(serialToWall(serial + (isFrom1904 && serial >= 1 ? 1462 : 0)));
  if (Number.isNaN(wall.getTime())) return String(serial);
  const iso = wall.toISOString();
  const hasSeconds = format.hasSeconds || wall.getUTCSeconds() !== 0 || wall.getUTCMilliseconds() !== 0;
  const ms = wall.getUTCMilliseconds() === 0 ? "" : iso.slice(19, 23);
  const clock = hasSeconds ? iso.slice(11, 19) + ms : iso.slice(11, 16);
  if (serial < 1) return clock;
  // A date cell with a fraction has a time, whatever its format shows.
  return format.hasClock || serial % 1 !== 0 ? `${iso.slice(0, 10)} ${clock}` : iso.slice(0, 10);
}
