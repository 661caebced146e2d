import type { LineTerminal } from "../terminal/command_io.ts";
import { formatNs } from "../terminal/layout/layout.ts";
import { formatShort } from "../terminal/layout/number_format.ts";

/** How far a run has come. */
export interface RunProgress {
  /** Events simulated. */
  readonly events: number;
  /** Simulated time, in nanoseconds. */
  readonly simulatedNs: number;
  /** Share of the run that is done, from 0 to 1; undefined, where its length is not known. */
  readonly share: number | undefined;
  /** Real time since it began, in nanoseconds. */
  readonly elapsedNs: number;
}

/** Progress in one line: `12,345,678 events, 1.23 s, 45 %, 2.10 M events/s, 12 s left`. */
export function describeProgress({ events, simulatedNs, share, elapsedNs }: RunProgress): string {
  const parts = [`${formatShort(events)} events`, `${formatNs(simulatedNs)} simulated`];
  if (elapsedNs > 0) parts.push(`${formatShort(events * 1e9 / elapsedNs)} events/s`);
  if (share !== undefined && share > 0) {
    const done = Math.min(1, share);
    const leftNs = elapsedNs / done - elapsedNs;
    parts.push(`${Math.floor(100 * done)} %`, `${Math.ceil(leftNs / 1e9)} s left`);
  }
  return parts.join(", ");
}

/** One line of a terminal that is written over and over. It is gone when the run is over. */
export class ProgressLine {
  declare private readonly _io: LineTerminal;
  private _isShown = false;

  /** @param io the terminal */
  constructor(io: LineTerminal) {
    this._io = io;
  }

  /** Shows how far the run has come. */
  show(progress: RunProgress): void {
    const text = describeProgress(progress);
    this._io.write(`\r\x1b[2K${text.slice(0, Math.max(0, this._io.columns - 1))}`);
    this._isShown = true;
  }

  /** Takes the line away. */
  clear(): void {
    if (this._isShown) this._io.write("\r\x1b[2K");
    this._isShown = false;
  }
}
