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
import { findNamed, readOperand, valueOf } from "../terminal/option_values.ts";
import type { Option, ParsedOptions } from "../terminal/options.ts";

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
  { name: "json", help: "Prints one JSON object instead of the report." },
  COLOR_OPTION,
];

const RUNBOOK: Command = {
  usage: "deno task runbook NAME [OPTION...]",
  summary:
    "Rehearses a runbook against a system in simulated time, and reports. The same command prints the same bytes on " +
    "every machine. It needs no permission.",
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
 */
export function runRunbook(args: readonly string[], io: CommandIo): ExitStatus {
  return runCommand(RUNBOOK, args, io, (options) => {
    const palette = paletteOf(readColor(options), io);
    const result = rehearse(readRequest(options));
    io.out(
      options.flags.has("json")
        ? layOutJson(rehearsalToJson(result))
        : renderRehearsal(result, { width: reportWidth(io), palette }),
    );
    return isDone(result) ? ExitStatus.OK : ExitStatus.NOT_HELD;
  });
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
