import { type ShowOptions, showSessionId } from "./aggregate/findings.ts";
import type { Diagnostic } from "./model/diagnostic.ts";
import type { SceneId } from "./model/scene.ts";
import type { ReadSession } from "./model/session.ts";
import { type FoundScene, sceneFinder } from "./rubric/scenes.ts";
import type { JudgeContext, SessionFacts } from "./rubric/view.ts";
import type { CannedTexts } from "./sessions/canned.ts";
import type { History } from "./sessions/history.ts";

/** What a session is about, and what rules may ask of it beside its words. */
export interface Facts {
  scenes: readonly FoundScene[];
  facts: SessionFacts;
}

export interface FactsOptions {
  judging: JudgeContext;
  canned: CannedTexts;
  corrections: SceneCorrections;
}

/** Tells scenes and facts of a session. */
export type FactsFinder = (session: ReadSession, history: History) => Facts;

/** Scenes that the shop corrects, and which of its corrections were of use. */
export class SceneCorrections {
  readonly #corrections: Readonly<Record<string, readonly SceneId[]>>;
  readonly #show: ShowOptions;
  readonly #used = new Set<string>();

  /** By session id as in the export or as shown. */
  constructor(corrections: Readonly<Record<string, readonly SceneId[]>>, show: ShowOptions) {
    this.#corrections = corrections;
    this.#show = show;
  }

  of(session: ReadSession): readonly SceneId[] | undefined {
    const names = [session.id, showSessionId(session, this.#show)];
    const id = names.find((name) => Object.hasOwn(this.#corrections, name));
    if (id === undefined) return undefined;
    this.#used.add(id);
    return this.#corrections[id];
  }

  state(): ReadonlySet<string> {
    return this.#used;
  }

  absorb(state: ReadonlySet<string>): void {
    for (const id of state) this.#used.add(id);
  }

  /** Corrections for sessions that were not seen, as a diagnostic; none where all were. */
  unused(): Diagnostic[] {
    const unused = Object.keys(this.#corrections).filter((id) => !this.#used.has(id));
    if (unused.length === 0) return [];
    const samples = unused.sort().map((value) => ({ file: "scenes", line: null, value }));
    return [
      { code: "scene-correction-unused", level: "warning", file: null, count: samples.length, samples },
    ];
  }
}

/** Throws UserErrors (exit 2) where rubrics/scenes.yaml is wrong. */
export function factsFinder({ judging, canned, corrections }: FactsOptions): FactsFinder {
  const findScenes = sceneFinder(judging.locale);
  return (session, history) => {
    const known: SessionFacts = {
      opener: history.opener,
      proactiveInWeek: history.proactiveInWeek,
      customerType: history.returning ? "returning" : null,
      cannedShare: canned.shareOf(session),
    };
    const scenes =
      corrections.of(session)?.map((id) => ({ id, evidence: [] })) ??
      findScenes(session, { ...judging, factsOf: () => known });
    return { scenes, facts: { ...known, scenes: scenes.map(({ id }) => id) } };
  };
}
