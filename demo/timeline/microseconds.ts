/**
 * Nanoseconds as the microseconds of a trace file: with three decimals, digit by digit, so that no nanosecond is lost.
 *
 * @param ns whole nanoseconds, from 0 to 2⁵³ - 1
 * @throws {RangeError} if it is another number
 */
export function microseconds(ns: number): string {
  if (!(Number.isSafeInteger(ns) && ns >= 0)) {
    throw new RangeError(`Cannot write a timeline: a time must be whole nanoseconds from 0 to 2^53 - 1, got ${ns}`);
  }
  const digits = String(ns).padStart(4, "0");
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`;
}

/**
 * How long a slice is drawn that a neighbour may follow at once, in nanoseconds: as long as it is, but at least one, since an
 * arrow needs something to begin and end at.
 *
 * Perfetto reads the microseconds as a float and cuts what is below a nanosecond off. One time in a hundred reads a nanosecond
 * early by that; a slice whose neighbour does would seem to overlap it, and Perfetto drops a slice that overlaps another. Such
 * a slice is drawn a nanosecond shorter.
 *
 * @param fromNs when it begins
 * @param toNs when it ends, not before that
 */
export function drawnNs(fromNs: number, toNs: number): number {
  const ns = toNs - fromNs;
  if (ns <= 1) return 1;
  const overlaps = READINGS.some((read) => read(fromNs) + read(ns) > read(toNs));
  return overlaps ? ns - 1 : ns;
}

/** How versions of Perfetto read microseconds: the nearest float, and the whole part and the decimals apart. */
const READINGS: readonly ((ns: number) => number)[] = [
  (ns) => Math.trunc(ns / 1_000 * 1_000),
  (ns) => Math.trunc((Math.floor(ns / 1_000) + (ns % 1_000) / 1_000) * 1_000),
];
