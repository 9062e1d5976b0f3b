import { type ShowOptions, showSessionId } from "./aggregate/findings.ts";
import type { Diagnostic } from "./model/diagnostic.ts";
import type { SceneId } from "./model/scene.ts";
import type { ReadSession } from "./model/session.ts";
import { type FoundScene, sceneFinder } from "./rubric/scenes.ts";
import type { JudgeContext, SessionFacts } from "./rubric/view.ts";
import type { CannedTexts } from "./sessions/canned.ts";
import type { History } from "./sessions/history.ts";

/** What a session is about, and what rules may ask of it beside its words. */
interface Facts {
  scenes: readonly FoundScene[];
  facts: SessionFacts;
}

export interface FactsOptions {
  judging: JudgeContext;
  canned: CannedTexts;
  show: ShowOptions;
  /** Scenes that the shop corrects, by session id as in the export or as shown. */
  corrections: Readonly<Record<string, readonly SceneId[]>>;
}

/** Tells scenes and facts of sessions. */
export interface FactsFinder {
  find(session: ReadSession, history: History): Facts;
  /** Corrections for sessions that were not seen, as a diagnostic; none where all were. */
  unused(): Diagnostic[];
}

/** Throws UserErrors (exit 2) where rubrics/scenes.yaml is wrong. */
export function factsFinder({ judging, canned, show, corrections }: FactsOptions): FactsFinder {
  const findScenes = sceneFinder(judging.locale);
  const waiting = new Set(Object.keys(corrections));
  const correctionOf = (session: ReadSession): readonly SceneId[] | undefined => {
    const id = [session.id, showSessionId(session, show)].find((name) => Object.hasOwn(corrections, name));
    if (id === undefined) return undefined;
    waiting.delete(id);
    return corrections[id];
  };
  const find = (session: ReadSession, history: History): Facts => {
    const known: SessionFacts = {
      opener: history.opener,
      proactiveInWeek: history.proactiveInWeek,
      customerType: history.returning ? "returning" : null,
      cannedShare: canned.shareOf(session),
    };
    const scenes =
      correctionOf(session)?.map((id) => ({ id, evidence: [] })) ??
      findScenes(session, { ...judging, factsOf: () => known });
    return { scenes, facts: { ...known, scenes: scenes.map(({ id }) => id) } };
  };
  const unused = (): Diagnostic[] => {
    if (waiting.size === 0) return [];
    const samples = [...waiting].sort().map((value) => ({ file: "scenes", line: null, value }));
    return [
      { code: "scene-correction-unused", level: "warning", file: null, count: samples.length, samples },
    ];
  };
  return { find, unused };
}
