import { TIMELINE_EVENTS, TIMELINE_EVENTS_MAX, TIMELINE_EVENTS_MIN } from "../../timeline/timeline_shares.ts";
import type { CommandIo } from "../command_io.ts";
import { integerRule, readInteger, ruleSentence, valueOf } from "../option_values.ts";
import { type Option, type ParsedOptions, quote } from "../options.ts";
import { UsageError } from "../usage_error.ts";
import { type FileAccess, reasonOf } from "./file_access.ts";
import { openOutput, unwritable } from "./output_file.ts";

/** A timeline that is asked for. */
export interface TimelineRequest {
  /** The file; `-` is standard output. */
  readonly path: string;
  /** Most events of each kind in it. */
  readonly limit: number;
}

const EVENTS_RULE = integerRule(TIMELINE_EVENTS_MIN, TIMELINE_EVENTS_MAX);

/** The options that write what happened as a timeline. */
export const TIMELINE_OPTIONS: readonly Option[] = [
  {
    name: "timeline",
    value: "FILE",
    rule: "the name of a file, or -",
    help:
      "Writes what happened, event by event, as a timeline: Perfetto, chrome://tracing and speedscope open it. Needs " +
      "--allow-read and --allow-write for its folder. With - it is printed instead of the report.",
  },
  {
    name: "timeline-events",
    value: "EVENTS",
    rule: EVENTS_RULE,
    help: `Most events of each kind in the timeline. ${ruleSentence(EVENTS_RULE)} Default ${TIMELINE_EVENTS}.`,
  },
];

/**
 * Reads what was given by these options.
 *
 * @param parsed the command line
 * @param printed options that say what is printed, as `--timeline -` does
 * @returns the request; undefined, if none was made
 * @throws {UsageError} if they break a rule or contradict others
 */
export function readTimeline(
  parsed: ParsedOptions,
  printed: readonly string[] = ["json", "trace"],
): TimelineRequest | undefined {
  const limit = readInteger(parsed, "timeline-events", TIMELINE_EVENTS_MIN, TIMELINE_EVENTS_MAX);
  const path = valueOf(parsed, "timeline");
  if (path === undefined) {
    if (limit !== undefined) throw new UsageError("--timeline-events goes with --timeline, which is not given");
    return undefined;
  }
  const other = path === "-" ? printed.find((name) => parsed.flags.has(name)) : undefined;
  if (other !== undefined) {
    throw new UsageError(`--${other} and --timeline - both say what is printed: give one of them`);
  }
  return { path, limit: limit ?? TIMELINE_EVENTS };
}

/** Where a timeline goes. */
export interface TimelineOutput {
  /** Whether it is printed in place of the report. */
  readonly isPrinted: boolean;
  /**
   * Writes it.
   *
   * @returns why it could not be written; undefined, if it was
   */
  write(pieces: Iterable<string>): string | undefined;
}

/**
 * Makes sure that a timeline can be written, so that this is known before anything runs. Never asks for a permission.
 *
 * @param request what is asked for
 * @param io where it is printed
 * @param files how to get to files
 * @param commandWith makes the command that works with a permission, for the message
 * @throws {UsageError} if it may not be written, or is no file
 */
export function openTimeline(
  { path }: TimelineRequest,
  io: CommandIo,
  files: FileAccess,
  commandWith: (permissions: string) => string,
): TimelineOutput {
  if (path === "-") {
    return {
      isPrinted: true,
      write: (pieces) => {
        for (const piece of pieces) io.out(piece);
        return undefined;
      },
    };
  }
  const file = openOutput({ option: "timeline", path, commandWith }, files);
  return {
    isPrinted: false,
    write: (pieces) => {
      try {
        file.write(pieces);
        return undefined;
      } catch (error) {
        return unwritable("timeline", path, reasonOf(error)).message;
      }
    },
  };
}

/** Where a timeline is printed in place of the report, people are told by the other stream why the command fails. */
export function tellWhatFailed(
  claims: readonly { readonly claim: string; readonly held: boolean }[],
  io: CommandIo,
): void {
  for (const { claim, held } of claims) if (!held) io.err(`not held: ${claim}\n`);
}

/**
 * Refuses one file for two outputs, however it is spelled.
 *
 * @param outputs the options and their paths, those that were not given included
 * @throws {UsageError} if two are the same file
 */
export function refuseOneFile(
  outputs: readonly (readonly [option: string, path: string | undefined])[],
  files: FileAccess,
): void {
  const seen = new Map<string, readonly [option: string, path: string]>();
  for (const [option, path] of outputs) {
    if (path === undefined || path === "-") continue;
    const target = files.locate(path);
    if (target.kind === "special") continue;
    const identity = files.identify(target);
    const other = seen.get(identity);
    if (other !== undefined) {
      throw new UsageError(
        `--${other[0]} and --${option} must name different files, got ${quote(other[1])} and ${quote(path)}`,
      );
    }
    seen.set(identity, [option, path]);
  }
}
