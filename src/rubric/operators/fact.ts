import type { Static } from "typebox";
import { Type } from "../../model/type.ts";
import { openerOf } from "../../sessions/history.ts";
import { exact, nothing, operator, settled, unknown } from "../operator.ts";
import type { View } from "../view.ts";

const factNames = ["platform", "shop", "scene", "opener", "customerType", "group"] as const;
type FactName = (typeof factNames)[number];

const readers: Record<FactName, (view: View) => readonly string[] | null> = {
  platform: ({ session }) => asList(session.platform),
  shop: ({ session }) => asList(session.shop),
  scene: ({ session, context }) => context.factsOf?.(session).scenes ?? null,
  opener: ({ session, context }) => asList(context.factsOf?.(session).opener ?? openerOf(session)),
  customerType: ({ session, context }) => asList(context.factsOf?.(session).customerType),
  group: ({ scope, context }) => asList(scope.agent === null ? null : context.agents?.[scope.agent]?.group),
};

const titles: Record<FactName, { zh: string; en: string }> = {
  platform: { zh: "平台", en: "the platform" },
  shop: { zh: "店铺", en: "the shop" },
  scene: { zh: "场景", en: "the scene" },
  opener: { zh: "谁先开口", en: "who began" },
  customerType: { zh: "顾客类型", en: "the type of the customer" },
  group: { zh: "客服组", en: "the agent's group" },
};

const options = Type.Object(
  {
    of: Type.Enum([...factNames]),
    in: Type.Array(Type.String(), { minItems: 1, uniqueItems: true }),
  },
  exact,
);
export type FactOptions = Static<typeof options>;

export const fact = operator({
  name: "fact",
  title: {
    zh: "会话的事实：平台、店铺、场景、谁先开口（customer、agent）、顾客类型（returning 来过）、客服组",
    en: "a fact of the session: platform, shop, scene, opener (customer, agent), customerType (returning), agent's group",
  },
  options,
  values: [],
  parts: () => [],
  compile: (given) => {
    const read = readers[given.of];
    const title = titles[given.of];
    const untold = unknown({ zh: `不知道${title.zh}`, en: `${title.en} is not known` });
    const [holds, fails] = [settled(true, nothing), settled(false, nothing)];
    return (view) => {
      const known = read(view);
      if (known === null) return untold;
      return known.some((value) => given.in.includes(value)) ? holds : fails;
    };
  },
});

function asList(value: string | null | undefined): readonly string[] | null {
  return value === null || value === undefined ? null : [value];
}
