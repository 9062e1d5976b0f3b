import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { Type } from "../model/type.ts";
import { parseChecked } from "../text/checked-yaml.ts";
import { dataFolder, filesIn, readNamed } from "../text/data.ts";
import { dayMs } from "../text/zone.ts";

const exact = { additionalProperties: false } as const;
const date = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });

const holidaysSchema = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z0-9][a-z0-9-]*$" }),
    title: Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, exact),
    years: Type.Array(
      Type.Object(
        {
          year: Type.Integer(),
          /** The announcement or law that these days are from. */
          source: Type.String({ minLength: 1 }),
          /** Only the days that the law fixes: the days off beside them and the worked weekends are not announced. */
          provisional: Type.Optional(Type.Boolean()),
          /** Days off, both ends included. */
          holidays: Type.Array(Type.Object({ name: Type.String(), from: date, to: date }, exact)),
          /** Weekend days that are worked instead. */
          workdays: Type.Array(date),
        },
        exact,
      ),
    ),
  },
  exact,
);

/** Public holidays and the weekend days worked for them. */
export interface Holidays {
  id: string;
  /** SHA-256 of its file, hex. */
  hash: string;
  /** Years whose whole arrangement is known. */
  years: ReadonlySet<number>;
  /** What a local day is beyond its weekday. */
  kindOf: (day: number) => "holiday" | "workday" | null;
}

/** Reads a list by the id of a shipped one, or by a path from `folder`. Throws UserErrors (exit 2). */
export function loadHolidays(ref: string, folder: string): Holidays {
  const file = holidaysFile(ref, folder);
  const text = readNamed(file);
  const { value } = parseChecked(file, text, holidaysSchema);
  const kinds = new Map<number, "holiday" | "workday">();
  for (const { holidays, workdays } of value.years) {
    for (const { from, to } of holidays)
      for (let day = dayOf(from); day <= dayOf(to); day += 1) kinds.set(day, "holiday");
    for (const day of workdays) kinds.set(dayOf(day), "workday");
  }
  return {
    id: value.id,
    hash: createHash("sha256").update(text).digest("hex"),
    years: new Set(value.years.filter(({ provisional }) => provisional !== true).map(({ year }) => year)),
    kindOf: (day) => kinds.get(day) ?? null,
  };
}

function holidaysFile(ref: string, folder: string): string {
  if (/\.ya?ml$/u.test(ref)) return resolve(folder, ref);
  const shipped = join(dataFolder, "calendars", "holidays");
  const ids = filesIn(shipped, ".yaml").map((file) => file.slice(shipped.length + 1, -".yaml".length));
  if (ids.includes(ref)) return join(shipped, `${ref}.yaml`);
  throw new UserError(2, `没有“${ref}”这份节假日 / no such list of holidays: ${ref}`, {
    hint: `自带 / available: ${ids.join(", ")}；或写文件路径 / or the path of a .yaml file`,
  });
}

function dayOf(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / dayMs;
}
