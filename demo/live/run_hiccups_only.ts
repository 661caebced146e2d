import type { ClockSelection } from "../../mod.ts";
import { paletteOf } from "../terminal/color_option.ts";
import { type ProcessIo, reportWidth } from "../terminal/command_io.ts";
import { ExitStatus } from "../terminal/exit_status.ts";
import { layOutJson } from "../terminal/layout/json_layout.ts";
import { watchInterrupts } from "./live_interrupts.ts";
import type { HiccupsCommand } from "./live_options.ts";
import { runGaps } from "./plane/gap_run.ts";
import { SILENT } from "./view/displays.ts";
import { gapsToJson, renderGapReport } from "./view/gap_report.ts";

/**
 * Measures the machine without the system, and shows the result. An interrupt ends the measurement with a report.
 *
 * @param command what was asked for
 * @param clock the clock, which is closed at the end
 * @param io where the output goes
 * @returns the exit status: 0, or 1 if a thread failed
 */
export async function runHiccupsOnly(
  { plan, format, color }: HiccupsCommand,
  clock: ClockSelection,
  io: ProcessIo,
): Promise<number> {
  const interrupts = watchInterrupts(clock.clock, SILENT);
  try {
    const cores = navigator.hardwareConcurrency;
    const signal = AbortSignal.any([interrupts.signal, io.gone]);
    const result = await runGaps(plan, { clock, cores, signal });
    io.out(
      format === "json"
        ? layOutJson(gapsToJson(result))
        : renderGapReport(result, { width: reportWidth(io), palette: paletteOf(color, io) }),
    );
    return result.failures.length === 0 ? ExitStatus.OK : ExitStatus.NOT_HELD;
  } finally {
    interrupts.ignore();
    clock.close();
  }
}
