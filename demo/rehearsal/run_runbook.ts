import { nearestName } from "../../config/nearest_name.ts";
import { type Rehearsal, REHEARSALS } from "./rehearsals.ts";
import { type RehearsalRequest, type RehearsalResult, rehearse, stepsOf, totalSteps } from "./rehearse.ts";
import { layOutJson } from "../terminal/layout/json_layout.ts";
import { rehearsalToJson } from "./rehearsal_json.ts";
import { renderRehearsal } from "./rehearsal_report.ts";
import { CHECK_OPTION, readChecks } from "../terminal/check_option.ts";
import { COLOR_OPTION, paletteOf, readColor } from "../terminal/color_option.ts";
import { type CommandIo, reportWidth } from "../terminal/command_io.ts";
import { ExitStatus, USAGE_MEANING } from "../terminal/exit_status.ts";
import { describeOptions, renderHelp } from "../terminal/help.ts";
import { injectOption, readInjections } from "../terminal/inject_option.ts";
import { type Option, type ParsedOptions, parseOptions, quote } from "../terminal/options.ts";
import { UsageError } from "../terminal/usage_error.ts";
import { refuseWrongUsage } from "../terminal/wrong_usage.ts";

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
  { name: "help", help: "Shows this text, and does nothing else." },
];

/**
 * Carries out a command line that rehearses a runbook.
 *
 * @param args the arguments, without the name of the program
 * @param io where the output goes
 */
export function runRunbook(args: readonly string[], io: CommandIo): ExitStatus {
  return refuseWrongUsage(io, () => undefined, () => {
    const options = parseOptions(args, OPTIONS);
    if (options.isEmpty || options.flags.has("help")) {
      io.out(renderRunbookHelp());
      return ExitStatus.OK;
    }
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

function readRequest({ positionals, values, flags }: ParsedOptions): RehearsalRequest {
  const rehearsal = findRehearsal(positionals);
  const failingStep = values.get("fail")?.[0];
  if (failingStep !== undefined) refuseUnknownStep(rehearsal, failingStep);
  return {
    rehearsal,
    checks: readChecks(values.get("check") ?? []),
    injections: readInjections(values.get("inject") ?? [], totalSteps(rehearsal)),
    failingStep,
    isApproved: flags.has("approve"),
    isDryRun: flags.has("dry-run"),
  };
}

function findRehearsal(positionals: readonly string[]): Rehearsal {
  const ids = REHEARSALS.map(({ id }) => id);
  const known = `runbooks are ${ids.join(", ")}`;
  if (positionals.length === 0) throw new UsageError(`no runbook is named: ${known}`);
  const [id] = positionals;
  const rehearsal = REHEARSALS.find((rehearsal) => rehearsal.id === id);
  if (rehearsal === undefined) {
    throw new UsageError(`unknown runbook ${quote(id)}: did you mean ${nearestName(id, ids)}? ${known}`);
  }
  if (positionals.length > 1) {
    throw new UsageError(`one runbook at a time, got ${positionals.map(quote).join(" and ")}`);
  }
  return rehearsal;
}

function refuseUnknownStep(rehearsal: Rehearsal, step: string): void {
  const steps = stepsOf(rehearsal).map(({ id }) => id);
  if (steps.includes(step)) return;
  const known = `steps of ${rehearsal.id} are ${steps.join(", ")}`;
  throw new UsageError(`unknown step ${quote(step)}: did you mean ${nearestName(step, steps)}? ${known}`);
}

function renderRunbookHelp(): string {
  return renderHelp(
    "deno task runbook NAME [OPTION...]",
    "Rehearses a runbook against a system in simulated time, and reports. The same command prints the same bytes on " +
      "every machine. It needs no permission.",
    [
      { title: "Runbooks", entries: REHEARSALS.map(({ id, title }) => [id, title]) },
      { title: "Options", entries: describeOptions(OPTIONS) },
      {
        title: "Exit status",
        entries: [
          ["0", "the runbook was completed; in a dry run, it could begin"],
          ["1", "it was refused, not approved, or failed"],
          ["2", USAGE_MEANING],
        ],
      },
    ],
  );
}
