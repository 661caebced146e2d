import { problemOf } from "../terminal/problem_of.ts";
import { printable } from "../../config/printable.ts";
import { formatHgrm, Histogram } from "../../control/mod.ts";
import type { ClockSelection, SharedRingDescription } from "../../mod.ts";
import { FeedError } from "../system/feed/feed_error.ts";
import { paletteOf } from "../terminal/color_option.ts";
import { type ProcessIo, reportWidth } from "../terminal/command_io.ts";
import { ExitStatus } from "../terminal/exit_status.ts";
import { openMetricsFile } from "../terminal/files/metrics_file_option.ts";
import { quote, shellWord } from "../terminal/options.ts";
import { replayWords } from "../terminal/files/replay_words.ts";
import { openHtmlFile } from "../terminal/files/html_file_option.ts";
import { renderLivePage } from "./view/report/live_page.ts";
import { refuseOneFile } from "../terminal/files/distinct_outputs.ts";
import { openTextOutput, STANDARD_OUTPUT, type TextOutput } from "../terminal/files/text_output.ts";
import { openOutput, type OutputFile } from "../terminal/files/output_file.ts";
import { UsageError } from "../terminal/usage_error.ts";
import { refuseWrongUsage } from "../terminal/wrong_usage.ts";
import type { MetricsFile } from "../terminal/files/metrics_file.ts";
import { DENO_FILES } from "../terminal/files/deno_files.ts";
import { type FileAccess, reasonOf } from "../terminal/files/file_access.ts";
import { layOutJson } from "../terminal/layout/json_layout.ts";
import { liveToJson } from "./view/live_json.ts";
import { watchInterrupts } from "./live_interrupts.ts";
import {
  commandWith,
  openArrivalsAgain,
  openClock,
  openLiveFeed,
  openPage,
  refuseUnreadableModules,
} from "./live_openings.ts";
import {
  type HiccupsCommand,
  liveOptionOf,
  type LiveRunCommand,
  parseLiveCommand,
  renderLiveHelp,
} from "./live_options.ts";
import type { LiveFeed } from "./plane/live_feed.ts";
import { readInputText } from "../terminal/files/input_file.ts";
import { timelineText } from "../timeline/timeline_text.ts";
import { LiveRecording } from "./live_timeline.ts";
import { predictRun } from "./predict_run.ts";
import { type HiccupsPage, runHiccupsOnly } from "./run_hiccups_only.ts";
import type { LivePage } from "./page/page_server.ts";
import type { Palette } from "../terminal/layout/palette.ts";
import { type Display, lineDisplay, panelDisplay, SILENT, withPage } from "./view/displays.ts";
import { renderLiveReport } from "./view/live_report.ts";
import { eventsAddUp, type LiveResult, observationsAddUp, toldNs } from "./plane/live_result.ts";
import { allocateLiveRing, runLive } from "./plane/live_run.ts";

/** The world as a live run sees it. */
export interface LiveIo extends ProcessIo {
  /**
   * Called when every file has been opened that is to be created or replaced: from then on the process needs no write
   * permission.
   */
  onFilesOpen(): void;
  /** Called when the page is served, if there is to be one: from then on the process needs no permission for the network. */
  onPageOpen(): void;
}

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
  let prepared: PreparedRun | PreparedHiccups | undefined;
  const status = refuseWrongUsage(io, liveOptionOf, () => {
    const command = parseLiveCommand(args, readText);
    if (command.kind === "run") prepared = prepare(command, replayWords(args), io, files);
    else if (command.kind === "hiccups") prepared = prepareHiccups(command, replayWords(args), io, files);
    else io.out(renderLiveHelp());
    return ExitStatus.OK;
  });
  // What a function has set is beyond the compiler.
  const ready = prepared as PreparedRun | PreparedHiccups | undefined;
  if (ready === undefined) return status;
  return "ring" in ready ? await carryOut(ready, io) : await runHiccupsOnly(ready.command, ready.clock, io, ready.html);
}

/** What a measurement of the idle machine needs. */
interface PreparedHiccups {
  readonly command: HiccupsCommand;
  readonly clock: ClockSelection;
  readonly html: HiccupsPage | undefined;
}

function prepareHiccups(
  command: HiccupsCommand,
  words: readonly string[],
  io: LiveIo,
  files: FileAccess,
): PreparedHiccups {
  refuseUnreadableModules();
  const clock = openClock(command.clock);
  const output = openHtmlFile(command.html, files, (text) => io.out(text), commandWith);
  if (output?.isOpen !== false) io.onFilesOpen();
  io.onPageOpen();
  return { command, clock, html: output === undefined ? undefined : { output, replay: sourceOf(words) } };
}

/** A command line, to be given again. */
function sourceOf(words: readonly string[]): string {
  return ["deno task live", ...words.map(shellWord)].join(" ");
}

/** Resources whose acquisition may be refused. */
interface PreparedRun {
  readonly command: LiveRunCommand;
  readonly clock: ClockSelection;
  readonly ring: SharedRingDescription;
  readonly feed: LiveFeed | undefined;
  readonly html: TextOutput | undefined;
  /** The command that ran, without its files. */
  readonly source: string;
  readonly file: OutputFile | undefined;
  readonly metricsFile: MetricsFile | undefined;
  readonly timeline: OpenTimeline | undefined;
  readonly page: LivePage | undefined;
}

/** Most bytes of a specification. */
const TEXT_BYTES_MAX = 16 * 2 ** 20;

function readText(path: string): string {
  return readInputText(path, TEXT_BYTES_MAX, commandWith);
}

/** Gets everything that can be refused, so that no run ends in a refusal. */
function prepare(command: LiveRunCommand, words: readonly string[], io: LiveIo, files: FileAccess): PreparedRun {
  refuseUnreadableModules();
  const clock = openClock(command.plan.clock);
  const ring = openRing(command);
  const feed = command.plan.system === undefined ? undefined : openLiveFeed(command.plan.system);
  const metricsFile = command.metricsFile === undefined
    ? undefined
    : openMetricsFile(command.metricsFile, command.metricsLabels, files, commandWith);
  const file = command.hgrm === undefined
    ? undefined
    : openOutput({ option: "hgrm", path: command.hgrm, commandWith }, files);
  const timeline = openTimeline(command, io, files);
  const html = openHtmlFile(command.html, files, (text) => io.out(text), commandWith);
  refuseOneFile(
    [
      ["hgrm", command.hgrm],
      ["metrics-file", command.metricsFile],
      ["timeline", command.timeline?.path],
      ["html", command.html],
    ],
    files,
    command.inputs,
  );
  const isOpen = [file, timeline?.output, html].every((output) => output?.isOpen !== false);
  if (metricsFile === undefined && isOpen) io.onFilesOpen();
  // Last, so that nothing is refused while it is served.
  const page = command.page === undefined ? undefined : openPage(command.page);
  io.onPageOpen();
  const source = sourceOf(words);
  return { command, clock, ring, feed, html, source, file, metricsFile, timeline, page };
}

/** A timeline that is made, and where it goes. */
interface OpenTimeline {
  readonly recording: LiveRecording;
  readonly output: TextOutput;
}

function openTimeline(
  { plan, timeline }: LiveRunCommand,
  io: LiveIo,
  files: FileAccess,
): OpenTimeline | undefined {
  if (timeline === undefined) return undefined;
  return {
    recording: new LiveRecording(plan, timeline.limit),
    output: openTextOutput("timeline", timeline.path, files, (text) => io.out(text), commandWith),
  };
}

function openRing({ plan }: LiveRunCommand): SharedRingDescription {
  try {
    return allocateLiveRing(plan);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`--capacity ${plan.capacity} with --payload-words ${plan.payloadWords}: ${problemOf(error)}`);
  }
}

async function carryOut(prepared: PreparedRun, io: LiveIo): Promise<number> {
  const { command, clock, ring, feed, html, source, file, metricsFile, timeline, page } = prepared;
  const { plan, format, hgrm, color } = command;
  const palette = paletteOf(color, io);
  const display = withPage(displayOf(command, io, palette), page);
  const interrupts = watchInterrupts(clock.clock, display);
  try {
    if (page !== undefined) io.err(`page: ${page.address}\n`);
    const run = await runLive(plan, {
      ring,
      feed,
      clock,
      cores: navigator.hardwareConcurrency,
      signal: AbortSignal.any([interrupts.signal, io.gone]),
      statusMs: display.periodMs,
      onStatus: (status) => display.show(status),
      metricsFile,
      trace: timeline?.recording,
    });
    display.close();
    const result = await withPrediction(run);
    if (format === "json") io.out(layOutJson(liveToJson(result)));
    else if (timeline?.output.isPrinted !== true && html?.isPrinted !== true) {
      io.out(renderLiveReport(result, { width: reportWidth(io), palette }));
    }
    await page?.end(liveToJson(result));
    const hasWritten = [
      file === undefined || writeHgrm(file, hgrm!, result, io),
      timeline === undefined ||
      isWritten(timeline.output.write(timelineText(timeline.recording.timeline(result, source))), io),
      html === undefined || isWritten(html.write(renderLivePage(result, source)), io),
    ].every((isDone) => isDone);
    const addsUp = result.consumers.every((consumer) => eventsAddUp(consumer, result) && observationsAddUp(consumer));
    return hasWritten && addsUp && result.failures.length === 0 ? ExitStatus.OK : ExitStatus.NOT_HELD;
  } finally {
    // Not before the report is told: an interrupt that comes in several pieces would kill it.
    interrupts.ignore();
    display.close();
    clock.close();
    await page?.close();
  }
}

/** Tells why a file could not be written, and says whether it could. */
function isWritten(problem: string | undefined, io: LiveIo): boolean {
  if (problem !== undefined) io.err(`error: ${problem}\n`);
  return problem === undefined;
}

function displayOf({ format, hasLines, timeline, html }: LiveRunCommand, io: LiveIo, palette: Palette): Display {
  if (format === "json" || timeline?.path === STANDARD_OUTPUT || html === STANDARD_OUTPUT) return SILENT;
  return hasLines || io.size() === undefined ? lineDisplay(io) : panelDisplay(io, palette);
}

/** Adds what was to be expected, if there was a feed. */
async function withPrediction(result: LiveResult): Promise<LiveResult> {
  // A feed that broke in the midst of the run has been told of.
  if (result.plan.system === undefined || result.endedBy === "failure") return result;
  try {
    return { ...result, prediction: await predictRun(result, openArrivalsAgain) };
  } catch (error) {
    // The file is no longer what it was.
    if (error instanceof FeedError || error instanceof UsageError) return result;
    throw error;
  }
}

/** Writes the latencies of all consumers, and says whether it could. */
function writeHgrm(file: OutputFile, path: string, { plan, consumers }: LiveResult, io: LiveIo): boolean {
  const all = new Histogram();
  for (const consumer of consumers) all.merge(toldNs(consumer));
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
