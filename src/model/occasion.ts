/** Occasions for which a shop has standard wording (standard W7). Recognised by rubrics/handbook/occasions.yaml. */
export const occasionIds = [
  "welcome",
  "dialogue",
  "bargaining",
  "payment",
  "logistics",
  "after-sale",
  "farewell",
  "review",
  "emoticons",
] as const;
export type OccasionId = (typeof occasionIds)[number];

/** Names of the occasions for readers. */
export const occasionTitles: Readonly<Record<OccasionId, { zh: string; en: string }>> = {
  welcome: { zh: "欢迎", en: "welcome" },
  dialogue: { zh: "对话", en: "dialogue" },
  bargaining: { zh: "议价", en: "bargaining" },
  payment: { zh: "付款", en: "payment" },
  logistics: { zh: "物流", en: "logistics" },
  "after-sale": { zh: "售后", en: "after-sale" },
  farewell: { zh: "道别", en: "farewell" },
  review: { zh: "邀评", en: "review" },
  emoticons: { zh: "表情", en: "emoticons" },
};
