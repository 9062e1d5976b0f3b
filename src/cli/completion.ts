import type { Command } from "commander";
import { formats, UserError } from "../index.ts";
import { exits, type Io, write } from "./io.ts";

/** A command as a shell completes it: its name with those above it, what may follow. */
interface Completed {
  path: string;
  words: readonly string[];
}

const shells: Record<string, (commands: readonly Completed[]) => string> = { bash, zsh, fish };

/** `zhijian completion`: a script that teaches a shell our commands, options and formats. */
export async function runCompletion(shell: string, program: Command, io: Io): Promise<number> {
  const script = shells[shell];
  if (script === undefined) {
    throw new UserError(2, `没有 ${shell} 的补全 / no completion for ${shell}`, {
      hint: `可用 / available: ${Object.keys(shells).join(", ")}`,
    });
  }
  await write(io.stdout, script(commandsOf(program, "")));
  return exits.done;
}

function commandsOf(command: Command, path: string): Completed[] {
  const options = command.options
    .map(({ long }) => long)
    .filter((long) => long !== undefined && long !== null);
  const words = [...command.commands.map((one) => one.name()), ...options, "--help"];
  const below = command.commands.flatMap((one) => commandsOf(one, `${path} ${one.name()}`.trim()));
  return [{ path, words }, ...below];
}

const formatNames = Object.keys(formats).join(" ");

function bash(commands: readonly Completed[]): string {
  const cases = commands.map(({ path, words }) => `    "${path}") words="${words.join(" ")}" ;;`);
  return `_zhijian() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path="" words="" word
  if [ "$previous" = -f ] || [ "$previous" = --format ]; then
    COMPREPLY=($(compgen -W "${formatNames}" -- "$current"))
    return
  fi
  for word in "\${COMP_WORDS[@]:1:2}"; do
    case "$word" in -*|"$current") break ;; esac
    case " ${commands
      .filter(({ path }) => path !== "")
      .map(({ path }) => path.replaceAll(" ", "_"))
      .join(" ")} " in *" \${path:+\${path// /_}_}$word "*) path="\${path:+$path }$word" ;; *) break ;; esac
  done
  case "$path" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _zhijian zhijian
`;
}

/** zsh runs the script of bash. */
function zsh(commands: readonly Completed[]): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
}

function fish(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ path, words }) => {
    const names = path === "" ? [] : path.split(" ");
    const when =
      names.length === 0
        ? "__fish_use_subcommand"
        : names.map((name) => `__fish_seen_subcommand_from ${name}`).join("; and ");
    return words.map((word) =>
      word.startsWith("--")
        ? `complete -c zhijian -n '${when}' -l ${word.slice(2)}`
        : `complete -c zhijian -n '${when}' -a ${word}`,
    );
  });
  return `${[...lines, `complete -c zhijian -s f -l format -x -a '${formatNames}'`].join("\n")}\n`;
}
