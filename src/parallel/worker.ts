import { parentPort, workerData } from "node:worker_threads";
import type { States } from "../aggregate/sum.ts";
import { ChunkFindings } from "../judging/all-findings.ts";
import { AuditSums } from "../judging/audit-sums.ts";
import { benchOf, markerFor } from "../judging/bench.ts";
import { customersOf } from "../sessions/gather.ts";
import { resolve } from "../settings.ts";
import { ChunkList } from "./claims.ts";
import type { JudgingPlan } from "./judge.ts";
import { failureOf, type WorkerResult, type WorkerTask } from "./threads.ts";

// A thread that judges the customers of files until none is left, and then sends its sums.

function judged({ plan, chunks, worker }: WorkerTask<JudgingPlan>): States {
  const bench = benchOf(resolve(plan.options), { ...plan, marker: markerFor(plan.options) });
  const findings = plan.findingsFolder === null ? null : new ChunkFindings(plan.findingsFolder);
  const sums = new AuditSums(bench, plan.claims, findings ? (finding) => findings.add(finding) : undefined);
  for (const chunk of new ChunkList(chunks).take(worker)) {
    for (const sessions of customersOf(plan.files[chunk]!)) sums.add(sessions);
    sums.settle();
    findings?.end(chunk);
  }
  return sums.state();
}

function result(): WorkerResult<States> {
  try {
    return { state: judged(workerData as WorkerTask<JudgingPlan>) };
  } catch (error) {
    return failureOf(error);
  }
}

parentPort!.postMessage(result());
