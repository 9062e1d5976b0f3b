import type { ErrorObject } from "ajv";
import { operatorNamed } from "./operators/index.ts";
import type { RubricFile } from "./schema.ts";
import type { Path } from "./source.ts";
import { pathOf } from "./validate.ts";

/** A value that cannot be relied on, and what is put in its place; undefined leaves a gap. */
interface Flaw {
  path: Path;
  standIn: unknown;
}

/**
 * A tree without the values that have the wrong shape and what stands at the gaps, so that all else can be
 * checked. Whatever is named there may be undefined, a condition may say nothing, and lists keep a gap, so that
 * the items behind it keep their places.
 */
export function wellShaped(tree: unknown, errors: readonly ErrorObject[], gaps: readonly Path[]): RubricFile {
  const flaws = [...errors.flatMap(flawsOf), ...gaps.map((path): Flaw => ({ path, standIn: undefined }))];
  const copy: unknown = flaws.length === 0 ? tree : structuredClone(tree);
  for (const { path, standIn } of flaws) {
    const parent = path.slice(0, -1).reduce(memberOf, copy);
    const key = path.at(-1);
    if (key === undefined || parent === null || typeof parent !== "object") continue;
    if (Array.isArray(parent) && standIn === undefined) delete parent[Number(key)];
    else (parent as Record<string, unknown>)[key] = standIn;
  }
  return (copy !== null && typeof copy === "object" && !Array.isArray(copy) ? copy : {}) as RubricFile;
}

function memberOf(node: unknown, key: string | number): unknown {
  return node === null || node === undefined ? undefined : (node as Record<string, unknown>)[key];
}

// A schema that refers to itself is checked as one of its own: paths begin there.
const conditionType = /^#(?:\/\$defs\/condition)?\/type$/u;
const optionsType = /^#(?:\/\$defs\/condition)?\/properties\/(\w+)\/type$/u;

/** What an error leaves unreadable; values that are only too large, unknown or too many still are what they should be. */
function flawsOf({ keyword, instancePath, schemaPath, params, parentSchema }: ErrorObject): Flaw[] {
  const path = pathOf(instancePath);
  const schema = parentSchema as { type?: string; properties?: Record<string, { type?: string }> };
  switch (keyword) {
    case "type":
    case "anyOf": {
      const ofOperator = operatorNamed(optionsType.exec(schemaPath)?.[1] ?? "") !== undefined;
      const isPart = typeof path.at(-1) === "string" && !ofOperator;
      return [{ path, standIn: isPart || conditionType.test(schemaPath) ? emptyOf(schema.type) : undefined }];
    }
    case "required": {
      const { missingProperty } = params;
      const standIn = emptyOf(schema.properties?.[missingProperty]?.type);
      return [{ path: [...path, missingProperty], standIn }];
    }
    case "additionalProperties":
      return [{ path: [...path, params.additionalProperty], standIn: undefined }];
    default:
      return [];
  }
}

/** The value of a type that has nothing in it; undefined where there is none. */
function emptyOf(type: string | undefined): unknown {
  if (type === "array") return [];
  return type === "object" ? {} : undefined;
}
