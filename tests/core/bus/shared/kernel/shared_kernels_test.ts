import { assert, assertEquals, AssertionError, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { SharedConsumer } from "../../../../../core/bus/shared/shared_consumer.ts";
import { SharedMemory } from "../../../../../core/bus/shared/kernel/shared_kernel_memory.ts";
import { SharedRingBuffer } from "../../../../../core/bus/shared/shared_ring_buffer.ts";
import type { SharedKernelName, SharedRingDescription } from "../../../../../core/bus/shared/shared_ring_settings.ts";
import { KERNELS } from "../_kernels.ts";

// The kernels keep one protocol over the same bytes. Rings that are driven alike, each by its own kernel, have to hold the
// same memory after every step, and every kernel has to read the same from every one of them.

type Command =
  | { readonly do: "publish"; readonly count: number; readonly salt: number }
  | { readonly do: "publishBatch"; readonly share: number; readonly salt: number }
  | { readonly do: "poll"; readonly who: number }
  | { readonly do: "pollBatch"; readonly who: number; readonly max: number }
  | { readonly do: "resumeAtHead"; readonly who: number }
  | { readonly do: "resumeAtOldest"; readonly who: number };

const salt = fc.integer();
const who = fc.nat(1);
const COMMAND: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant("publish" as const), count: fc.integer({ min: 1, max: 12 }), salt }),
  fc.record({ do: fc.constant("publishBatch" as const), share: fc.nat(7), salt }),
  fc.record({ do: fc.constant("poll" as const), who }),
  fc.record({ do: fc.constant("pollBatch" as const), who, max: fc.integer({ min: 1, max: 10 }) }),
  fc.record({ do: fc.constant("resumeAtHead" as const), who }),
  fc.record({ do: fc.constant("resumeAtOldest" as const), who }),
);

const SETTINGS = fc.tuple(fc.constantFrom(1, 2, 4, 8), fc.nat(17), fc.nat(20)).chain(
  ([capacity, payloadWords, before]) => {
    const slots = capacity + 1;
    const near = fc.constantFrom(0, 2 ** 31, 2 ** 32, slots * 2 ** 28, slots * 2 ** 31, slots * 2 ** 32);
    return near.map((near) => ({ capacity, payloadWords, startSequence: Math.max(0, near - before) }));
  },
);

/** One ring, driven by one kernel and read by all. */
class Driven {
  readonly ring: SharedRingBuffer;
  readonly memory: SharedMemory;
  readonly consumers: readonly SharedConsumer[][];

  constructor(description: SharedRingDescription, kernel: SharedKernelName) {
    this.ring = SharedRingBuffer.attachProducer(description, { kernel });
    this.memory = SharedMemory.open(description);
    this.consumers = [0, 1].map(() =>
      KERNELS.map((kernel) => SharedRingBuffer.attachReader(description, { kernel, maxBatch: 5 }).createConsumer())
    );
  }

  /** Carries a command out, and tells all there is to see of it, for each kernel that reads. */
  run(command: Command): unknown[] {
    const { ring } = this;
    switch (command.do) {
      case "publish":
        for (let n = 0; n < command.count; n++) {
          const slot = ring.claim();
          slot.arrivalNs = command.salt / 3 + n;
          for (let k = 0; k < ring.payloadWords; k++) slot.setWord(k, Math.imul(command.salt + n, 31 + k));
          ring.publish();
        }
        return [ring.head];
      case "publishBatch": {
        const count = 1 + command.share % ring.capacity;
        ring.claimBatch(count);
        for (let n = 0; n < count; n++) {
          ring.slotAt(n).setPayload(new Uint8Array(4 * ring.payloadWords).fill(command.salt + n));
        }
        return [ring.publish(), ring.head];
      }
      default:
        return this.consumers[command.who].map((consumer) => this.read(consumer, command));
    }
  }

  read(consumer: SharedConsumer, command: Command): unknown[] {
    const answer = command.do === "pollBatch"
      ? consumer.pollBatch(command.max)
      : consumer[command.do as "poll" | "resumeAtHead" | "resumeAtOldest"]();
    const { cursor, lag, delivered, lost, overwritten } = consumer;
    return [answer, cursor, lag, delivered, lost, overwritten, ...this.contents(consumer, command, answer)];
  }

  contents(consumer: SharedConsumer, command: Command, answer: number): unknown[] {
    if (command.do !== "poll" && command.do !== "pollBatch") return [];
    const views = Array.from({ length: Math.max(0, answer) }, (_, index) => {
      const view = command.do === "poll" ? consumer.event : consumer.eventAt(index);
      return [view.sequence, view.arrivalNs, ...Array.from({ length: view.payloadWords }, (_, k) => view.word(k))];
    });
    return views;
  }
}

/** Says where two memories differ first; -1 if they do not. */
function differenceOf(one: Int32Array, other: Int32Array): number {
  for (let word = 0; word < one.length; word++) if (one[word] !== other[word]) return word;
  return -1;
}

type Drive = (description: SharedRingDescription, kernel: SharedKernelName) => Driven;

function checkKernels(drive: Drive, runs: number): void {
  fc.assert(
    fc.property(SETTINGS, fc.array(COMMAND, { maxLength: 40, size: "max" }), (settings, commands) => {
      const rings = KERNELS.map((kernel) => drive(SharedRingBuffer.allocate(settings), kernel));
      for (const command of commands) {
        const [expected, ...others] = rings.map((ring) => ring.run(command));
        if (command.do !== "publish" && command.do !== "publishBatch") {
          for (const seen of expected) assertEquals(seen, expected[0], `${command.do}, read by different kernels`);
        }
        for (const other of others) assertEquals(other, expected, `${command.do}, driven by different kernels`);
        for (const ring of rings) {
          assertEquals(
            differenceOf(rings[0].memory.words, ring.memory.words),
            -1,
            `first differing word, ${ring.ring.kernel}`,
          );
        }
      }
    }),
    { numRuns: runs },
  );
}

Deno.test("the kernels leave the same memory and read the same from it, whatever is done", () => {
  checkKernels((description, kernel) => new Driven(description, kernel), 150);
});

Deno.test("the comparison of the kernels finds one that stores one word too few", () => {
  const drive: Drive = (description, kernel) => {
    const driven = new Driven(description, kernel);
    if (kernel === "atomics") {
      const inside = (driven.ring as unknown as { _kernel: { _copiedWords: number } })._kernel;
      inside._copiedWords -= 1;
    }
    return driven;
  };
  const error = assertThrows(() => checkKernels(drive, 150), Error);
  assert(error.message.startsWith("Property failed after") && error.cause instanceof AssertionError, error.message);
});
