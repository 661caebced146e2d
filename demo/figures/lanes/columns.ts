import { draw } from "../svg.ts";

/**
 * The greatest value of each of `count` parts of a column array; the array itself, if it is no longer than that.
 *
 * @param values the columns
 * @param count how many parts
 * @param every columns of a part. Default: as many as make parts of the same length
 */
export function greatest(values: ArrayLike<number>, count: number, every?: number): ArrayLike<number> {
  return folded(values, count, Math.max, every);
}

/** The sum of each of `count` parts of a column array, as {@linkcode greatest} has them. */
export function summed(values: ArrayLike<number>, count: number, every?: number): ArrayLike<number> {
  return folded(values, count, (sum, value) => sum + value, every);
}

/** The last value of every so many columns. */
export function latest(values: ArrayLike<number>, every: number): ArrayLike<number> {
  const count = Math.ceil(values.length / every);
  return Array.from({ length: count }, (_, part) => values[Math.min((part + 1) * every, values.length) - 1]);
}

function folded(
  values: ArrayLike<number>,
  count: number,
  fold: (a: number, b: number) => number,
  every = values.length / count,
): ArrayLike<number> {
  if (values.length <= count) return values;
  const parts = new Float64Array(count);
  for (let index = 0; index < values.length; index++) {
    const part = Math.floor(index / every);
    parts[part] = fold(parts[part], values[index]);
  }
  return parts;
}

/**
 * A line of steps through values, from `x` on, each `width` wide.
 *
 * @param values the values
 * @param x where it begins
 * @param width the width of a value
 * @param yOf the height of a value
 * @param isBroken whether there is no line where the value is 0
 */
export function stairs(
  values: ArrayLike<number>,
  x: number,
  width: number,
  yOf: (value: number) => number,
  isBroken = false,
): string {
  const parts: (string | number)[] = [];
  let isDown = false;
  // By differences, which repeat where a run repeats itself, and so compress well. They are those of rounded places, and add up.
  let [atX, atY] = [0, 0];
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    const isDrawn = !isBroken || value > 0;
    if (isDrawn) {
      const y = Math.round(10 * yOf(value)) / 10;
      if (!isDown) parts.push("M", atX = Math.round(10 * (x + index * width)) / 10, y);
      else if (value !== values[index - 1]) parts.push("v", y - atY);
      atY = y;
    }
    isDown = isDrawn;
    const isLevel = index + 1 < values.length && values[index + 1] === value;
    if (isDrawn && !isLevel) {
      const to = Math.round(10 * (x + (index + 1) * width)) / 10;
      parts.push("h", to - atX);
      atX = to;
    }
  }
  return draw(...parts);
}
