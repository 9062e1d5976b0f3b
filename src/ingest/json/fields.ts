import type { JsonObject, JsonValue } from "./parser.ts";

/** The value as an object; null where it is none. */
export function objectOf(value: JsonValue | undefined): JsonObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}

/** The objects of a list; none where it is no list. */
export function objectsOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter((item): item is JsonObject => objectOf(item) !== null) : [];
}

/** The words of a text or number; null where there are none. */
export function wordsOf(value: JsonValue | undefined): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}

/** Whether a flag is set, however it is written. */
export function isSet(value: JsonValue | undefined): boolean {
  return value === true || value === 1 || value === "1" || value === "true";
}

/** Text that is JSON itself, as some exports nest it; null where it is no object. */
export function nestedObject(value: JsonValue | undefined): JsonObject | null {
  if (typeof value !== "string" || !/^\s*\{/.test(value)) return objectOf(value);
  try {
    return JSON.parse(value) as JsonObject;
  } catch {
    return null;
  }
}
