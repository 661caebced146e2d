import { assertEquals } from "@std/assert";
import { SharedRingBuffer } from "../../core/bus/shared/shared_ring_buffer.ts";
import type { SharedKernelName } from "../../core/bus/shared/shared_ring_settings.ts";
import { Doorbell } from "../../core/execution/doorbell.ts";
import { accessesOfWat, recordAccesses } from "./recorded_accesses.ts";
import { type Access, outcomesOf, type Program } from "./store_buffers.ts";

// Publishing is a release. A producer that publishes and then looks whether a consumer sleeps, and a consumer that says that
// it sleeps and then polls, are the shape called store buffering: on x86-64 a store may wait in its buffer while a load after
// it is satisfied. Every execution of the accesses that the kernels make is run here.

const mayRead = Deno.permissions.querySync({ name: "read" }).state === "granted";
const skipped = mayRead ? "" : " (skipped: needs --allow-read)";

const KERNELS: readonly SharedKernelName[] = ["atomics", "wasm", "wasm-tso"];
const STAMP = "stamp of the first event";
const FLAG = "flag";

/** What the kernels do to shared memory, as far as the question goes. */
interface Protocol {
  /** Publishes events together. */
  publish(count: number): Promise<Program>;
  fence(): Promise<Program>;
}

/** The accesses of the kernel in TypeScript, recorded. */
const TYPESCRIPT: Protocol = {
  publish(count) {
    const ring = new SharedRingBuffer({ capacity: 4, payloadWords: 0 }, { kernel: "atomics" });
    ring.claimBatch(count);
    const accesses = recordAccesses(() => ring.publish());
    // Event by event, two words of the arrival timestamp and the stamp.
    assertEquals(accesses.length, 3 * count);
    return Promise.resolve(accesses.map((access, n) => n === 2 ? { ...access, word: STAMP, value: 1 } : access));
  },
  fence() {
    const ring = new SharedRingBuffer({ capacity: 4 }, { kernel: "atomics" });
    const consumer = ring.createConsumer();
    const accesses = recordAccesses(() => ring.fence());
    assertEquals(recordAccesses(() => consumer.fence()), accesses, "the fences of both sides are one");
    return Promise.resolve(accesses);
  },
};

/** The accesses of a kernel in WebAssembly, read from its text. */
function webAssembly(publish: string): Protocol {
  return {
    async publish(count) {
      const kinds = await accessesOfWat(publish);
      const stamp = kinds.findLastIndex((kind) => kind !== "load");
      return Array.from({ length: count }, (_, event) =>
        kinds.map((kind, n): Access => {
          if (kind === "load") return { kind, word: "epoch" };
          return { kind, word: event === 0 && n === stamp ? STAMP : `word ${n} of slot ${event}`, value: 1 };
        })).flat();
    },
    fence: async () => (await accessesOfWat("fence")).map((kind) => ({ kind, word: "fence" })),
  };
}

const PROTOCOLS: Readonly<Record<SharedKernelName, Protocol>> = {
  "atomics": TYPESCRIPT,
  "wasm": webAssembly("publish"),
  "wasm-tso": webAssembly("publish_tso"),
};

/** Whether there is an execution in which the producer misses the flag and the consumer misses the event. */
async function losesWakeUps(
  kernel: SharedKernelName,
  { events = 1, producer, consumer, flag = "atomic store" }: {
    events?: number;
    producer: Program;
    consumer: Program;
    flag?: Access["kind"];
  },
): Promise<boolean> {
  const publishes = [...await PROTOCOLS[kernel].publish(events), ...producer];
  const sleeps: Program = [{ kind: flag, word: FLAG, value: 1 }, ...consumer];
  const outcomes = outcomesOf([
    [...publishes, { kind: "load", word: FLAG, as: "sleeps" }],
    [...sleeps, { kind: "load", word: STAMP, as: "event" }],
  ]);
  return outcomes.some(({ sleeps, event }) => sleeps === 0 && event === 0);
}

Deno.test(
  `the accesses of the WebAssembly kernels are read from their text${skipped}`,
  { ignore: !mayRead },
  async () => {
    assertEquals(await accessesOfWat("publish"), ["atomic store", "atomic store"]);
    assertEquals(await accessesOfWat("publish_tso"), ["plain store", "load", "plain store", "load"]);
    assertEquals(await accessesOfWat("take_tso"), ["load", "load"]);
    assertEquals(await accessesOfWat("fence"), ["modify"]);
  },
);

Deno.test("a poll begins with a load of the stamp that is stored last", () => {
  const ring = new SharedRingBuffer({ capacity: 4, payloadWords: 0 }, { kernel: "atomics" });
  const consumer = ring.createConsumer();
  ring.claim();
  const stamp = recordAccesses(() => ring.publish()).at(-1)!;
  const [first] = recordAccesses(() => consumer.poll());
  assertEquals(first, { kind: "load", word: stamp.word });
});

for (const kernel of KERNELS) {
  for (const events of [1, 2]) {
    const what = `${events === 1 ? "one event" : "a batch"} published with ${kernel}`;
    Deno.test(
      `publishing is a release, and with ${kernel} ${kernel === "wasm-tso" ? "no more" : "more"}: ${what}${skipped}`,
      {
        ignore: !mayRead,
      },
      async () => {
        const loses = await losesWakeUps(kernel, { events, producer: [], consumer: [] });
        assertEquals(loses, kernel === "wasm-tso", "an execution with a lost wake-up");
      },
    );

    Deno.test(`no wake-up is lost where there is a fence after publishing: ${what}${skipped}`, {
      ignore: !mayRead,
    }, async () => {
      const fence = await PROTOCOLS[kernel].fence();
      for (const consumer of KERNELS) {
        const theirs = await PROTOCOLS[consumer].fence();
        assertEquals(await losesWakeUps(kernel, { events, producer: fence, consumer: theirs }), false, consumer);
        // The fence of the consumer is what orders a flag that is not stored atomically.
        const plainly = { events, producer: fence, flag: "plain store" } as const;
        assertEquals(await losesWakeUps(kernel, { ...plainly, consumer: theirs }), false, consumer);
        assertEquals(await losesWakeUps(kernel, { ...plainly, consumer: [] }), true, "and without it there is none");
      }
    });
  }
}

Deno.test(`an atomic load after publishing is no fence${skipped}`, { ignore: !mayRead }, async () => {
  const fence = await PROTOCOLS["wasm-tso"].fence();
  const load: Program = [{ kind: "load", word: "fence" }];
  assertEquals(await losesWakeUps("wasm-tso", { producer: load, consumer: fence }), true);
});

Deno.test(
  `no wake-up is lost where a producer rings and a consumer listens${skipped}`,
  { ignore: !mayRead },
  async () => {
    const bell = new Doorbell(new Int32Array(new SharedArrayBuffer(4)));
    const rings = recordAccesses(() => bell.ring());
    const listens = recordAccesses(() => bell.listen());
    assertEquals([rings, listens], [[{ kind: "modify", word: "0" }], [{ kind: "modify", word: "0" }]]);
    for (const kernel of KERNELS) {
      const programs = async (ringing: Program): Promise<Program[]> => [
        [...await PROTOCOLS[kernel].publish(1), ...ringing],
        [{ kind: "atomic store", word: "bell", value: 1 }, { kind: "load", word: STAMP, as: "event" }],
      ];
      const loses = async (ringing: Program) =>
        outcomesOf(await programs(ringing)).some(({ heard, event }) => heard === 0 && event === 0);
      const read = { word: "bell", as: "heard" };
      assertEquals(await loses([{ kind: "modify", ...read }]), false, kernel);
      assertEquals(
        await loses([{ kind: "load", ...read }]),
        kernel === "wasm-tso",
        "a bell that only looks loses some",
      );
    }
  },
);

Deno.test("outcomesOf knows what x86-TSO is known for", () => {
  const x: Access = { kind: "plain store", word: "x", value: 1 };
  const y: Access = { kind: "plain store", word: "y", value: 1 };
  const readX: Access = { kind: "load", word: "x", as: "x" };
  const readY: Access = { kind: "load", word: "y", as: "y" };
  const some = (programs: Program[], a: number, b: number) =>
    outcomesOf(programs).some(({ x, y }) => x === a && y === b);
  assertEquals(some([[x, readY], [y, readX]], 0, 0), true, "store buffering");
  assertEquals(some([[{ ...x, kind: "atomic store" }, readY], [{ ...y, kind: "atomic store" }, readX]], 0, 0), false);
  assertEquals(some([[x, y], [readY, readX]], 0, 1), false, "stores are seen in their order: message passing");
  assertEquals(some([[readX, y], [readY, x]], 1, 1), false, "no store before a load that precedes it: load buffering");
  assertEquals(some([[x, readX, readY], [y]], 0, 0), false, "a thread sees its own stores at once");
});
