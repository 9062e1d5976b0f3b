import {
  checkRubrics,
  type Locale,
  listRubrics,
  pad,
  rubricDocs,
  rubricSchema,
  showRubrics,
  testRubrics,
} from "../index.ts";
import { exits, type Io, write } from "./io.ts";

interface Flags {
  locale?: Locale;
  set?: Record<string, string>;
}

/** The parts of `zhijian rubric`. Each prints to stdout and returns the exit code. */
export const rubricCommands = {
  async list(_refs: readonly string[], flags: Flags, io: Io): Promise<number> {
    for (const { id, version, title, rules } of await listRubrics(flags)) {
      const count = flags.locale === "en" ? `${rules} rules` : `${rules} 条规则`;
      await write(io.stdout, `${pad(id, 14)} ${pad(version, 8)} ${pad(count, 10)} ${title}\n`);
    }
    return exits.done;
  },
  async show(refs: readonly string[], flags: Flags, io: Io): Promise<number> {
    await write(io.stdout, `${JSON.stringify(await showRubrics(refs, flags), null, 2)}\n`);
    return exits.done;
  },
  async check(refs: readonly string[], flags: Flags, io: Io): Promise<number> {
    const warnings = await checkRubrics(refs, flags);
    for (const { rubric, rule, message } of warnings) {
      await write(io.stdout, `${rubric}${rule === null ? "" : ` ${rule}`}: ${message}\n`);
    }
    if (warnings.length === 0) await write(io.stdout, flags.locale === "en" ? "no remarks\n" : "没有问题\n");
    return warnings.length === 0 ? exits.done : exits.gateFell;
  },
  async test(refs: readonly string[], flags: Flags, io: Io): Promise<number> {
    const results = await testRubrics(refs, flags);
    const failed = results.filter(({ passed }) => !passed);
    for (const { rubric, rule, example, reason } of failed) {
      await write(io.stdout, `${rubric} ${rule}${example === null ? "" : ` #${example + 1}`}: ${reason}\n`);
    }
    const passed = results.length - failed.length;
    await write(
      io.stdout,
      flags.locale === "en"
        ? `${passed} examples passed, ${failed.length} failed\n`
        : `示例 ${passed} 个通过，${failed.length} 个不符\n`,
    );
    return failed.length === 0 ? exits.done : exits.gateFell;
  },
  async docs(refs: readonly string[], flags: Flags, io: Io): Promise<number> {
    await write(io.stdout, await rubricDocs(refs, flags));
    return exits.done;
  },
  async schema(_refs: readonly string[], _flags: Flags, io: Io): Promise<number> {
    await write(io.stdout, `${JSON.stringify(rubricSchema(), null, 2)}\n`);
    return exits.done;
  },
} as const;
