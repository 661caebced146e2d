/**
 * Values over time of a run whose length is not known, in bounded memory: when there are too many, two in a row become one, at
 * the time of the first, the greater of them.
 */
export class ThinnedValues {
  /** Values in a row that are one by now: a power of two. */
  group = 1;
  declare private readonly _most: number;
  private readonly _values: [atNs: number, value: number][] = [];
  /** Values in the last one. */
  private _open = 0;

  /**
   * Keeps nothing yet.
   *
   * @param most most values
   */
  constructor(most: number) {
    this._most = most;
  }

  /** Adds a value, later than those before. */
  add(atNs: number, value: number): void {
    const { _values: values } = this;
    if (this._most < 1) return;
    if (this._open > 0) {
      const last = values[values.length - 1];
      last[1] = Math.max(last[1], value);
    } else {
      if (values.length >= this._most) this._halve();
      if (this._open > 0) return this.add(atNs, value);
      values.push([atNs, value]);
    }
    this._open = (this._open + 1) % this.group;
  }

  /** The values. */
  get values(): readonly (readonly [atNs: number, value: number])[] {
    return this._values;
  }

  private _halve(): void {
    const { _values: values } = this;
    const count = values.length;
    const half = Math.ceil(count / 2);
    for (let n = 0; n < half; n++) {
      const [atNs, value] = values[2 * n];
      values[n] = [atNs, Math.max(value, values[2 * n + 1]?.[1] ?? value)];
    }
    values.length = half;
    // An odd one is half of a group.
    this._open = count % 2 === 0 ? 0 : this.group;
    this.group *= 2;
  }
}
