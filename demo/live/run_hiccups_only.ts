import type { ClockSelection } from "../../mod.ts";
import { paletteOf } from "../terminal/color_option.ts";
import { type ProcessIo, reportWidth } from "../terminal/command_io.ts";
import { ExitStatus } from "../terminal/exit_status.ts";
import type { TextOutput } from "../terminal/files/text_output.ts";
import { layOutJson } from "../terminal/layout/json_layout.ts";
import { watchInterrupts } from "./live_interrupts.ts";
import type { HiccupsCommand } from "./live_options.ts";
import { runGaps } from "./plane/gap_run.ts";
import { SILENT } from "./view/displays.ts";
import { renderGapPage } from "./view/report/gap_page.ts";
import { gapsToJson, renderGapReport } from "./view/gap_report.ts";

/** Where a measurement goes as a page. */
export interface HiccupsPage {
  /** The file, or standard output in place of the report. */
  readonly output: TextOutput;
  /** The command that measures again. */
  readonly replay: string;
}

/**
 * Measures the machine without the system, and shows the result. An interrupt ends the measurement with a report.
 *
 * @param command what was asked for
 * @param clock the clock, which is closed at the end
 * @param io where the output goes
 * @param html where it goes as a page. Default: nowhere
 * @returns the exit status: 0, or 1 if a thread failed
 */
export async function runHiccupsOnly(
  { plan, format, color }: Omit<HiccupsCommand, "html">,
  clock: ClockSelection,
  io: ProcessIo,
  html?: HiccupsPage,
): Promise<number> {
  const interrupts = watchInterrupts(clock.clock, SILENT);
  try {
    const cores = navigator.hardwareConcurrency;
    const signal = AbortSignal.any([interrupts.signal, io.gone]);
    const result = await runGaps(plan, { clock, cores, signal });
    if (format === "json") io.out(layOutJson(gapsToJson(result)));
    else if (html?.output.isPrinted !== true) {
      io.out(renderGapReport(result, { width: reportWidth(io), palette: paletteOf(color, io) }));
    }
    const problem = html?.output.write(renderGapPage(result, html.replay));
    if (problem !== undefined) io.err(`error: ${problem}\n`);
    return problem === undefined && result.failures.length === 0 ? ExitStatus.OK : ExitStatus.NOT_HELD;
  } finally {
    interrupts.ignore();
    clock.close();
  }
}
