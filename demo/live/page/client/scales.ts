/** From a value to pixels from the top. */
export type Scale = (value: number) => number;

/** A scale from 0 to a greatest value, which is at the top; what is more stays there. */
export function linear(max: number, top: number, height: number): Scale {
  return (value) => top + height * (1 - Math.min(1, Math.max(0, value / max)));
}

/** A scale by powers of ten; what is outside stays at its ends. */
export function logarithmic([low, high]: readonly [number, number], top: number, height: number): Scale {
  return (value) => top + height * (1 - Math.min(1, Math.max(0, (Math.log10(value) - low) / (high - low))));
}

/** The powers of ten that hold some values, as exponents: three apart at least. */
export function decades(values: readonly ArrayLike<number>[]): [number, number] {
  let [min, max] = [Infinity, 0];
  for (const list of values) {
    for (let n = 0; n < list.length; n++) {
      if (list[n] > 0) min = Math.min(min, list[n]);
      if (list[n] > 0) max = Math.max(max, list[n]);
    }
  }
  if (max === 0) return [3, 6];
  const low = Math.floor(Math.log10(min));
  return [low, Math.max(Math.ceil(Math.log10(max)), low + 3)];
}

/** A power of ten of nanoseconds, as an axis names it: `100 µs`. */
export function decadeName(exponent: number): string {
  const unit = Math.min(3, Math.floor(exponent / 3));
  return `${10 ** (exponent - 3 * unit)} ${["ns", "µs", "ms", "s"][unit]}`;
}

/** Seconds between two marks of a time axis, so that their names do not touch. */
export function timeStep(seconds: number, width: number): number {
  const marks = Math.max(2, Math.floor(width / 64));
  return [5, 10, 15, 30, 60, 120, 300].find((step) => seconds / step <= marks) ?? 600;
}

/** A time of a run, as an axis names it: `1:30`; with hours, if there are any. */
export function timeName(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  const two = (n: number) => String(n).padStart(2, "0");
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** The greatest of some values that were seen; 0, if none was. */
export function greatest(values: ArrayLike<number>): number {
  let max = 0;
  for (let n = 0; n < values.length; n++) if (values[n] > max) max = values[n];
  return max;
}

/**
 * The outline of columns, as steps from left to right; broken where nothing was seen.
 *
 * @param values the columns
 * @param x where a column begins, in pixels
 * @param y where a value is
 * @param floor where areas end at the bottom. Default: a line, no area
 */
export function steps(values: ArrayLike<number>, x: Scale, y: Scale, floor?: number): string {
  let path = "";
  for (let n = 0; n < values.length;) {
    if (Number.isNaN(values[n])) {
      n++;
      continue;
    }
    const begin = n;
    path += `M${round(x(n))} ${round(floor ?? y(values[n]))}`;
    for (; n < values.length && !Number.isNaN(values[n]); n++) {
      if (n === begin || values[n] !== values[n - 1]) path += `V${round(y(values[n]))}`;
      if (n + 1 >= values.length || values[n + 1] !== values[n]) path += `H${round(x(n + 1))}`;
    }
    if (floor !== undefined) path += `V${round(floor)}Z`;
  }
  return path;
}

/** Bars from the floor, one for each column that has anything. */
export function bars(values: ArrayLike<number>, x: Scale, y: Scale, floor: number): string {
  let path = "";
  for (let n = 0; n < values.length; n++) {
    if (!(values[n] > 0)) continue;
    path += `M${round(x(n))} ${round(floor)}V${round(Math.min(floor - 2, y(values[n])))}H${round(x(n + 1))}V${
      round(floor)
    }Z`;
  }
  return path;
}

function round(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}
