import { type Environment, ENVIRONMENT_PERMISSION } from "../terminal/environment.ts";
import { shellWord } from "../terminal/options.ts";
import type { RunCommand } from "./demo_command.ts";

/** A command line as it was given, to be given again. */
export class GivenCommand {
  /** The settings that come from the environment, as a shell sets them. */
  declare readonly assignments: string;
  declare private readonly _args: string;

  /**
   * Keeps it.
   *
   * @param args the arguments, without the name of the program
   * @param command what they stand for
   * @param env the variables of the environment
   */
  constructor(args: readonly string[], { variables }: Pick<RunCommand, "variables">, env: Environment) {
    this.assignments = variables.map((variable) => `${variable}=${shellWord(env[variable] ?? "")}`).join(" ");
    this._args = args.map(shellWord).join(" ");
  }

  /** How to run it with more permissions. */
  with(permissions: string): string {
    const all = this.assignments === "" ? permissions : `${ENVIRONMENT_PERMISSION} ${permissions}`;
    return `deno run ${all} demo/main.ts ${this._args}`;
  }

  /** How to get the same report. */
  get replay(): string {
    if (this.assignments === "") return `deno task demo ${this._args}`;
    return `${this.assignments} deno run ${ENVIRONMENT_PERMISSION} demo/main.ts ${this._args}`;
  }
}
