/**
 * The only source of time on the hot path: nanoseconds since an origin of its own, which never go backwards.
 *
 * A reading is a whole number held in a Float64, exact up to 2⁵³ ns, which is 104 days after the clock's origin. Readings of
 * different clock objects have different origins and are not comparable, unless a clock says otherwise.
 */
export interface MonotonicClock {
  /** The time now, in nanoseconds since the clock's origin. */
  nowNs(): number;
  /**
   * Writes the time now, in nanoseconds since the clock's origin, into `cells[index]`.
   *
   * This is the form for the hot path. A double that a call returns is boxed, 16 bytes of garbage, unless the compiler
   * inlines the call; a double that is stored through an address never is.
   */
  stamp(cells: Float64Array, index: number): void;
}
