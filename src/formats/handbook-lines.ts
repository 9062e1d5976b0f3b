import type { Report } from "../model/report.ts";
import type { Wording } from "../text/wording.ts";
import { agentName } from "./view.ts";

/** Use of the standard wording on one occasion, of the team or of an agent, for spreadsheets. */
export interface HandbookLine {
  week: string | null;
  shop: string | null;
  occasion: string;
  /** 团队 on the line of all. */
  agent: string;
  hits: number;
  n: number;
  share: number | null;
  /** Other words that were said, a line each. */
  instead: string;
  /** Words that the handbook could take in, a line each; on the line of all only. */
  candidates: string;
}

/** The team's line of each occasion, then those of its agents. */
export function handbookLines({ handbook = [] }: Report, wording: Wording): HandbookLine[] {
  return handbook.flatMap(({ week, shop, title, use, agents, variants }): HandbookLine[] => [
    {
      ...{ week, shop, occasion: title, agent: wording.team },
      ...{ hits: use.hits, n: use.n, share: use.value, instead: "" },
      candidates: variants.map(({ text }) => text).join("\n"),
    },
    ...agents.map((own) => ({
      ...{ week, shop, occasion: title, agent: agentName({ agent: own.agent, shop }, wording) },
      ...{ hits: own.use.hits, n: own.use.n, share: own.use.value },
      instead: own.deviations.map(({ quote }) => quote).join("\n"),
      candidates: "",
    })),
  ]);
}
