// Types for @std/fmt/duration.

/** The options of {@linkcode format}. */
export interface FormatOptions {
  /** `1d 0h 0m`, `01:00:00:00:000:000:000` or `1 day, 0 hours`. The default is `narrow`. */
  style?: "narrow" | "digital" | "full";
  /** Leaves out the units that are zero. */
  ignoreZero?: boolean;
}

/** Formats a number of milliseconds as a duration, from days down to nanoseconds. */
export declare function format(ms: number, options?: FormatOptions): string;
