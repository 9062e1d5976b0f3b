import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { recordPrepared } from "./text/prepared.ts";

// Run by `npm run build` when everything is compiled: an audit of the sample by all rubrics asks for
// whatever audits ask for, and what is worked out of the files that ship is kept beside the modules.

const name = "prepared.tsv";
const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const records = recordPrepared();
const { audit } = await import("./audit.ts");
const { rubricIds } = await import("./rubric/load.ts");
await audit([beside("../fixtures/demo/exports/")], { rubrics: rubricIds(), segmenter: "node-rs" });
writeFileSync(beside(`./${name}`), records());
writeFileSync(beside("./text/prepared-name.js"), `export const preparedName = ${JSON.stringify(name)};\n`);
