import { main } from "../../src/cli/main.ts";
import { exitOnSignals } from "../../src/cli/signals.ts";

// What bin/zhijian.js does, without building first.
exitOnSignals();
process.exitCode = await main(process.argv.slice(2), process);
