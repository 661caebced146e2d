import { type Environment, ENVIRONMENT_PERMISSION } from "../terminal/environment.ts";
import { shellWord } from "../terminal/options.ts";
import { replayWords } from "../terminal/files/replay_words.ts";
import type { RunCommand } from "./demo_command.ts";

/** A command line as it was given, to be given again. */
export class GivenCommand {
  /** The settings that come from the environment, as a shell sets them. */
  declare readonly assignments: string;
  declare private readonly _args: readonly string[];

  /**
   * Keeps it.
   *
   * @param args the arguments, without the name of the program
   * @param command what they stand for
   * @param env the variables of the environment
   */
  constructor(args: readonly string[], { variables }: Pick<RunCommand, "variables">, env: Environment) {
    this.assignments = variables.map((variable) => `${variable}=${shellWord(env[variable] ?? "")}`).join(" ");
    this._args = args;
  }

  /** How to run it with more permissions. */
  with(permissions: string): string {
    const all = this.assignments === "" ? permissions : `${ENVIRONMENT_PERMISSION} ${permissions}`;
    return `deno run ${all} demo/main.ts ${lineOf(this._args)}`;
  }

  /** How to get the same report, without the files that were written beside it. */
  get replay(): string {
    const line = lineOf(replayWords(this._args));
    if (this.assignments === "") return `deno task demo ${line}`;
    return `${this.assignments} deno run ${ENVIRONMENT_PERMISSION} demo/main.ts ${line}`;
  }
}

function lineOf(args: readonly string[]): string {
  return args.map(shellWord).join(" ");
}
