import { type SceneId, sceneIds } from "../model/scene.ts";
import type { ReadSession } from "../model/session.ts";
import type { Locale } from "../text/wording.ts";
import { namedConditions } from "./named-conditions.ts";
import type { Hit } from "./operator.ts";
import { type JudgeContext, viewOf } from "./view.ts";

/** A scene and the words by which it was recognised; none where it follows from what was not said. */
export interface FoundScene {
  id: SceneId;
  evidence: readonly Hit[];
}

/** Tells the scenes of a session, in the order of their list. */
export type SceneFinder = (session: ReadSession, context: JudgeContext) => FoundScene[];

/**
 * Reads rubrics/scenes.yaml: a condition for every scene, in the language of rubrics. What the log does
 * not tell is no scene. Throws UserErrors (exit 2) with what is wrong in the file.
 */
export function sceneFinder(locale: Locale): SceneFinder {
  const named = namedConditions("scenes.yaml", locale);
  const scenes = sceneIds.map((id) => ({ id, holds: named(id) }));
  return (session, context) => {
    const view = viewOf(session, context);
    return scenes.flatMap(({ id, holds }) => {
      const { value, hits } = holds(view);
      return value === true ? [{ id, evidence: hits }] : [];
    });
  };
}
