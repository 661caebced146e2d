/** How long the hiccup meter sleeps at a time, in nanoseconds. */
export const SLEEP_NS = 1_000_000;
