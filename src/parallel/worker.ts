import { parentPort, workerData } from "node:worker_threads";
import type { Draft } from "../aggregate/capped.ts";
import type { States } from "../aggregate/sum.ts";
import { ChunkFindings } from "../judging/all-findings.ts";
import { AuditSums } from "../judging/audit-sums.ts";
import { benchOf, markerFor } from "../judging/bench.ts";
import { KeptCustomers } from "../judging/kept-customers.ts";
import type { Finding } from "../model/report.ts";
import { customersOf, weightOf } from "../sessions/gather.ts";
import { resolve } from "../settings.ts";
import { ChunkList } from "./claims.ts";
import type { JudgingPlan } from "./judge.ts";
import { failureOf, type WorkerMessage, type WorkerTask } from "./threads.ts";

// A thread that judges the customers of files until none is left, and sends its sums now and then.

/**
 * What is summed up is sent when it is this part of what memory may hold, and begun anew: the main thread
 * holds all sums anyway, and what it takes in at a time stays small.
 */
const sentPart = 1 / 16;
/** Less than this for each row, and sending rows would take longer than judging. */
const weightPerRow = 2000;

function judge({ plan, chunks, worker }: WorkerTask<JudgingPlan>): void {
  const marker = markerFor(plan.options);
  const findings = plan.findingsFolder === null ? null : new ChunkFindings(plan.findingsFolder);
  const onFinding = findings ? (finding: Draft<Finding>) => findings.add(finding) : undefined;
  const settings = resolve(plan.options);
  const kept = plan.table && new KeptCustomers(plan.table);
  const begin = (after?: AuditSums) =>
    new AuditSums(benchOf(settings, { ...plan, marker }), plan.claims, { kept, onFinding, after });
  let sums = begin();
  let done: number[] = [];
  let weight = 0;
  for (const chunk of new ChunkList(chunks).take(worker)) {
    // The list has it by now that the chunk before is done.
    if (weight > Math.max(settings.memoryLimit * sentPart, sums.tally.rows.size * weightPerRow)) {
      send({ state: sums.toSend(), chunks: done, isLast: false });
      const sent = sums;
      sums = begin(sent);
      sent.tally.close();
      done = [];
      weight = 0;
    }
    for (const sessions of customersOf(plan.files[chunk]!)) {
      sums.add(sessions);
      for (const { messages } of sessions) weight += weightOf(messages);
    }
    sums.settle();
    findings?.end(chunk);
    done.push(chunk);
  }
  sums.keepJudged();
  send({ state: sums.toSend(), chunks: done, isLast: true });
}

function send(message: WorkerMessage<States>): void {
  parentPort!.postMessage(message);
}

try {
  judge(workerData as WorkerTask<JudgingPlan>);
} catch (error) {
  send(failureOf(error));
}
