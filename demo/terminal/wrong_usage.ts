import { ConfigError } from "../../config/mod.ts";
import { printable } from "../../config/printable.ts";
import type { CommandIo } from "./command_io.ts";
import { ExitStatus } from "./exit_status.ts";
import { UsageError } from "./usage_error.ts";

/** Finds the option that sets a setting, if there is one: a message about the setting is put in its terms. */
export type OptionOf = (setting: string) => string | undefined;

/**
 * Carries out a command, and answers a command line that cannot be carried out with one line and its exit status. Any other
 * error is a mistake in the program, and goes on.
 *
 * @param io where the line goes
 * @param optionOf the option that sets a setting
 * @param command what is to be done
 */
export function refuseWrongUsage(io: CommandIo, optionOf: OptionOf, command: () => ExitStatus): ExitStatus {
  try {
    return command();
  } catch (error) {
    return answerWrongUsage(error, io, optionOf);
  }
}

/**
 * Answers a refusal with one line and its exit status.
 *
 * @throws any error that is no refusal
 */
export function answerWrongUsage(error: unknown, io: CommandIo, optionOf: OptionOf): ExitStatus {
  if (!(error instanceof UsageError) && !(error instanceof ConfigError)) throw error;
  const message = error instanceof ConfigError
    ? `${optionOf(error.setting) ?? error.setting} ${error.problem}`
    : error.message;
  io.err(`error: ${printable(message)}\n`);
  return ExitStatus.USAGE;
}
