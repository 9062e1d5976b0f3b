import { type Output, outputsOf } from "../formats/document/outputs.ts";
import { parseChecked } from "../text/checked-yaml.ts";
import { shopperDocument } from "./document.ts";
import { type ShopperTemplate, templateSchema } from "./form-schema.ts";
import { shopperJunit } from "./junit.ts";
import type { ShopperReport } from "./report.ts";

export type { ShopperTemplate } from "./form-schema.ts";
export type { ShopperReport } from "./report.ts";
export { type ShopperResult, shopper } from "./run.ts";
export { shopperTemplate } from "./template.ts";

/** The files that a shopper report can be written to, by format. */
export function shopperOutputs(report: ShopperReport): Record<string, Output> {
  return {
    ...outputsOf("shopper", report, shopperDocument(report)),
    junit: { name: "shopper.xml", content: () => shopperJunit(report) },
  };
}

/** Reads a template of the shop. Throws UserErrors (exit 2) with all that is wrong in it. */
export function readShopperTemplate(text: string, file: string): ShopperTemplate {
  return parseChecked(file, text, templateSchema).value;
}
