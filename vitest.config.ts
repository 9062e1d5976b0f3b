import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: "tests/support/temporary.ts",
    testTimeout: 120_000,
    execArgv: ["--import", "./tests/support/typescript-in-workers.mjs"],
  },
});
