export { type CalibrateOptions, type Calibration, calibrate } from "./calibrate.ts";
export { calibrationOutputs } from "./calibration-document.ts";
export { type History, historyWith, readHistory } from "./history.ts";
export { type Judgement, type ReadJudgements, readJudgements } from "./judgements.ts";
export { type SamplePlan, samplePlans } from "./plan.ts";
export { type ReviewSample, type SampleOptions, type SampleResult, sample } from "./sample.ts";
export { sampleOutputs } from "./sample-forms.ts";
