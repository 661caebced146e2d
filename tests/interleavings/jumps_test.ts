/**
 * A producer that makes billions of laps while a thread looks once: at every place of the look, from and to every place where
 * stamps or epochs repeat. Such a producer is moved, and does not publish so many events: see `jump`.
 *
 * @module
 */
import { assert, assertEquals, AssertionError, assertThrows } from "@std/assert";
import { PollStatus } from "../../core/bus/poll_status.ts";
import type { SharedRingBuffer } from "../../core/bus/shared/shared_ring_buffer.ts";
import { checkSleepers } from "../core/bus/shared/_sleepers.ts";
import { jump } from "../core/bus/shared/_jump.ts";
import { KERNELS } from "../core/bus/shared/_kernels.ts";
import { assertShows, publish } from "../conformance/event_content.ts";
import { REAL_WORLD, within, type World } from "./instrumented_atomics.ts";
import { type InstrumentedRing, loadRing, type Mutation } from "./instrumented_ring.ts";

const { EVENT, OVERRUN } = PollStatus;
const EPOCH_LAPS = 2 ** 28;

const may = (["read", "write"] as const).every((name) => Deno.permissions.querySync({ name }).state === "granted");
const skipped = may ? "" : " (skipped: needs --allow-read --allow-write)";
const mayAssemble = may && Deno.permissions.querySync({ name: "env" }).state === "granted";
const skippedWithout = mayAssemble ? "" : " (skipped: needs --allow-read --allow-write --allow-env)";

/** The memory as it is, in which something happens just before one of the loads. */
class Interrupted implements World {
  #loads = 0;
  readonly #at: number;
  readonly #action: () => void;

  constructor(at: number, action: () => void) {
    this.#at = at;
    this.#action = action;
  }

  /** Whether the load has come. */
  get happened(): boolean {
    return this.#loads > this.#at;
  }

  load(words: Int32Array, index: number): number {
    if (this.#loads++ === this.#at) within(REAL_WORLD, this.#action);
    return REAL_WORLD.load(words, index, true);
  }

  store(words: Int32Array, index: number, value: number): void {
    REAL_WORLD.store(words, index, value, true);
  }
}

/** Does something again and again, interrupted at its first load, its second, and so on, until it ends before that. */
function forEveryLoad(run: (at: number) => boolean): void {
  let at = 0;
  while (run(at)) at++;
  assert(at >= 3, `only ${at} loads`);
}

/** How many laps a producer goes on while somebody looks: around every place where an epoch or a stamp repeats. */
const LAPS = [
  ...[1, 4, 5, 7, 8, 9, 15, 16, 17, 24, 32].map((epochs) => epochs * EPOCH_LAPS),
  ...[8, 12, 16].flatMap((epochs) => [epochs * EPOCH_LAPS - 1, epochs * EPOCH_LAPS + 1]),
];

/** Calls back with a ring of the copy for every capacity, place in its lap, and number of events that are gone on by. */
function forEveryJump(
  { SharedRingBuffer }: InstrumentedRing,
  check: (make: () => SharedRingBuffer, count: number) => void,
): void {
  for (const capacity of [1, 2, 4]) {
    const slots = capacity + 1;
    for (const lap of [0, 1, 6 * EPOCH_LAPS - 1, 2 ** 31, 2 ** 32 - 1]) {
      for (let place = 0; place < slots; place++) {
        const startSequence = lap * slots + place;
        const make = () => new SharedRingBuffer({ capacity, payloadWords: 2, startSequence }, { kernel: "atomics" });
        for (const laps of LAPS) for (const off of [0, 1, slots - 1]) check(make, laps * slots + off);
      }
    }
  }
}

/** Checks that a head which is looked up while the producer runs away is one that the ring had meanwhile. */
function checkHeads(ring: InstrumentedRing): void {
  forEveryJump(ring, (make, count) =>
    forEveryLoad((at) => {
      const producer = make();
      const reader = ring.SharedRingBuffer.attachReader(producer.describe(), { kernel: "atomics" });
      const consumer = reader.createConsumer();
      publish(producer, 2);
      const before = producer.head;
      const world = new Interrupted(at, () => jump(producer, count));
      const lag = within(world, () => consumer.lag);
      const head = consumer.cursor + lag;
      const place = `head ${before}, ${count} events before load ${at}: ${head}`;
      assert(head >= before && head <= producer.head, place);
      assertEquals(reader.head, producer.head, place);
      return world.happened;
    }));
}

/** Checks that a producer which runs away during a poll, overwriting everything, leaves an event whole or an overrun. */
function checkPolls(ring: InstrumentedRing): void {
  forEveryJump(ring, (make, count) => {
    for (const batch of [false, true]) {
      forEveryLoad((at) => {
        const producer = make();
        const consumer = producer.createConsumer();
        publish(producer, 1);
        const sequence = consumer.cursor;
        const { memory } = producer.describe();
        const words = new Int32Array(memory instanceof SharedArrayBuffer ? memory : memory.buffer);
        const world = new Interrupted(at, () => {
          for (let word = 64; word < words.length; word++) if (word % 16 >= 2) words[word] = -7;
          jump(producer, count);
        });
        const found = within(world, () => batch ? consumer.pollBatch(1) : consumer.poll());
        if (found === EVENT) assertShows(consumer.event, sequence);
        else assertEquals(found, OVERRUN, `${count} events before load ${at} of a poll for ${sequence}`);
        return world.happened;
      });
    }
  });
}

Deno.test(`a head is one that the ring had, however far the producer goes on meanwhile${skipped}`, {
  ignore: !may,
}, async () => checkHeads(await loadRing()));

Deno.test(`a poll delivers an event whole, however far the producer goes on meanwhile${skipped}`, {
  ignore: !may,
}, async () => checkPolls(await loadRing()));

const MEMORY = "shared/kernel/shared_kernel_memory.ts";
const HEAD_LOOK = "if (Atomics.load(words, SHARED_EPOCH_WORD) - epoch <= EPOCHS_WITHIN_REACH) {";
const TAKE_LOOK = "if (Atomics.load(words, SHARED_EPOCH_WORD) - epoch > EPOCHS_WITHIN_REACH) return OVERRUN;";

/** Mistakes with the epoch, and which of the checks finds them. */
const MISTAKES: Record<string, [(ring: InstrumentedRing) => void, Mutation]> = {
  "does not look at the epoch again after finding the head": [
    checkHeads,
    { file: MEMORY, from: HEAD_LOOK, to: "if (epoch === epoch) {" },
  ],
  "lets a head be found across half of all stamps": [
    checkHeads,
    { file: MEMORY, from: HEAD_LOOK, to: HEAD_LOOK.replace("EPOCHS_WITHIN_REACH", "2 * EPOCHS_WITHIN_REACH") },
  ],
  "lets a head be found across all stamps": [
    checkHeads,
    { file: MEMORY, from: HEAD_LOOK, to: HEAD_LOOK.replace("EPOCHS_WITHIN_REACH", "4 * EPOCHS_WITHIN_REACH") },
  ],
  "does not look at the epoch after taking an event": [
    checkPolls,
    { file: "shared/kernel/shared_kernel.ts", from: TAKE_LOOK, to: "" },
  ],
  "lets an event be taken across all stamps": [
    checkPolls,
    { file: "shared/kernel/shared_kernel.ts", from: TAKE_LOOK, to: TAKE_LOOK.replace("REACH)", "REACH * 4)") },
  ],
};

for (const [mistake, [check, mutation]] of Object.entries(MISTAKES)) {
  Deno.test(`a producer that goes on finds a ring that ${mistake}${skipped}`, { ignore: !may }, async () => {
    const mutant = await loadRing([mutation]);
    assertThrows(() => check(mutant), AssertionError);
  });
}

const WAT = new URL("../../core/bus/shared/kernel/shared_kernel.wat", import.meta.url);
const BYTES = new URL("../../core/bus/shared/kernel/shared_kernel_bytes.ts", import.meta.url);
const WAT_LOOK = "(i32.sub (i32.atomic.load (global.get $epoch)) (local.get $epochHere))";

for (const kernel of KERNELS.filter((name) => name !== "atomics")) {
  Deno.test(
    `a consumer that sleeps until the stamps repeat finds a kernel ${kernel} that looks at no epoch${skippedWithout}`,
    {
      ignore: !mayAssemble,
    },
    async () => {
      const { assemble, carrier } = await import("../../tools/wasm/build.ts");
      const text = await Deno.readTextFile(WAT);
      assertEquals(text.split(WAT_LOOK).length, 2, "there is one look at the epoch");
      const from = await Deno.readTextFile(BYTES);
      const load = async (text: string) => {
        return await loadRing([{
          file: "shared/kernel/shared_kernel_bytes.ts",
          from,
          to: carrier(await assemble(text)),
        }]);
      };
      const check = ({ SharedRingBuffer }: InstrumentedRing) =>
        checkSleepers((settings) => new SharedRingBuffer(settings, { kernel }));
      check(await load(text));
      const mutant = await load(text.replace(WAT_LOOK, "(i32.const 0)"));
      assertThrows(() => check(mutant), AssertionError);
    },
  );
}
