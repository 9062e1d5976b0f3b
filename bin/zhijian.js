#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { main } from "../dist/cli/main.js";
import { exitOnSignals } from "../dist/cli/signals.js";

// V8 lets the heap grow fourfold on large machines before it collects, and leaves the holes between what
// lives long; a long log would take what it does not need.
setFlagsFromString("--heap-growing-percent=10");
exitOnSignals();
process.exitCode = await main(process.argv.slice(2), process);
