import type { Report } from "../model/report.ts";
import type { Wording } from "../text/wording.ts";

type UsedProfile = Report["settings"]["platforms"][number];

const profileOf = ({ settings }: Report, platform: string): UsedProfile | undefined =>
  settings.platforms.find(({ name }) => name === platform);

/** A platform as it is called, a shop's own profile by its own title. */
export function platformName(platform: string, report: Report, wording: Wording): string {
  return profileOf(report, platform)?.title[wording.id] ?? wording.platforms[platform] ?? platform;
}

/** A figure of a platform as the profile that was used calls it. */
export function platformFigureName(
  platform: string,
  figure: string,
  report: Report,
  wording: Wording,
): string {
  return profileOf(report, platform)?.figures[figure]?.[wording.id] ?? figure;
}

/** How each platform's figures came about: since when, in which hours, by which description, after whom. */
export function profileLines({ settings }: Report, wording: Wording): [label: string, lines: string[]][] {
  const words = wording.profiles;
  return settings.platforms.flatMap(({ title, variant, why, versions }) =>
    versions.map(({ effective, hours, method, sources }): [string, string[]] => [
      words.label(title[wording.id], effective, hours),
      [
        ...(variant === null || why === null ? [] : [words.variant(variant, why[wording.id])]),
        method[wording.id],
        `${words.sources}${wording.colon}${sources.join(wording.list)}`,
      ],
    ]),
  );
}
