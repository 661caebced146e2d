import { printable } from "../../../config/printable.ts";
import type { ProcessIo } from "../../terminal/command_io.ts";
import type { Palette } from "../../terminal/layout/palette.ts";
import { quote } from "../../terminal/options.ts";
import type { LiveStatus } from "../plane/live_status.ts";
import { renderPanel } from "./panel.ts";
import { Screen } from "./screen.ts";
import { renderStatusLine, STATUS_HEADING } from "./status_line.ts";

/** Milliseconds from one drawing of the panel to the next. */
const PANEL_MS = 500;

/** Milliseconds after which a drawing is later than the machine makes it. */
const LATE_MS = 1.5 * PANEL_MS;

/** Milliseconds from one line to the next, where there is no terminal. */
const LINE_MS = 1_000;

/** Where it is shown how a run stands. */
export interface Display {
  readonly periodMs: number;
  show(status: LiveStatus): void;
  /** Called when the process continues after a stop: other programs may have written to the terminal meanwhile. */
  resume(): void;
  /** Closing again does nothing. */
  close(): void;
}

/** Shows nothing. */
export const SILENT: Display = { periodMs: LINE_MS, show: () => {}, resume: () => {}, close: () => {} };

/**
 * Shows a run on a page as well, as often as the display does: it is the same statuses. Beside one that shows nothing, as
 * often as a panel is drawn.
 */
export function withPage(display: Display, page: Pick<Display, "show"> | undefined): Display {
  if (page === undefined) return display;
  const show = (status: LiveStatus) => {
    display.show(status);
    page.show(status);
  };
  return { ...display, show, periodMs: display === SILENT ? PANEL_MS : display.periodMs };
}

/** Prints a line a second. */
export function lineDisplay(io: ProcessIo): Display {
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

/** Draws the panel, on a terminal. */
export function panelDisplay(io: ProcessIo, palette: Palette): Display {
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
