export * from "./model/report.ts";
