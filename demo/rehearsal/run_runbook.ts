import { REHEARSALS } from "./rehearsals.ts";
import { type RehearsalRequest, type RehearsalResult, rehearse, stepsOf, totalSteps } from "./rehearse.ts";
import { layOutJson } from "../terminal/layout/json_layout.ts";
import { rehearsalToJson } from "./rehearsal_json.ts";
import { renderRehearsal } from "./rehearsal_report.ts";
import { CHECK_OPTION, readChecks } from "../terminal/check_option.ts";
import { COLOR_OPTION, paletteOf, readColor } from "../terminal/color_option.ts";
import { type CommandIo, reportWidth } from "../terminal/command_io.ts";
import { ExitStatus } from "../terminal/exit_status.ts";
import { type Command, runCommand } from "../terminal/command.ts";
import { injectOption, readInjections } from "../terminal/inject_option.ts";
import { DENO_FILES } from "../terminal/files/deno_files.ts";
import type { FileAccess } from "../terminal/files/file_access.ts";
import { readTimeline, TIMELINE_OPTIONS } from "../terminal/files/timeline_option.ts";
import { refuseTwoReports } from "../terminal/printed_reports.ts";
import { replayWords } from "../terminal/files/replay_words.ts";
import { openRehearsalTimeline } from "./rehearsal_timeline.ts";
import { findNamed, readOperand, valueOf } from "../terminal/option_values.ts";
import { type Option, type ParsedOptions, shellWord } from "../terminal/options.ts";

const FAIL_RULE = "the name of a step";

const OPTIONS: readonly Option[] = [
  { name: "dry-run", help: "Prints the steps and whether the runbook could begin, and does nothing." },
  { name: "approve", help: "Approves the steps that need approval. Without it they are not done." },
  {
    name: "fail",
    value: "STEP",
    rule: FAIL_RULE,
    help: "Makes a step fail after its action, to rehearse the rollback.",
  },
  injectOption("to see what the runbook makes of it."),
  CHECK_OPTION,
  ...TIMELINE_OPTIONS,
  { name: "json", help: "Prints one JSON object instead of the report." },
  COLOR_OPTION,
];

const RUNBOOK: Command = {
  usage: "deno task runbook NAME [OPTION...]",
  summary:
    "Rehearses a runbook against a system in simulated time, and reports. The same command prints the same bytes on " +
    "every machine. It needs no permission, unless it is to write a file.",
  operands: { title: "Runbooks", entries: REHEARSALS.map(({ id, title }) => [id, title]) },
  options: OPTIONS,
  statuses: [
    ["0", "the runbook was completed; in a dry run, it could begin"],
    ["1", "it was refused, not approved, or failed"],
  ],
  isHelpWhenEmpty: true,
};

/**
 * Carries out a command line that rehearses a runbook.
 *
 * @param args the arguments, without the name of the program
 * @param io where the output goes
 * @param files where a timeline is written. Default: the files of this machine
 */
export function runRunbook(args: readonly string[], io: CommandIo, files: FileAccess = DENO_FILES): ExitStatus {
  const words = args.map(shellWord).join(" ");
  const given = {
    source: `deno task runbook ${replayWords(args).map(shellWord).join(" ")}`,
    commandWith: (permissions: string) => `deno run ${permissions} demo/runbook.ts ${words}`,
  };
  return runCommand(RUNBOOK, args, io, (options) => {
    refuseTwoReports(options);
    const palette = paletteOf(readColor(options), io);
    const request = readRequest(options);
    const timeline = openRehearsalTimeline(readTimeline(options), request.rehearsal, given, io, files);
    const result = rehearse(request, timeline.trace);
    if (options.flags.has("json")) io.out(layOutJson(rehearsalToJson(result)));
    else if (!timeline.isPrinted) io.out(renderRehearsal(result, { width: reportWidth(io), palette }));
    const problem = timeline.write(result);
    if (problem !== undefined) io.err(`error: ${problem}\n`);
    if (timeline.isPrinted && !isDone(result)) io.err(`${describeFailure(result)}\n`);
    if (problem !== undefined) return ExitStatus.USAGE;
    return isDone(result) ? ExitStatus.OK : ExitStatus.NOT_HELD;
  });
}

/** Where the timeline is printed, people are told by the other stream why the command fails. */
function describeFailure({ plan, run }: RehearsalResult): string {
  if (run !== undefined) return `${run.outcome.status}: ${run.outcome.reason ?? "no reason is known"}`;
  const [missing] = plan.preconditions.filter(({ holds }) => !holds);
  return `does not hold: ${missing.sentence}`;
}

/** Whether the runbook was completed or, in a dry run, could begin. */
function isDone({ plan, run }: RehearsalResult): boolean {
  return run === undefined ? plan.preconditions.every(({ holds }) => holds) : run.outcome.status === "completed";
}

function readRequest(options: ParsedOptions): RehearsalRequest {
  const { values, flags } = options;
  const id = readOperand("runbook", options, REHEARSALS.map(({ id }) => id));
  const rehearsal = REHEARSALS.find((rehearsal) => rehearsal.id === id)!;
  const failingStep = valueOf(options, "fail");
  if (failingStep !== undefined) {
    findNamed("step", failingStep, stepsOf(rehearsal).map(({ id }) => id), `steps of ${rehearsal.id}`);
  }
  return {
    rehearsal,
    checks: readChecks(values.get("check") ?? []),
    injections: readInjections(values.get("inject") ?? [], totalSteps(rehearsal)),
    failingStep,
    isApproved: flags.has("approve"),
    isDryRun: flags.has("dry-run"),
  };
}
