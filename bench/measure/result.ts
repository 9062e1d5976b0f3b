import type { WrittenLog } from "../log/write.ts";
import type { Machine } from "./machine.ts";
import type { Cost, Costs } from "./process.ts";
import type { Stages } from "./profile.ts";

/** Everything that one run of the bench measured. */
export interface Result {
  /** The day, UTC. */
  date: string;
  machine: Machine;
  /** Messages of the log that is measured side by side. */
  size: number;
  /** Of the files only how many. */
  log: Omit<WrittenLog, "files"> & { files: number };
  sideBySide: SideBySide;
  shapes: LogCost[];
  formats: LogCost[];
  growth: Growth | null;
  again: Again;
  start: { node: number; help: number };
  sampleWeek: Costs;
  /** CPU of reading a log and of bringing its conversations together, µs a message. */
  reading: { read: number; gather: number };
  stages: Stages;
}

/** A long log in random order: measured apart, as it takes most of an hour. */
export interface Year {
  /** The day, UTC. */
  date: string;
  machine: Machine;
  messages: number;
  sessions: number;
  bytes: number;
  audits: (Cost & { threads: number })[];
}

export interface SideBySide {
  /** Null where pandas or jieba is not installed. */
  analyst: Costs | null;
  floor: Costs;
  audit: Costs;
  /** Cells in which the analyst's table and the floor's agree, of those that both have. */
  cells: { equal: number; all: number } | null;
}

/** What the audit of one log cost. */
export interface LogCost extends Cost {
  name: string;
  title: string;
  messages: number;
  bytes: number;
  /** It was stopped at the limit. */
  isStopped: boolean;
}

/** The same shape of log, ten times as long. */
export interface Growth {
  messages: number;
  audit: LogCost;
  /** Lines in random order. */
  shuffled: LogCost;
  /** Of the shorter log, measured next to the longer one. */
  shorter: Cost;
}

/** A log of several files, audited again and again. */
export interface Again {
  messages: number;
  files: number;
  /** Without a cache. */
  none: Cost;
  /** With an empty cache; all files but one. */
  first: Cost;
  /** The one that was missing is new. */
  oneNew: Cost;
  known: Cost;
  /** Of the cache in the end. */
  bytes: number;
}
