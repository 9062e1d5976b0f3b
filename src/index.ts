export { atHand } from "./aggregate/report.ts";
export { type AnnotatedMessage, annotate } from "./annotate.ts";
export { type AuditResult, audit } from "./audit.ts";
export { type Conversion, convert } from "./convert.ts";
export { formatPlace, type Place, UserError, UserErrors } from "./errors.ts";
export {
  type ExplainedMessage,
  type ExplainedPlatform,
  type ExplainedResult,
  type ExplainedTurn,
  type Explanation,
  explain,
} from "./explain.ts";
export { compareReports, joinReports, writeComparison } from "./formats/comparison.ts";
export type { Output as ResultOutput } from "./formats/document/outputs.ts";
export { type Format, type FormatOptions, formats, type OutputFile } from "./formats/index.ts";
export { personalReports } from "./formats/personal.ts";
export { type Inspection, inspect } from "./inspect.ts";
export { mergeReports } from "./merge/merge.ts";
export type { Diagnostic } from "./model/diagnostic.ts";
export type { InputSummary } from "./model/input.ts";
export type { CanonicalMessage } from "./model/message.ts";
export {
  type Finding,
  type KnownFinding,
  knownFindingSchema,
  type Report,
  reportSchema,
} from "./model/report.ts";
export { type SceneId, sceneIds } from "./model/scene.ts";
export { readReport } from "./report-file.ts";
export {
  appealOutputs,
  type CalibrateOptions,
  type Calibration,
  type Corrections,
  calibrate,
  calibrationOutputs,
  corrected,
  type Decision,
  type History as CalibrationHistory,
  historyWith,
  type Judgement,
  type Objection,
  type ReadJudgements,
  type ReviewSample,
  readAppeals,
  readHistory,
  readJudgements,
  type SampleOptions,
  type SamplePlan,
  type SampleResult,
  sample,
  sampleOutputs,
  samplePlans,
} from "./review/index.ts";
export { nearest } from "./rubric/nearest.ts";
export {
  checkRubrics,
  listRubrics,
  type RubricExample,
  type RubricSummary,
  type RubricWarning,
  rubricDocs,
  rubricSchema,
  showRubrics,
  testRubrics,
} from "./rubrics.ts";
export { type AuditOptions, defaultSettings, type Progress } from "./settings.ts";
export {
  readShopperTemplate,
  type ShopperReport,
  type ShopperResult,
  type ShopperTemplate,
  shopper,
  shopperOutputs,
  shopperTemplate,
} from "./shopper/index.ts";
export { parseChecked } from "./text/checked-yaml.ts";
export { readNamed } from "./text/data.ts";
export { diagnosticTexts } from "./text/diagnostics.ts";
export { displayWidth, pad, truncate } from "./text/width.ts";
export type { Locale } from "./text/wording.ts";
export { version } from "./version.ts";
