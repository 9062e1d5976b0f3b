import { join } from "node:path";
import type { Static } from "typebox";
import { Type } from "../model/type.ts";
import { localTextSchema } from "../rubric/local-text.ts";
import { parseChecked } from "../text/checked-yaml.ts";
import { dataFolder, readData } from "../text/data.ts";

const exact = { additionalProperties: false } as const;
const words = Type.Array(Type.String({ minLength: 1 }), { minItems: 1 });

/** What a form says of a visit besides its answers. */
export const fieldIds = ["shopper", "shop", "agent", "customer", "time", "submitted"] as const;
export type FieldId = (typeof fieldIds)[number];

const fieldSchema = Type.Object({ title: localTextSchema, heads: words }, exact);

const itemSchema = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z][a-z0-9-]*$" }),
    title: localTextSchema,
    kind: Type.Enum(["yes-no", "score", "seconds", "text"]),
    heads: words,
    /** Condition of proofs.yaml that the log must meet for a yes. */
    proof: Type.Optional(Type.String()),
    /** Condition that holds where a machine did it: then a yes is nobody's error. */
    machine: Type.Optional(Type.String()),
    figure: Type.Optional(Type.Enum(["first-reply", "mean-reply"])),
    /** Rules whose verdicts are set beside a subjective answer. */
    rules: Type.Optional(words),
  },
  exact,
);
/** A question of the form. */
export type FormItem = Static<typeof itemSchema>;

const formSchema = Type.Object(
  {
    fields: Type.Object(Object.fromEntries(fieldIds.map((id) => [id, fieldSchema])), exact),
    items: Type.Array(itemSchema),
    words: Type.Object(
      { yes: words, no: words, none: words, scores: Type.Record(Type.String(), Type.Integer()) },
      exact,
    ),
  },
  exact,
);
/** The form as zhijian knows it: rubrics/shopper/form.yaml. */
export type Form = Omit<Static<typeof formSchema>, "fields"> & {
  fields: Readonly<Record<FieldId, Static<typeof fieldSchema>>>;
};

/** A template of the shop: how its forms differ from ours. */
export const templateSchema = Type.Object(
  {
    /** Field → head of its column. */
    fields: Type.Optional(
      Type.Object(Object.fromEntries(fieldIds.map((id) => [id, Type.Optional(Type.String())])), exact),
    ),
    /** Item → head of its column. */
    items: Type.Optional(Type.Record(Type.String(), Type.String())),
    timeToleranceMinutes: Type.Optional(Type.Number({ minimum: 0 })),
    secondsTolerance: Type.Optional(Type.Number({ minimum: 0 })),
    shareTolerance: Type.Optional(Type.Number({ minimum: 0 })),
    lateAfterHours: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    /** Zone of the times in the forms, where it is not the shop's. */
    timezone: Type.Optional(Type.String()),
  },
  exact,
);
export type ShopperTemplate = Static<typeof templateSchema>;

/** The form that ships with the package. */
export function shippedForm(): Form {
  const file = join(dataFolder, "shopper", "form.yaml");
  return parseChecked(file, readData(file), formSchema).value as Form;
}
