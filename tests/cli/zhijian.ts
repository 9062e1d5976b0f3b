import { main } from "../../src/cli/main.ts";

// What bin/zhijian.js does, without building first.
process.exitCode = await main(process.argv.slice(2), process);
