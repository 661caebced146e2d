import { problemOf } from "../terminal/problem_of.ts";
import { printable } from "../../config/printable.ts";
import { formatHgrm, Histogram } from "../../control/mod.ts";
import {
  type ClockSelection,
  ClockUnavailableError,
  createClock,
  type MonotonicClock,
  type SharedRingDescription,
} from "../../mod.ts";
import { paletteOf } from "../terminal/color_option.ts";
import { type ProcessIo, reportWidth } from "../terminal/command_io.ts";
import { ExitStatus } from "../terminal/exit_status.ts";
import { openMetricsFile } from "../terminal/files/metrics_file_option.ts";
import { quote } from "../terminal/options.ts";
import { openOutput, type OutputFile } from "../terminal/files/output_file.ts";
import { UsageError } from "../terminal/usage_error.ts";
import { refuseWrongUsage } from "../terminal/wrong_usage.ts";
import type { MetricsFile } from "../terminal/files/metrics_file.ts";
import { DENO_FILES } from "../terminal/files/deno_files.ts";
import { type FileAccess, reasonOf } from "../terminal/files/file_access.ts";
import { layOutJson } from "../terminal/layout/json_layout.ts";
import type { Palette } from "../terminal/layout/palette.ts";
import { hasTerminal, Interrupts, interruptSignals, Pieces, statusOfSignal } from "../terminal/interrupts.ts";
import { type JobControl, openJobControl } from "../terminal/job_control.ts";
import { liveToJson } from "./view/live_json.ts";
import { liveOptionOf, type LiveRunCommand, parseLiveCommand, renderLiveHelp } from "./live_options.ts";
import { renderLiveReport } from "./view/live_report.ts";
import { eventsAddUp, type LiveResult, observationsAddUp } from "./plane/live_result.ts";
import { allocateLiveRing, runLive } from "./plane/live_run.ts";
import type { LiveStatus } from "./plane/live_status.ts";
import { renderPanel } from "./view/panel.ts";
import { Screen } from "./view/screen.ts";
import { renderStatusLine, STATUS_HEADING } from "./view/status_line.ts";

/** The world as a live run sees it. */
export interface LiveIo extends ProcessIo {
  /**
   * Called when every file has been opened that is to be created or replaced: from then on the process needs no write
   * permission.
   */
  onFilesOpen(): void;
}

/** Milliseconds from one drawing of the panel to the next. */
const PANEL_MS = 500;

/** Milliseconds after which a drawing is later than the machine makes it. */
const LATE_MS = 1.5 * PANEL_MS;

/** Milliseconds from one line to the next, where there is no terminal. */
const LINE_MS = 1_000;

/**
 * Carries out a command line of a live run. While it runs, an interrupt (Ctrl-C) ends the run, and a second one the
 * process. A closed output pipe ends the run as well.
 *
 * @param args the arguments, without the name of the program
 * @param io where the output goes
 * @param files where a metrics file is written. Default: the files of this machine
 * @returns the exit status: 0; or 1 if an event is not accounted for, a thread failed or the file could not be written; or
 * 2 for wrong usage
 */
export async function runLiveCommand(
  args: readonly string[],
  io: LiveIo,
  files: FileAccess = DENO_FILES,
): Promise<number> {
  let prepared: PreparedRun | undefined;
  const status = refuseWrongUsage(io, liveOptionOf, () => {
    const command = parseLiveCommand(args);
    if (command.kind === "run") prepared = prepare(command, io, files);
    else io.out(renderLiveHelp());
    return ExitStatus.OK;
  });
  return prepared === undefined ? status : await carryOut(prepared, io);
}

/** Resources whose acquisition may be refused. */
interface PreparedRun {
  readonly command: LiveRunCommand;
  readonly clock: ClockSelection;
  readonly ring: SharedRingDescription;
  readonly file: OutputFile | undefined;
  readonly metricsFile: MetricsFile | undefined;
}

/** Gets everything that can be refused, so that no run ends in a refusal. */
function prepare(command: LiveRunCommand, io: LiveIo, files: FileAccess): PreparedRun {
  refuseUnreadableModules();
  const clock = openClock(command);
  const ring = openRing(command);
  const metricsFile = command.metricsFile === undefined
    ? undefined
    : openMetricsFile(command.metricsFile, command.metricsLabels, files, commandWith);
  const file = command.hgrm === undefined
    ? undefined
    : openOutput({ option: "hgrm", path: command.hgrm, commandWith }, files);
  refuseOneFile(command, files);
  if (metricsFile === undefined && file?.isOpen !== false) io.onFilesOpen();
  return { command, clock, ring, file, metricsFile };
}

/** The task has every permission that an output can need. */
function commandWith(): string {
  return "deno task live has them";
}

/** Refuses one file for two outputs, however it is spelled. */
function refuseOneFile({ hgrm, metricsFile }: LiveRunCommand, files: FileAccess): void {
  if (hgrm === undefined || metricsFile === undefined) return;
  const [one, other] = [hgrm, metricsFile].map((path) => files.identify(files.locate(path)));
  if (one !== other) return;
  throw new UsageError(
    `--hgrm and --metrics-file must name different files, got ${quote(hgrm)} and ${quote(metricsFile)}`,
  );
}

/** The entry point of the library, beside which its folders are. */
const LIBRARY = new URL("../../mod.ts", import.meta.url);

/** Where the modules of threads are. They are loaded while the program runs, and that takes a permission. */
const THREAD_MODULES = [
  new URL("./", import.meta.url),
  LIBRARY,
  new URL("./core/", LIBRARY),
  new URL("./control/", LIBRARY),
  new URL("./runtime/", LIBRARY),
];

function refuseUnreadableModules(): void {
  for (const url of THREAD_MODULES) {
    if (url.protocol !== "file:" || Deno.permissions.querySync({ name: "read", path: url }).state === "granted") {
      continue;
    }
    throw new UsageError("threads load their modules from files, which is not permitted; run with --allow-read");
  }
}

function openClock({ plan }: LiveRunCommand): ClockSelection {
  try {
    return createClock(plan.clock);
  } catch (error) {
    if (!(error instanceof ClockUnavailableError)) throw error;
    throw new UsageError(plan.clock === "auto" ? error.message : `--clock ${plan.clock}: ${problemOf(error)}`);
  }
}

function openRing({ plan }: LiveRunCommand): SharedRingDescription {
  try {
    return allocateLiveRing(plan);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`--capacity ${plan.capacity} with --payload-words ${plan.payloadWords}: ${problemOf(error)}`);
  }
}

async function carryOut({ command, clock, ring, file, metricsFile }: PreparedRun, io: LiveIo): Promise<number> {
  const { plan, format, hgrm, color, hasLines } = command;
  const palette = paletteOf(color, io);
  const display = format === "json"
    ? SILENT
    : hasLines || io.size() === undefined
    ? lineDisplay(io)
    : panelDisplay(io, palette);
  const interrupts = watchInterrupts(clock.clock, display);
  try {
    const result = await runLive(plan, {
      ring,
      clock,
      cores: navigator.hardwareConcurrency,
      signal: AbortSignal.any([interrupts.signal, io.gone]),
      statusMs: display.periodMs,
      onStatus: (status) => display.show(status),
      metricsFile,
    });
    display.close();
    io.out(
      format === "json"
        ? layOutJson(liveToJson(result))
        : renderLiveReport(result, { width: reportWidth(io), palette }),
    );
    const isWritten = file === undefined || writeHgrm(file, hgrm!, result, io);
    const addsUp = result.consumers.every((consumer) => eventsAddUp(consumer, result) && observationsAddUp(consumer));
    return isWritten && addsUp && result.failures.length === 0 ? ExitStatus.OK : ExitStatus.NOT_HELD;
  } finally {
    // Not before the report is told: an interrupt that comes in several pieces would kill it.
    interrupts.ignore();
    display.close();
    clock.close();
  }
}

/** Where it is shown how a run stands. */
interface Display {
  readonly periodMs: number;
  show(status: LiveStatus): void;
  /** Called when the process continues after a stop: other programs may have written to the terminal meanwhile. */
  resume(): void;
  /** Closing again does nothing. */
  close(): void;
}

const SILENT: Display = { periodMs: LINE_MS, show: () => {}, resume: () => {}, close: () => {} };

function lineDisplay(io: LiveIo): Display {
  let isFirst = true;
  let isMetricsFileTold = false;
  return {
    periodMs: LINE_MS,
    show: (status) => {
      if (isFirst) io.out(`${STATUS_HEADING}\n`);
      isFirst = false;
      io.out(`${renderStatusLine(status)}\n`);
      const { metricsFile } = status;
      if (isMetricsFileTold || metricsFile === undefined || metricsFile.dropped === 0) return;
      isMetricsFileTold = true;
      io.err(`metrics: ${quote(metricsFile.path)} cannot be written: ${printable(metricsFile.reason ?? "")}\n`);
    },
    resume: () => {},
    close: () => {
      if (!isFirst) io.out("\n");
      isFirst = true;
    },
  };
}

function panelDisplay(io: LiveIo, palette: Palette): Display {
  const screen = new Screen({ out: (text) => io.out(text), size: () => io.size() ?? { columns: 80, rows: 24 } });
  let last: LiveStatus | undefined;
  const draw = (status: LiveStatus) => screen.draw(renderPanel(status, { ...screen.room, palette }));
  return {
    periodMs: PANEL_MS,
    show: (status) => {
      // After so long this process may have been stopped, and is about to be told. Then others have written meanwhile.
      const isLate = last !== undefined && status.elapsedMs - last.elapsedMs > LATE_MS;
      last = status;
      if (!isLate) draw(status);
    },
    resume: () => {
      screen.release();
      if (last !== undefined) draw(last);
    },
    close: () => {
      if (last !== undefined) io.out("\n");
      last = undefined;
    },
  };
}

/**
 * Listens for interrupts: the first aborts the signal, a second one ends the process, after the display. And for what stops
 * a process and lets it go on.
 */
function watchInterrupts(
  clock: MonotonicClock,
  display: Display,
): { readonly signal: AbortSignal; ignore(): void } {
  const controller = new AbortController();
  const interrupts = new Interrupts();
  const listeners = interruptSignals().map((name): [Deno.Signal, () => void] => [name, () => {
    const answer = interrupts.receive(clock.nowNs());
    if (answer === "stop") controller.abort();
    if (answer !== "end") return;
    display.close();
    Deno.exit(statusOfSignal(name));
  }]);
  let jobControl: JobControl | undefined;
  if (Deno.build.os !== "windows") {
    // Parent processes pass signals on to this process as well.
    const goings = new Pieces();
    const stops = new Pieces();
    listeners.push(["SIGCONT", () => {
      stops.renew(clock.nowNs());
      if (goings.isFirst(clock.nowNs())) display.resume();
    }]);
    jobControl = hasTerminal() ? openJobControl() : undefined;
    if (jobControl !== undefined) {
      listeners.push(["SIGTSTP", () => {
        if (!stops.isFirst(clock.nowNs())) return;
        jobControl?.stop();
        stops.renew(clock.nowNs());
      }]);
    }
  }
  for (const [name, listener] of listeners) Deno.addSignalListener(name, listener);
  return {
    signal: controller.signal,
    ignore: () => {
      for (const [name, listener] of listeners) Deno.removeSignalListener(name, listener);
      jobControl?.close();
    },
  };
}

/** Writes the latencies of all consumers, and says whether it could. */
function writeHgrm(file: OutputFile, path: string, { plan, consumers }: LiveResult, io: LiveIo): boolean {
  const all = new Histogram();
  for (const { scheduledNs, measuredNs } of consumers) all.merge(scheduledNs ?? measuredNs);
  const kind = plan.rate === "max" ? "as measured" : "against the schedule";
  const text = formatHgrm(all, { unit: 1_000, comment: `Staleness in microseconds, ${kind}, all consumers together` });
  try {
    file.write(text);
    return true;
  } catch (error) {
    io.err(`error: --hgrm: cannot write ${quote(path)}: ${printable(reasonOf(error))}\n`);
    return false;
  }
}
