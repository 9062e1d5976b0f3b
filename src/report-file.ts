import { UserError } from "./errors.ts";
import { type Metrics, type Report, type RowEvidence, reportSchema, type ShopWeek } from "./model/report.ts";
import { ajvLibrary } from "./text/late.ts";

/**
 * Reads a saved report, of an earlier version as well. Throws UserError (exit 3) with the first thing that
 * is not as the schema says.
 */
export function readReport(text: string, file: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UserError(3, "不是完整的 JSON / no valid JSON", { place: { file }, cause });
  }
  const validate = new (ajvLibrary().Ajv)({ allErrors: false }).compile<SavedReport>(savedSchema);
  if (validate(value)) return completed(value);
  const [problem] = validate.errors ?? [];
  throw new UserError(3, `不是 zhijian 的报告：${problem?.instancePath || "/"} ${problem?.message ?? ""}`, {
    place: { file },
    hint: "请给 zhijian audit -f json 写出的 report.json。Pass a report.json written by zhijian audit.",
  });
}

/** Figures that reports of earlier versions do not have. */
const laterFigures = ["queuePosition", "newCustomersFirst"] as const;
type LaterFigure = (typeof laterFigures)[number];

type Saved<Row extends ShopWeek> = Omit<Row, "evidence" | "metrics"> & {
  evidence?: RowEvidence;
  metrics: Omit<Metrics, LaterFigure> & Partial<Pick<Metrics, LaterFigure>>;
};
type SavedReport = Omit<Report, "agentWeeks" | "shopWeeks"> & {
  agentWeeks: Saved<Report["agentWeeks"][number]>[];
  shopWeeks: Saved<ShopWeek>[];
};

/** The schema of a report with what was added to rows left to whoever wrote it. */
const savedSchema = {
  ...reportSchema,
  properties: {
    ...reportSchema.properties,
    agentWeeks: savedRows(reportSchema.properties.agentWeeks),
    shopWeeks: savedRows(reportSchema.properties.shopWeeks),
  },
};

function savedRows<
  T extends typeof reportSchema.properties.agentWeeks | typeof reportSchema.properties.shopWeeks,
>(rows: T) {
  const { items } = rows;
  const { metrics } = items.properties;
  return {
    ...rows,
    items: {
      ...items,
      required: items.required.filter((name) => name !== "evidence"),
      properties: {
        ...items.properties,
        metrics: {
          ...metrics,
          required: metrics.required.filter((name) => !laterFigures.some((figure) => figure === name)),
        },
      },
    },
  };
}

function completed(report: SavedReport): Report {
  const { locale } = report.settings;
  return {
    ...report,
    agentWeeks: report.agentWeeks.map((row) => ({ ...row, ...completedRow(row, locale) })),
    shopWeeks: report.shopWeeks.map((row) => ({ ...row, ...completedRow(row, locale) })),
  };
}

/** What an earlier version did not compute is null with the reason; how many cases there are is in its figures. */
function completedRow(
  { metrics, evidence }: Pick<Saved<ShopWeek>, "metrics" | "evidence">,
  locale: "zh" | "en",
): Pick<ShopWeek, "metrics" | "evidence"> {
  const { replyRate, unanswered, unattended } = metrics;
  const unlisted = (count: number) => ({ count, sessions: [] });
  const missing = laterFigures.filter((figure) => metrics[figure] === undefined);
  const why =
    locale === "zh" ? "写这份报告的版本还没有这项" : "the version that wrote the report had no such figure";
  return {
    metrics: {
      ...metrics,
      queuePosition: metrics.queuePosition ?? null,
      newCustomersFirst: metrics.newCustomersFirst ?? null,
      reasons: { ...metrics.reasons, ...Object.fromEntries(missing.map((figure) => [figure, why])) },
    },
    evidence: evidence ?? {
      replyRate: unlisted(replyRate.n - replyRate.hits),
      unanswered: unlisted(unanswered.hits),
      unattended: unlisted(unattended.hits),
    },
  };
}
