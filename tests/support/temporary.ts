import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** All temporary files of a run of the tests are in one folder, which goes with it. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "zhijian-tests-"));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
