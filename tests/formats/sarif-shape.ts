import { Ajv } from "ajv";

/** A closed object: what the standard does not name must not be there. */
const object = (properties: object, required: string[] = []) => ({
  type: "object",
  properties: { ...properties, properties: { type: "object" } },
  required,
  additionalProperties: false,
});
const text = { type: "string" };
const list = (items: object) => ({ type: "array", items });
const level = { enum: ["none", "note", "warning", "error"] };
const multiformat = object({ text, markdown: text }, ["text"]);
const message = {
  ...object({ text, markdown: text, id: text, arguments: list(text) }),
  anyOf: [{ required: ["text"] }, { required: ["id"] }],
};

const artifactLocation = object({
  // A URI reference (RFC 3986): no blanks, nothing but ASCII, % only before two hex digits.
  uri: { type: "string", pattern: "^(?:[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$" },
  uriBaseId: text,
  index: { type: "integer", minimum: -1 },
});
const region = object({
  startLine: { type: "integer", minimum: 1 },
  startColumn: { type: "integer", minimum: 1 },
  endLine: { type: "integer", minimum: 1 },
  endColumn: { type: "integer", minimum: 1 },
  charOffset: { type: "integer", minimum: -1 },
  charLength: { type: "integer", minimum: 0 },
  snippet: object({ text, binary: text, rendered: multiformat }),
});
const location = object({
  id: { type: "integer", minimum: -1 },
  physicalLocation: {
    ...object({ artifactLocation, region, contextRegion: region }),
    anyOf: [{ required: ["artifactLocation"] }, { required: ["address"] }],
  },
  logicalLocations: {
    ...list(
      object({
        name: text,
        index: { type: "integer", minimum: -1 },
        fullyQualifiedName: text,
        decoratedName: text,
        parentIndex: { type: "integer" },
        kind: text,
      }),
    ),
    uniqueItems: true,
  },
  message,
});
const rule = object(
  {
    id: text,
    guid: text,
    name: text,
    shortDescription: multiformat,
    fullDescription: multiformat,
    help: multiformat,
    helpUri: text,
    defaultConfiguration: object({ enabled: { type: "boolean" }, level, rank: { type: "number" } }),
  },
  ["id"],
);
const result = object(
  {
    ruleId: text,
    ruleIndex: { type: "integer", minimum: -1 },
    level,
    kind: { enum: ["notApplicable", "pass", "fail", "review", "open", "informational"] },
    message,
    locations: list(location),
    baselineState: { enum: ["new", "unchanged", "updated", "absent"] },
    partialFingerprints: { type: "object", additionalProperties: text },
    fingerprints: { type: "object", additionalProperties: text },
  },
  ["message"],
);
const driver = object(
  {
    name: text,
    version: text,
    semanticVersion: text,
    informationUri: text,
    language: { type: "string", pattern: "^[a-zA-Z]{2}(?:-[a-zA-Z]{2})?$" },
    rules: { ...list(rule), uniqueItems: true },
  },
  ["name"],
);

/** What SARIF 2.1.0 (OASIS, sections 3.13 to 3.54) says of the parts that we write, as a closed schema. */
export const isSarif = new Ajv({ allErrors: true, strict: false }).compile(
  object(
    {
      $schema: text,
      version: { const: "2.1.0" },
      runs: list(
        object(
          {
            tool: object({ driver, extensions: { type: "array" } }, ["driver"]),
            results: list(result),
            columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
          },
          ["tool"],
        ),
      ),
    },
    ["version", "runs"],
  ),
);
