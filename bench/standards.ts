import { readFile, writeFile } from "node:fs/promises";
import { standardsPage } from "./standards-page.ts";

/** Writes docs/standards.md: which rule, figure or part of the report covers each standard. */
const page = new URL("../docs/standards.md", import.meta.url);
const text = await standardsPage();
if (process.argv.includes("--check")) {
  if ((await readFile(page, "utf8")) !== text) throw new Error("docs/standards.md is not up to date");
} else await writeFile(page, text);
