import type {
  ConsumerSnapshot,
  PlannedCondition,
  PlannedStep,
  RunbookEvent,
  RunbookOutcome,
} from "../../control/mod.ts";
import { lifecycleStateName } from "../../mod.ts";
import { REHEARSAL_CONFIG } from "./rehearsal_plan.ts";
import { RECOVERY_TICKS } from "../system/stepped_system.ts";
import { type RehearsalResult, STEPS_AFTER, type SystemStatus } from "./rehearse.ts";
import { describeSpan, stateSpans } from "../system/state_spans.ts";
import { describeChecks } from "../terminal/layout/check_limits.ts";
import { alignTable, hang, wrap } from "../terminal/layout/layout.ts";
import type { Palette } from "../terminal/layout/palette.ts";
import { INDENT, indent, renderSection, type ReportOptions, type Section } from "../terminal/layout/section.ts";
import { describeInjection } from "../scenarios/report/scenario_words.ts";

/** The report of a rehearsal, for people. Every number in it is read from the result. */
export function renderRehearsal(result: RehearsalResult, options: ReportOptions): string {
  const { plan, before, run } = result;
  const { palette } = options;
  const body = options.width - INDENT.length;
  const sections: Section[] = [
    { title: `${plan.id}${run === undefined ? ": dry run" : ""}`, lines: indent(wrap(plan.sentence, body)) },
    {
      title: "System",
      note: `the runbook begins after step ${before.steps - 1}; a tick is a step`,
      lines: indent(systemLines(result, body)),
    },
    preconditionsSection(plan.preconditions, body, palette),
    { title: "Steps", lines: indent(stepLines(plan.steps, body)) },
  ];
  if (run !== undefined) {
    const { outcome, after, timeToHaltNs } = run;
    sections.push(
      { title: "Run", note: formatTicks(outcome.ticks), lines: indent(eventLines(outcome.events, body, palette)) },
      {
        title: "Lifecycle",
        note: `with ${STEPS_AFTER} steps after the run`,
        lines: indent(wrap(stateSpans(result.states).map(describeSpan).join(", "), body)),
      },
      { title: "Before and after", lines: indent(comparisonLines(before, after, body)) },
      { title: "Outcome", lines: indent([...outcomeLines(outcome, body, palette), ...haltLines(timeToHaltNs)]) },
    );
  }
  const text = sections.map((section) => renderSection(section, options)).join("\n");
  return run === undefined ? `${text}\n${palette.faint("nothing has been done")}\n` : text;
}

const NAME_WIDTH = 12;
const VALUE_WIDTH = 22;

function systemLines({ request, checks }: RehearsalResult, width: number): string[] {
  const { ringCapacity, ingestPerStep, warmupTicks, stepNs } = REHEARSAL_CONFIG;
  const pairs = [
    [["capacity", `${ringCapacity} events`], ["warmup", `${warmupTicks} ticks`]],
    [["ingest", `${ingestPerStep} a step`], ["step", `${stepNs} ns`]],
  ];
  const rows = pairs.map((pair) =>
    pair.map(([name, value]) => name.padEnd(NAME_WIDTH) + value.padEnd(VALUE_WIDTH)).join("")
  );
  const consumers = request.rehearsal.consumers.map(({ name, pollsPerStep, onOverrun }) =>
    `${name}: ${pollsPerStep} polls a step, on-overrun ${onOverrun}`
  );
  const list = (name: string, lines: readonly string[]) =>
    hang(
      name.padEnd(NAME_WIDTH),
      lines.length === 0 ? ["none"] : lines.flatMap((line) => wrap(line, width - NAME_WIDTH)),
    );
  return [
    ...rows,
    ...list("consumers", consumers),
    ...list("checks", describeChecks(checks, `${RECOVERY_TICKS} ticks`)),
    ...list("inject", request.injections.length === 0 ? [] : [request.injections.map(describeInjection).join(" ")]),
    ...(request.failingStep === undefined ? [] : list("fail", [request.failingStep])),
  ];
}

const HOLDS = "holds";
const DOES_NOT_HOLD = "DOES NOT HOLD";

function preconditionsSection(conditions: readonly PlannedCondition[], width: number, palette: Palette): Section {
  const labelWidth = Math.max(...conditions.map(({ holds }) => (holds ? HOLDS : DOES_NOT_HOLD).length)) + 2;
  const holding = conditions.filter(({ holds }) => holds).length;
  const lines = conditions.flatMap(({ sentence, holds }) => {
    const label = holds ? HOLDS : DOES_NOT_HOLD;
    const paint = holds ? palette.good : palette.bad;
    const [first, ...rest] = wrap(sentence, width - labelWidth);
    return [
      paint(label) + " ".repeat(labelWidth - label.length) + first,
      ...rest.map((line) => " ".repeat(labelWidth) + line),
    ];
  });
  return { title: "Preconditions", note: `${holding} of ${conditions.length} hold`, lines: indent(lines) };
}

/** A line of numbers for each step, and below it what it does and how one sees that it has worked. */
function stepLines(steps: readonly PlannedStep[], width: number): string[] {
  const [header, ...rows] = alignTable([
    ["", "ticks at most", "approval", "rollback"],
    ...steps.map(({ id, ticksMax, isRisky, isReversible }, n) => [
      `${n + 1} ${id}`,
      String(ticksMax),
      isRisky ? "needed" : "-",
      isReversible ? "yes" : "none",
    ]),
  ]);
  const detail = (label: string, sentence: string) => hang(`    ${label.padEnd(8)}`, wrap(sentence, width - 12));
  return [
    header,
    ...steps.flatMap(({ sentence, precondition, verification }, n) => [
      rows[n],
      ...(precondition === undefined ? [] : detail("needs", precondition)),
      ...detail("do", sentence),
      ...detail("check", verification),
    ]),
  ];
}

const BAD_EVENTS: readonly RunbookEvent["event"][] = ["failed", "undo-failed", "irreversible"];

function eventLines(events: readonly RunbookEvent[], width: number, palette: Palette): string[] {
  if (events.length === 0) return ["nothing was done"];
  const rows = events.map(({ tick, step, event }) => [`tick ${tick}`, step, event]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  return events.flatMap(({ event, reason }, n) => {
    const [tick, step] = rows[n];
    const paint = BAD_EVENTS.includes(event) ? palette.bad : palette.good;
    const line = `${tick.padEnd(widths[0])}  ${step.padEnd(widths[1])}  ${paint(event)}`;
    return [line, ...(reason === undefined ? [] : hang("    ", wrap(reason, width - 4)))];
  });
}

function comparisonLines(before: SystemStatus, after: SystemStatus, width: number): string[] {
  const row = (name: string, cell: (status: SystemStatus) => string | number) => [
    name,
    String(cell(before)),
    String(cell(after)),
  ];
  const consumers = before.snapshot.consumers.flatMap(({ name }, n) => [
    row(`${name} service`, ({ isolated }) => isolated.includes(name) ? "out" : "in"),
    row("  lag", ({ snapshot }) => snapshot.consumers[n].lag),
    row("  readable", ({ snapshot }) => accountOf(snapshot.consumers[n]).readable),
    row("  lost", ({ snapshot }) => accountOf(snapshot.consumers[n]).undeliverable),
    row("  live", ({ snapshot }) => snapshot.consumers[n].metrics.executed),
    row("  provisional", ({ snapshot }) => snapshot.consumers[n].metrics.provisional),
  ]);
  const table = alignTable([
    ["", "before", "after"],
    row("state", ({ state }) => lifecycleStateName(state)),
    row("published", ({ snapshot }) => snapshot.published),
    ...consumers,
  ]);
  const causes = [["before", before], ["after", after]] as const;
  return [
    ...table,
    ...causes.flatMap(([name, { causes }]) => {
      if (causes.length === 0) return [];
      const label = `held in DEGRADED ${name} by `;
      return hang(label, wrap(causes.join(", "), width - label.length));
    }),
  ];
}

/** Account of the events of a consumer. Published since it joined = delivered + undeliverable + readable. */
export function accountOf({ lost, lag, overwritten }: ConsumerSnapshot): { undeliverable: number; readable: number } {
  return { undeliverable: lost + overwritten, readable: lag - overwritten };
}

function outcomeLines(outcome: RunbookOutcome, width: number, palette: Palette): string[] {
  const { status, reason, isRestored, ticks, events } = outcome;
  if (reason === undefined) return [palette.good(`${status} in ${formatTicks(ticks)}`)];
  const isUntouched = !events.some(({ event }) => TOUCHING_EVENTS.includes(event));
  const rest = isUntouched
    ? "nothing was done"
    : isRestored
    ? "all steps that were done have been rolled back"
    : palette.bad("NOT all steps that were done could be rolled back");
  const hint = status === "unapproved" ? ["--approve approves it"] : [];
  return [...wrap(`${status}: ${reason}`, width).map(palette.bad), rest, ...hint];
}

function haltLines(timeToHaltNs: number | undefined): string[] {
  if (timeToHaltNs === undefined) return [];
  return [
    timeToHaltNs === 0
      ? "time to halt: no live ack after the transition"
      : `time to halt: ${timeToHaltNs} ns from the transition to the last live ack`,
  ];
}

/** Events that say that something was begun. */
const TOUCHING_EVENTS: readonly RunbookEvent["event"][] = ["done", "undone", "undo-failed", "irreversible"];

function formatTicks(ticks: number): string {
  return ticks === 1 ? "1 tick" : `${ticks} ticks`;
}
