/**
 * Thins values out that there are too many of: several in a row become one, at the time of the first, the greatest of them.
 *
 * @param values the values, by rising times
 * @param total how many there are
 * @param most how many there may be
 */
export function* greatestOf(
  values: Iterable<readonly [atNs: number, value: number]>,
  total: number,
  most: number,
): Generator<readonly [atNs: number, value: number]> {
  if (most < 1) return;
  const group = groupSize(total, most);
  let [count, firstNs, greatest] = [0, 0, -Infinity];
  for (const [atNs, value] of values) {
    if (count === 0) firstNs = atNs;
    count++;
    greatest = Math.max(greatest, value);
    if (count < group) continue;
    yield [firstNs, greatest];
    count = 0;
    greatest = -Infinity;
  }
  if (count > 0) yield [firstNs, greatest];
}

/** How many values in a row become one. */
export function groupSize(total: number, most: number): number {
  return Math.max(1, Math.ceil(total / most));
}
