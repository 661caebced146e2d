import type { PageFrame, PageState } from "../page_frame.ts";

/** Seconds that are shown, at least and at most. */
export const WINDOW = { min: 30, max: 300 } as const;

/** A span of time, in seconds since the run started. */
export interface Span {
  /** Where it begins. */
  readonly from: number;
  /** Where it ends. */
  readonly to: number;
}

/** A span in one lifecycle state. */
export interface StateSpan extends Span {
  /** The state. */
  readonly state: string;
  /** Why, if it is DEGRADED. */
  readonly causes: readonly string[];
}

/** The frames that a page shows, oldest first, as far back as it can show any. */
export class History {
  private readonly _frames: PageFrame[] = [];
  private readonly _states: PageState[] = [];

  /** The frames. */
  get frames(): readonly PageFrame[] {
    return this._frames;
  }

  /** The newest frame; nothing before the first. */
  get newest(): PageFrame | undefined {
    return this._frames.at(-1);
  }

  /** Adds a frame, unless it has been there: after a break, frames may come again. */
  add(frame: PageFrame): boolean {
    const { newest } = this;
    if (newest !== undefined && frame.frame <= newest.frame) return false;
    this._frames.push(frame);
    this._states.push(...frame.entered);
    // The states between were in frames that this page was not sent.
    const last = this._states.at(-1);
    if (last === undefined || last.state !== frame.state || last.causes.join() !== frame.causes.join()) {
      this._states.push({ seconds: frame.seconds, state: frame.state, causes: frame.causes });
    }
    const from = frame.seconds - 2 * WINDOW.max;
    while (this._frames[0].seconds < from) this._frames.shift();
    while (this._states.length > 1 && this._states[1].seconds < from) this._states.shift();
    return true;
  }

  /**
   * What to show: the last minutes; of a shorter run all of it.
   *
   * @param step seconds by which it moves on. Default: it moves with every frame
   */
  window(step: number = 0): Span {
    const now = this.newest?.seconds ?? 0;
    const end = step > 0 ? Math.ceil(now / step) * step : now;
    const to = Math.max(end, WINDOW.min);
    return { from: Math.max(0, to - WINDOW.max), to };
  }

  /** The lifecycle in a span: what is known of it. */
  states({ from, to }: Span): StateSpan[] {
    const now = Math.min(to, this.newest?.seconds ?? 0);
    return this._states
      .map(({ seconds, state, causes }, n) => ({
        from: seconds,
        to: this._states[n + 1]?.seconds ?? now,
        state,
        causes,
      }))
      .filter((span) => span.to > from && span.from < now)
      .map((span) => ({ ...span, from: Math.max(from, span.from), to: Math.min(now, span.to) }));
  }

  /**
   * A quantity in columns of a span. A frame tells of the time since the frame before it, so its value is in every column that
   * this time touches; where a frame was missed, nothing is.
   *
   * @param span what to show
   * @param count number of columns
   * @param valueOf the quantity in a frame; nothing, if there is none
   */
  columns(
    span: Span,
    count: number,
    valueOf: (frame: PageFrame) => number | undefined,
  ): Float64Array {
    const values = new Float64Array(count).fill(NaN);
    this._frames.forEach((frame, n) => {
      const before = this._before(n);
      const begin = before?.seconds ?? (frame.frame === 0 ? 0 : frame.seconds);
      const value = valueOf(frame);
      if (value === undefined || frame.seconds < span.from) return;
      const end = Math.min(count - 1, columnOf(frame.seconds, span, count));
      for (
        let column = Math.max(0, Math.min(end, columnOf(begin, span, count) + (begin > 0 ? 1 : 0)));
        column <= end;
        column++
      ) {
        values[column] = Number.isNaN(values[column]) ? value : Math.max(values[column], value);
      }
    });
    return values;
  }

  /**
   * A growing count in columns of a span: by how much it grew from frame to frame. As wide as the time between the two; where
   * that is less than a column, those of a column together.
   *
   * @param span what to show
   * @param count number of columns
   * @param totalOf the count in a frame
   */
  growth(span: Span, count: number, totalOf: (frame: PageFrame) => number): Float64Array {
    const values = new Float64Array(count);
    this._frames.forEach((frame, n) => {
      const before = this._frames[n - 1];
      const grown = totalOf(frame) - (before !== undefined ? totalOf(before) : frame.frame === 0 ? 0 : totalOf(frame));
      if (grown <= 0 || frame.seconds < span.from) return;
      const end = Math.min(count - 1, columnOf(frame.seconds, span, count));
      const begin = Math.max(0, Math.min(end, columnOf(before?.seconds ?? frame.seconds, span, count) + 1));
      for (let column = begin; column <= end; column++) values[column] += grown;
    });
    return values;
  }

  /** By how much a growing count grew in a span, as far as that was seen. */
  grown({ from }: Span, totalOf: (frame: PageFrame) => number): number {
    const { newest } = this;
    if (newest === undefined) return 0;
    const before = this._frames.findLast(({ seconds }) => seconds < from) ?? this._frames[0];
    return totalOf(newest) - (before.frame === 0 && before.seconds >= from ? 0 : totalOf(before));
  }

  /** The frame before one, if it was seen. */
  private _before(n: number): PageFrame | undefined {
    const before = this._frames[n - 1];
    return before !== undefined && before.frame === this._frames[n].frame - 1 ? before : undefined;
  }
}

function columnOf(seconds: number, { from, to }: Span, count: number): number {
  return Math.floor((seconds - from) / (to - from) * count);
}
