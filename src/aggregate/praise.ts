import { join } from "node:path";
import { isCounted, type ReadSession } from "../model/session.ts";
import { Type } from "../model/type.ts";
import { parseChecked } from "../text/checked-yaml.ts";
import { dataFolder, readData } from "../text/data.ts";

const praiseFile = join(dataFolder, "praise.yaml");

const praiseSchema = Type.Object(
  {
    words: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
    unless: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
  },
  { additionalProperties: false },
);

/** A customer's words of praise: which message, and which of its characters. */
export interface PraiseHit {
  message: number;
  start: number;
  end: number;
}

/** Finds praise of the service in customers' messages by the word list in rubrics/praise.yaml. */
export function praiseFinder(): (session: ReadSession) => PraiseHit[] {
  const { value } = parseChecked(praiseFile, readData(praiseFile), praiseSchema);
  const words = new RegExp(value.words.join("|"), "u");
  const unless = new RegExp(value.unless.join("|"), "u");
  return ({ messages }) => {
    const hits: PraiseHit[] = [];
    messages.forEach((message, index) => {
      if (message.role !== "customer" || !isCounted(message)) return;
      const found = words.exec(message.text);
      if (found === null || unless.test(message.text)) return;
      hits.push({ message: index, start: found.index, end: found.index + found[0].length });
    });
    return hits;
  };
}
