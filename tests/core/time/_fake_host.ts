import type { NativeFunction, NativeHost, NativePointer, NativeSignature } from "../../../core/time/_native_host.ts";

/** What a fake host was asked for, in order. */
export interface FakeHost extends NativeHost {
  /** Every library that was opened, with its functions. */
  readonly opened: { library: string; signatures: Readonly<Record<string, NativeSignature>> }[];
  /** How many of them have been closed. */
  closed: number;
}

/** A host of the given system, whose functions are written in TypeScript and find the words where the address would be. */
export function fakeHost(os: string, functions: Record<string, (...values: never[]) => number>): FakeHost {
  const host: FakeHost = {
    os,
    opened: [],
    closed: 0,
    open(library, signatures) {
      host.opened.push({ library, signatures });
      return {
        functions: functions as unknown as Record<string, NativeFunction>,
        close: () => {
          host.closed++;
        },
      };
    },
    pointerTo: (words) => words as unknown as NativePointer,
  };
  return host;
}

/** Writes a timespec as a 64-bit system does, into words 0 to 3. */
export function writeTimespec(words: Int32Array, seconds: bigint, nanoseconds: number): void {
  const view = new BigInt64Array(words.buffer, words.byteOffset, 2);
  view[0] = seconds;
  view[1] = BigInt(nanoseconds);
}

/** Writes a 64-bit count, into words 0 and 1. */
export function writeCount(words: Int32Array, count: bigint): void {
  new BigInt64Array(words.buffer, words.byteOffset, 1)[0] = count;
}
