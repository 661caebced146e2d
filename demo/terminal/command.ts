import type { CommandIo } from "./command_io.ts";
import { ExitStatus, USAGE_MEANING } from "./exit_status.ts";
import { describeOptions, type HelpSection, renderHelp } from "./help.ts";
import { type Option, type ParsedOptions, parseOptions, quote } from "./options.ts";
import { UsageError } from "./usage_error.ts";
import { answerWrongUsage, type OptionOf, refuseWrongUsage } from "./wrong_usage.ts";

/** A command: how it is called, its options, and its help. Every command and every tool is one of these. */
export interface Command {
  /** The line that calls it: `deno task capacity [OPTION...]`. */
  readonly usage: string;
  /** What it does, in one paragraph. */
  readonly summary: string;
  /** Name for the arguments that are not options, and what they may be. Default: it takes options only. */
  readonly operands?: HelpSection;
  /** Heading of the options in the help. Default: Options. */
  readonly optionsTitle?: string;
  /** Its options, without `--help`, which every command has. */
  readonly options: readonly Option[];
  /** Sections of the help between the options and the exit statuses. Default: none. */
  readonly notes?: readonly HelpSection[];
  /** Exit statuses with their meaning. One that is left out is added: 2 for wrong usage. */
  readonly statuses: readonly (readonly [status: string, meaning: string])[];
  /** Whether a call without any argument shows the help. Default: it runs the command. */
  readonly isHelpWhenEmpty?: boolean;
  /** The option that sets a setting, for messages about the setting. Default: none does. */
  optionOf?(setting: string): string | undefined;
}

const HELP_OPTION: Option = { name: "help", help: "Shows this text, and does nothing else." };

/**
 * Parses the arguments of a command.
 *
 * @returns the options and operands, or undefined if the help is asked for
 * @throws {UsageError} if an option cannot be understood, or an operand is given to a command that takes none
 */
export function parseCommand(command: Command, args: readonly string[]): ParsedOptions | undefined {
  const parsed = parseOptions(args, [...command.options, HELP_OPTION]);
  if (parsed.flags.has(HELP_OPTION.name) || (parsed.isEmpty && command.isHelpWhenEmpty)) return undefined;
  if (command.operands === undefined && parsed.positionals.length > 0) {
    const name = /^deno task (\S+)/.exec(command.usage)?.[1] ?? "this command";
    throw new UsageError(`${name} takes only options, got ${parsed.positionals.map(quote).join(" ")}`);
  }
  return parsed;
}

/** The help of a command. */
export function renderCommandHelp(command: Command): string {
  const { usage, summary, operands, optionsTitle = "Options", options, notes = [], statuses } = command;
  const hasUsage = statuses.some(([status]) => status === String(ExitStatus.USAGE));
  return renderHelp(usage, summary, [
    ...(operands === undefined ? [] : [operands]),
    { title: optionsTitle, entries: describeOptions([...options, HELP_OPTION]) },
    ...notes,
    {
      title: "Exit status",
      entries: hasUsage ? statuses : [...statuses, [String(ExitStatus.USAGE), USAGE_MEANING]],
    },
  ]);
}

/**
 * Carries out a command: shows its help, or runs it. Wrong usage is answered with one line on standard error, and with
 * {@linkcode ExitStatus.USAGE}.
 *
 * @param command the command
 * @param args the arguments, without the name of the program
 * @param io where the output goes
 * @param run what it does with the arguments, once they are parsed
 * @returns the exit status
 */
export function runCommand(
  command: Command,
  args: readonly string[],
  io: CommandIo,
  run: (parsed: ParsedOptions) => ExitStatus,
): ExitStatus {
  return refuseWrongUsage(io, optionOf(command), () => {
    const parsed = parseCommand(command, args);
    if (parsed !== undefined) return run(parsed);
    io.out(renderCommandHelp(command));
    return ExitStatus.OK;
  });
}

/**
 * Carries out a command that takes time. What can be refused is refused before it begins; a refusal that shows only later is
 * answered in the same way.
 *
 * @param command the command
 * @param args the arguments, without the name of the program
 * @param io where the output goes
 * @param prepare reads the arguments, and gets whatever may be refused
 * @param run does the work
 * @returns the exit status
 */
export async function runLongCommand<Prepared>(
  command: Command,
  args: readonly string[],
  io: CommandIo,
  prepare: (parsed: ParsedOptions) => Prepared,
  run: (prepared: Prepared) => Promise<number>,
): Promise<number> {
  let prepared: { readonly value: Prepared } | undefined;
  const status = runCommand(command, args, io, (parsed) => {
    prepared = { value: prepare(parsed) };
    return ExitStatus.OK;
  });
  if (prepared === undefined) return status;
  try {
    return await run((prepared as { readonly value: Prepared }).value);
  } catch (error) {
    return answerWrongUsage(error, io, optionOf(command));
  }
}

function optionOf(command: Command): OptionOf {
  return (setting) => command.optionOf?.(setting);
}
