import { ClockUnavailableError } from "./clock_unavailable_error.ts";
import type { NativeFunction, NativeHost, NativeLibrary, NativePointer, NativeSignature } from "./_native_host.ts";
import * as counter from "./_performance_counter.ts";
import type { SourceOrigin } from "./_source_origin.ts";
import * as timespec from "./_timespec.ts";

// One by one: a bundler keeps a namespace that is taken apart, also where no native clock is used.
const COUNTER_WORDS = counter.COUNTER_WORDS;
const counterOf = counter.counterOf;
const countOf = counter.countOf;
const placeCount = counter.placeCount;
const setCounterOrigin = counter.setCounterOrigin;
const storeCounter = counter.storeCounter;
const tickRatio = counter.tickRatio;
const placeTimespec = timespec.placeTimespec;
const setTimespecOrigin = timespec.setTimespecOrigin;
const storeTimespec = timespec.storeTimespec;
const timespecOf = timespec.timespecOf;
const TIMESPEC_WORDS = timespec.TIMESPEC_WORDS;
const trainTimespec = timespec.trainTimespec;

/** A monotonic source of an operating system, read in place: what a native clock is made of. */
export interface NativeSource {
  /** The system clock that is read, for reports. */
  readonly name: string;
  /** The moment that readings count from. */
  readonly origin: SourceOrigin;
  /** Writes the nanoseconds since the origin into `cells[index]`. */
  stamp(cells: Float64Array, index: number): void;
  /** Gives the library back. To be called once; the source must not be read afterwards. */
  close(): void;
}

/** Where `clock_gettime` is found, and which of its clocks is read. */
interface TimespecPlace {
  readonly library: string;
  readonly clockId: number;
  readonly clockName: string;
}

/**
 * The clock of each system that has `clock_gettime`.
 *
 * Linux: `CLOCK_MONOTONIC`. It is slewed, but never set, and stands still while the machine is suspended.
 *
 * macOS: `CLOCK_UPTIME_RAW`, which is `mach_absolute_time` in nanoseconds. Its `CLOCK_MONOTONIC` is the wall clock less the
 * time of boot, in microseconds; `CLOCK_MONOTONIC_RAW` also counts time asleep, which the others here do not.
 */
export const TIMESPEC_PLACES: Readonly<Record<string, TimespecPlace>> = {
  linux: { library: "libc.so.6", clockId: 1, clockName: "CLOCK_MONOTONIC" },
  darwin: { library: "/usr/lib/libSystem.B.dylib", clockId: 8, clockName: "CLOCK_UPTIME_RAW" },
};

const TIMESPEC_SIGNATURES: Readonly<Record<string, NativeSignature>> = {
  clock_gettime: { parameters: ["i32", "pointer"], result: "i32" },
};

const COUNTER_LIBRARY = "kernel32.dll";

const COUNTER_SIGNATURES: Readonly<Record<string, NativeSignature>> = {
  QueryPerformanceCounter: { parameters: ["pointer"], result: "i32" },
  QueryPerformanceFrequency: { parameters: ["pointer"], result: "i32" },
};

/**
 * Opens the monotonic source of the host's operating system.
 *
 * @param host what opens it
 * @param origin the moment to count from, of the same source on the same machine since it was started. Default: now
 * @throws {ClockUnavailableError} if there is none, or it may not be used
 */
// @cold: once for a clock
export function openNativeSource(host: NativeHost, origin?: SourceOrigin): NativeSource {
  const place = TIMESPEC_PLACES[host.os];
  if (place !== undefined) {
    const library = host.open(place.library, TIMESPEC_SIGNATURES);
    return closeOnError(library, () => new TimespecSource(host, library, place, origin));
  }
  if (host.os === "windows") {
    const library = host.open(COUNTER_LIBRARY, COUNTER_SIGNATURES);
    return closeOnError(library, () => new CounterSource(host, library, origin));
  }
  throw new ClockUnavailableError("native", `it knows linux, darwin and windows, got ${host.os}`);
}

/** The stamp of Linux and macOS: one call of `clock_gettime`. It answers 0, or it has failed. */
class TimespecSource implements NativeSource {
  declare readonly name: string;
  declare readonly origin: SourceOrigin;
  declare private readonly _library: NativeLibrary;
  declare private readonly _words: Int32Array;
  declare private readonly _offset: Float64Array;
  declare private readonly _pointer: NativePointer;
  declare private readonly _clockId: number;
  declare private readonly _read: NativeFunction;

  constructor(host: NativeHost, library: NativeLibrary, place: TimespecPlace, origin?: SourceOrigin) {
    this.name = `clock_gettime(${place.clockName})`;
    this._library = library;
    // A buffer made first lies outside the heap, so that it never moves.
    this._words = new Int32Array(new ArrayBuffer(TIMESPEC_WORDS * Int32Array.BYTES_PER_ELEMENT));
    this._offset = new Float64Array(1);
    this._pointer = host.pointerTo(this._words);
    this._clockId = place.clockId;
    this._read = library.functions.clock_gettime;
    trainTimespec(this._words, this._offset);
    if (this._read(this._clockId, this._pointer) !== 0) refuseReading(this.name);
    if (origin !== undefined) placeTimespec(this._words, origin);
    this.origin = timespecOf(this._words);
    setTimespecOrigin(this._words, this._offset);
  }

  stamp(cells: Float64Array, index: number): void {
    const words = this._words;
    const offset = this._offset;
    if (this._read(this._clockId, this._pointer) !== 0) refuseReading(this.name);
    storeTimespec(words, offset, cells, index);
  }

  // @cold: once for a clock
  close(): void {
    this._library.close();
  }
}

/** The stamp of Windows: one call of `QueryPerformanceCounter`. It answers 0 if it has failed. */
class CounterSource implements NativeSource {
  readonly name = "QueryPerformanceCounter";
  declare readonly origin: SourceOrigin;
  declare private readonly _library: NativeLibrary;
  declare private readonly _words: Int32Array;
  declare private readonly _pointer: NativePointer;
  declare private readonly _ratio: counter.TickRatio;
  declare private readonly _read: NativeFunction;

  constructor(host: NativeHost, library: NativeLibrary, origin?: SourceOrigin) {
    this._library = library;
    this._words = new Int32Array(new ArrayBuffer(COUNTER_WORDS * Int32Array.BYTES_PER_ELEMENT));
    this._pointer = host.pointerTo(this._words);
    this._read = library.functions.QueryPerformanceCounter;
    if (library.functions.QueryPerformanceFrequency(this._pointer) === 0) refuseReading("QueryPerformanceFrequency");
    this._ratio = ratioOrRefuse(counterOf(this._words));
    if (this._read(this._pointer) === 0) refuseReading(this.name);
    if (origin !== undefined) placeCount(this._words, origin);
    this.origin = countOf(this._words);
    setCounterOrigin(this._words);
  }

  stamp(cells: Float64Array, index: number): void {
    if (this._read(this._pointer) === 0) refuseReading(this.name);
    storeCounter(this._words, this._ratio, cells, index);
  }

  // @cold: once for a clock
  close(): void {
    this._library.close();
  }
}

// @cold: constructor only
function closeOnError(library: NativeLibrary, make: () => NativeSource): NativeSource {
  try {
    return make();
  } catch (error) {
    library.close();
    throw error;
  }
}

// @cold: constructor only
function ratioOrRefuse(frequency: number): counter.TickRatio {
  const ratio = tickRatio(frequency);
  if (ratio === undefined) {
    throw new ClockUnavailableError("native", `a counter of ${frequency} Hz cannot be read exactly for 100 days`);
  }
  return ratio;
}

// @cold: throws
function refuseReading(name: string): never {
  throw new ClockUnavailableError("native", `${name} has failed`);
}
