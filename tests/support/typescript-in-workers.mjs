// Preloaded by vitest.config.ts: worker threads that the code under test starts read TypeScript, too.
import { isMainThread } from "node:worker_threads";
import { register } from "tsx/esm/api";

if (!isMainThread) register();
