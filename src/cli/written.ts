import { extname, isAbsolute, relative, resolve } from "node:path";
import { type ResultOutput, UserError } from "../index.ts";
import { type Io, write } from "./io.ts";
import type { OutputFlags } from "./output.ts";
import { writeTogether, writeWhole } from "./write-whole.ts";

/** Writes a result in the formats asked for, as `deliver` does for reports; returns the files written. */
export async function deliverOutputs(
  outputs: Readonly<Record<string, ResultOutput>>,
  { format = [], out }: OutputFlags,
  io: Io,
): Promise<string[]> {
  const unknown = format.find((name) => !Object.hasOwn(outputs, name));
  const names = Object.keys(outputs);
  if (unknown !== undefined) {
    throw new UserError(2, `没有“${unknown}”这种输出格式 / no such format: ${unknown}`, {
      hint: `可用 / available: ${names.join(", ")}`,
    });
  }
  if (out === undefined) {
    if (format.length > 1)
      throw new UserError(2, "多种格式不能同时写到标准输出 / several formats cannot share standard output", {
        hint: "请用 -o 指定目录。Name a folder with -o.",
      });
    await write(io.stdout, outputs[format[0] ?? names[0]!]!.content());
    return [];
  }
  const isFile = extname(out) !== "";
  const inFolder = names.filter((name) => name !== "terminal");
  const asked = format.length > 0 ? format : isFile ? [formatOf(out, outputs)] : inFolder;
  if (isFile && asked.length === 1) {
    return [await writeWhole(resolve(io.cwd(), out), outputs[asked[0]!]!.content())];
  }
  return writeTogether(
    asked.map((name) => {
      const { name: file, content } = outputs[name]!;
      return [resolve(io.cwd(), out, file), content()] as const;
    }),
  );
}

/** The format that a file's ending means; the first where it means none. */
function formatOf(out: string, outputs: Readonly<Record<string, ResultOutput>>): string {
  const names = Object.keys(outputs);
  return names.find((name) => extname(outputs[name]!.name) === extname(out)) ?? names[0]!;
}

/** A path as the user named it, so that messages and reports name it alike; it opens from where the process stands. */
export function namedFile(path: string, io: Io): string {
  return isAbsolute(path) ? path : relative(process.cwd(), resolve(io.cwd(), path));
}
