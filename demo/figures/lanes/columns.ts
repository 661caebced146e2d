import { draw } from "../svg.ts";

/** The greatest value of each of `count` equal parts of a column array; the array itself, if it is no longer than that. */
export function greatest(values: ArrayLike<number>, count: number): ArrayLike<number> {
  return folded(values, count, Math.max);
}

/** The sum of each of `count` equal parts of a column array. */
export function summed(values: ArrayLike<number>, count: number): ArrayLike<number> {
  return folded(values, count, (sum, value) => sum + value);
}

function folded(values: ArrayLike<number>, count: number, fold: (a: number, b: number) => number): ArrayLike<number> {
  if (values.length <= count) return values;
  const parts = new Float64Array(count);
  for (let index = 0; index < values.length; index++) {
    const part = Math.floor(index * count / values.length);
    parts[part] = fold(parts[part], values[index]);
  }
  return parts;
}

/**
 * A line of steps through values, from `x` on, each `width` wide.
 *
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
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    const isDrawn = !isBroken || value > 0;
    if (isDrawn && !isDown) parts.push("M", x + index * width, yOf(value));
    else if (isDrawn && value !== values[index - 1]) parts.push("V", yOf(value));
    isDown = isDrawn;
    const isLevel = index + 1 < values.length && values[index + 1] === value;
    if (isDrawn && !isLevel) parts.push("H", x + (index + 1) * width);
  }
  return draw(...parts);
}
