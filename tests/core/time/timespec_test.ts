import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { setTimespecOrigin, storeTimespec, TIMESPEC_WORDS, trainTimespec } from "../../../core/time/_timespec.ts";
import { writeTimespec } from "./_fake_host.ts";

const NS_PER_SECOND = 1_000_000_000n;
const DAYS_104_NS = 2n ** 53n - 1n;

interface Words {
  readonly words: Int32Array;
  readonly offset: Float64Array;
}

function make(originNs: bigint): Words {
  const memory = { words: new Int32Array(TIMESPEC_WORDS), offset: new Float64Array(1) };
  trainTimespec(memory.words, memory.offset);
  write(memory, originNs);
  setTimespecOrigin(memory.words, memory.offset);
  return memory;
}

function write({ words }: Words, ns: bigint): void {
  writeTimespec(words, ns / NS_PER_SECOND, Number(ns % NS_PER_SECOND));
}

function read({ words, offset }: Words, ns: bigint): number {
  const cells = new Float64Array(1);
  write({ words, offset }, ns);
  storeTimespec(words, offset, cells, 0);
  return cells[0];
}

/** Origins anywhere, and those whose second is about to wrap as an Int32, as an Uint32, or is negative as one. */
const origins = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 40n * NS_PER_SECOND }),
  fc.tuple(fc.constantFrom(2n ** 31n, 2n ** 32n, 2n ** 33n), fc.integer({ min: -20, max: 2 }), nanoseconds()).map(
    ([second, near, ns]) => (second + BigInt(near)) * NS_PER_SECOND + BigInt(ns),
  ),
);

/** Steps of every size, of which several fall within one second and several cross into the next. */
const steps = fc.array(
  fc.oneof(
    fc.bigInt({ min: 0n, max: 2_000n }),
    fc.bigInt({ min: 0n, max: 3n * NS_PER_SECOND }),
    fc.bigInt({ min: 0n, max: DAYS_104_NS / 30n }),
  ),
  { maxLength: 30 },
);

function nanoseconds(): fc.Arbitrary<number> {
  return fc.oneof(fc.integer({ min: 0, max: 999_999_999 }), fc.constantFrom(0, 1, 999_999_999));
}

Deno.test("storeTimespec is exact for 104 days from any origin, over every wrap and borrow", () => {
  fc.assert(fc.property(origins, steps, (origin, passed) => {
    const memory = make(origin);
    let now = origin;
    assertEquals(read(memory, now), 0);
    for (const step of passed) {
      now += step;
      assertEquals(BigInt(read(memory, now)), now - origin);
    }
  }));
});

Deno.test("storeTimespec is exact at the last nanosecond of 104 days, read once", () => {
  fc.assert(fc.property(origins, (origin) => {
    assertEquals(BigInt(read(make(origin), origin + DAYS_104_NS)), DAYS_104_NS);
  }));
});

Deno.test("storeTimespec borrows when the nanoseconds are below those of the origin", () => {
  const memory = make(5n * NS_PER_SECOND + 999_999_999n);
  assertEquals(read(memory, 6n * NS_PER_SECOND), 1);
  assertEquals(read(memory, 7n * NS_PER_SECOND + 999_999_998n), 1_999_999_999);
});
