import { Command, CommanderError, Option } from "commander";
import { helpLocale, localise } from "./help.ts";
import type { Io } from "./io.ts";
import { addAuditOptions, addInputOptions, collect, number } from "./options.ts";

/**
 * Entry of the command line: returns the exit code of contract §6. Commands are loaded when they are
 * called, so that `--help` starts at once.
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  // What goes wrong with standard output, `write` tells; of help, nobody reads the rest.
  io.stdout.on("error", () => {});
  if (args[0] === "-V" || args[0] === "--version") {
    io.stdout.write(`${(await import("../version.ts")).version}\n`);
    return 0;
  }
  let exit = 0;
  const program = programOf(args, io, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return exit;
}

function programOf(args: readonly string[], io: Io, onExit: (code: number) => void): Command {
  const program = new Command("zhijian")
    .description("质检：读客服聊天导出，给每位客服一份公平的周报")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .option("-V, --version", "版本");
  const run = async (command: () => Promise<number>) => {
    const { guarded } = await import("./io.ts");
    onExit(await guarded(io, command));
  };

  addCorrections(addGate(addOutput(addAuditOptions(program.command("audit <路径...>")))))
    .description("每周质检：文件、文件夹、通配符，或 - 读标准输入")
    .option("--exclude-shoppers <访客表>", "神秘访客的会话不计入任何数字，可重复", collect)
    .option("--shopper-template <文件>", "店铺自己的访客表：列名、容差、时区（YAML）")
    .action((paths, flags) => run(async () => (await import("./audit.ts")).runAudit(paths, flags, io)));
  addInputOptions(program.command("convert <路径...>"))
    .description("任何导出 → 标准 NDJSON（标准输出）")
    .option("--session-gap <秒>", "没有会话编号时，静默多久算新会话", number)
    .option("--temp-dir <目录>", "放临时文件的目录")
    .action((paths, flags) => run(async () => (await import("./convert.ts")).runConvert(paths, flags, io)));
  addInputOptions(program.command("inspect <文件>"))
    .description("看一个文件是怎样被理解的：编码、格式、列、角色、前几行、会丢什么")
    .action((path, flags) => run(async () => (await import("./inspect.ts")).runInspect(path, flags, io)));
  addAuditOptions(program.command("annotate <路径...>"))
    .description("NDJSON：每条消息加上它做了什么（问候、致歉……）")
    .action((paths, flags) => run(async () => (await import("./convert.ts")).runAnnotate(paths, flags, io)));
  addAuditOptions(program.command("explain <会话> <路径...>"))
    .description("讲清楚一个会话：行为、轮次、等待、规则和得分的算法")
    .option("--no-color", "不用颜色")
    .action((session, paths, flags) =>
      run(async () => (await import("./explain.ts")).runExplain(session, paths, flags, io)),
    );
  addCorrections(addOutput(program.command("render <report.json>")))
    .description("把存下的报告转成其他格式，或按申诉和人工判断更正")
    .addOption(new Option("--locale <语言>", "界面语言").choices(["zh", "en"]))
    .action((path, flags) => run(async () => (await import("./render.ts")).runRender(path, flags, io)));
  addOutput(program.command("merge <report.json...>"))
    .description("把分开审出的几份报告合成一份，和放在一起审一样")
    .action((paths, flags) => run(async () => (await import("./merge.ts")).runMerge(paths, flags, io)));
  addGate(addOutput(addAuditOptions(program.command("demo"))))
    .description("用自带的样例周跑一遍，报告写到 zhijian-report/")
    .action((flags) => run(async () => (await import("./demo.ts")).runDemo(flags, io)));
  addAuditOptions(program.command("init [路径...]"))
    .description("看一份导出，写出合适的 zhijian.config.yaml")
    .action((paths, flags) => run(async () => (await import("./init.ts")).runInit(paths, flags, io)));
  program
    .command("completion <bash|zsh|fish>")
    .description('命令行补全的脚本：eval "$(zhijian completion bash)"')
    .action((shell) => run(async () => (await import("./completion.ts")).runCompletion(shell, program, io)));
  program
    .command("compare <旧> <新>")
    .description("两份报告（或两个报告文件夹）有什么变化：每位客服、每条规则")
    .addOption(new Option("--by <单位>", "按周比还是按月比").choices(["week", "month"]).default("week"))
    .addOption(
      new Option("-f, --format <格式>", "输出格式").choices(["markdown", "json"]).default("markdown"),
    )
    .addOption(new Option("--locale <语言>", "语言").choices(["zh", "en"]))
    .action((before, after, flags) =>
      run(async () => (await import("./compare.ts")).runCompare(before, after, flags, io)),
    );
  addRubricCommands(program, io, run);
  addReviewCommands(program, io, run);
  localise(program, helpLocale(args, io.env));
  return program;
}

function addRubricCommands(
  program: Command,
  io: Io,
  run: (command: () => Promise<number>) => Promise<void>,
): void {
  const rubric = program.command("rubric").description("评分标准：列出、查看、检查、试跑、手册、JSON Schema");
  const parts = [
    ["list", "列出自带的评分标准"],
    ["show", "显示实际生效的规则（JSON）"],
    ["check", "查找永远不会或必然触发的规则、不安全的写法"],
    ["test", "跑每条规则自带的示例对话"],
    ["docs", "写出手册页（Markdown）"],
    ["schema", "评分标准文件的 JSON Schema"],
  ] as const;
  for (const [name, description] of parts) {
    rubric
      .command(`${name} [rubric...]`)
      .description(description)
      .addOption(new Option("--locale <语言>", "语言").choices(["zh", "en"]))
      .action((refs: string[], flags) =>
        run(async () =>
          (await import("./rubric.ts")).rubricCommands[name](refs.length > 0 ? refs : ["basics"], flags, io),
        ),
      );
  }
}

/** People in the loop: mystery shoppers, review lists, agreement. */
function addReviewCommands(
  program: Command,
  io: Io,
  run: (command: () => Promise<number>) => Promise<void>,
): void {
  addFiles(
    addAuditOptions(program.command("shopper <访客表> [路径...]")),
    "terminal、json、markdown、html、xlsx、junit，可重复",
  )
    .description("神秘访客的表和聊天记录逐项核对；shopper template 写一张空表")
    .option("--form <文件>", "还有别的访客表，可重复", collect)
    .option("--template <文件>", "店铺自己的表：列名、容差、时区（YAML）")
    .action((forms, paths, flags) =>
      run(async () => (await import("./shopper.ts")).runShopper(forms, paths, flags, io)),
    );
  addFiles(addAuditOptions(program.command("sample <路径...>")), "csv、xlsx、html、json，可重复")
    .description("抽出要人工复核的会话：随机、分层、按风险或混合；同一个种子抽出同一批")
    .addOption(
      new Option("--plan <方式>", "抽样方式")
        .choices(["random", "stratified", "risk", "mixed"])
        .default("mixed"),
    )
    .option("--size <n>", "抽多少个会话", number, 30)
    .option("--seed <种子>", "换一个种子就换一批", "zhijian")
    .option("--blind", "不给复核人看机器的判断")
    .option("--disputed <规则>", "有争议的规则，按风险抽样时更容易抽到，可重复", collect)
    .option("--skipped <n>", "每个会话再问几条机器当作不适用的规则", number, 2)
    .action((paths, flags) => run(async () => (await import("./sample.ts")).runSample(paths, flags, io)));
  addFiles(program.command("appeals <report.json>"), "csv、xlsx，可重复")
    .description("写一张申诉表：每个改进点一行，客服写理由，复核人裁决")
    .option("--agent <账号>", "只写这位客服的，可重复", collect)
    .action((path, flags) => run(async () => (await import("./appeals.ts")).runAppeals(path, flags, io)));
  addFiles(program.command("calibrate <人工判断...>"), "terminal、json、markdown、html、xlsx，可重复")
    .usage("[选项] <复核表...> <report.json>")
    .description("人的判断和机器比：一致率、查准率、查全率、κ、α；最后一个文件是 report.json")
    .option("--min-precision <比例>", "查准率低于它的规则建议改为 review", number, 0.8)
    .option("--min-findings <n>", "查出不到这么多次就不建议", number, 5)
    .option("--history <文件>", "把各规则的查准率记进这个 JSON，并显示历次")
    .option("--appeals <申诉表>", "裁决过的申诉也算进来，可重复", collect)
    .action((files, flags) =>
      run(async () => (await import("./calibrate.ts")).runCalibrate(files, flags, io)),
    );
}

/** People's word on a report. */
function addCorrections(command: Command): Command {
  return command
    .option("--appeals <申诉表>", "客服的申诉和裁决（CSV、XLSX、YAML），可重复", collect)
    .option("--answers <复核表>", "复核表里只能由人判断的条目计入得分，可重复", collect);
}

function addOutput(command: Command): Command {
  return addFiles(command, "terminal、json、markdown、html、csv、xlsx、junit、sarif、github，可重复")
    .option("--per-agent", "每位客服一份，只有她自己的：html、markdown、xlsx，写到 -o 的目录")
    .option("--history <文件夹>", "以前的 report.json，用来画走势、按月汇总、和上周比");
}

function addFiles(command: Command, formats: string): Command {
  return command
    .option("-o, --out <目录|文件>", "写到哪里；不写则打印到标准输出")
    .option("-f, --format <格式>", formats, collect)
    .option("--no-color", "不用颜色");
}

function addGate(command: Command): Command {
  return command
    .addOption(
      new Option("--fail-on <级别>", "有这一级或更重的改进点时以 1 退出").choices([
        "fatal",
        "major",
        "minor",
        "never",
      ]),
    )
    .option("--min-score <分>", "有人得分低于此数时以 1 退出", number)
    .option("--baseline <文件>", "已知的改进点：照样列出，但不算进 --fail-on")
    .option("--write-baseline", "把现在的改进点记进基线，不再出现的从中去掉")
    .option("--print-config", "只打印实际生效的设置，每项写明来自哪里");
}
