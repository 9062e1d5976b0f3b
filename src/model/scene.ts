/** What a conversation is about (standards.md); several may hold. Found by rubrics/scenes.yaml. */
export const sceneIds = ["presale", "insale", "aftersale", "bargain", "dispute", "proactive"] as const;
export type SceneId = (typeof sceneIds)[number];

/** Names of the scenes for readers. */
export const sceneTitles: Readonly<Record<SceneId, { zh: string; en: string }>> = {
  presale: { zh: "售前", en: "presale" },
  insale: { zh: "售中", en: "order under way" },
  aftersale: { zh: "售后", en: "after-sale" },
  bargain: { zh: "议价", en: "bargaining" },
  dispute: { zh: "纠纷", en: "dispute" },
  proactive: { zh: "主动联系", en: "agent wrote first" },
};
