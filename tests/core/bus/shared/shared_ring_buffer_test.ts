import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { shown } from "../../../../core/arguments.ts";
import { PollStatus } from "../../../../core/bus/poll_status.ts";
import { ProducerClaimedError } from "../../../../core/bus/producer_claimed_error.ts";
import { RingClosedError } from "../../../../core/bus/ring_closed_error.ts";
import type { SharedConsumer } from "../../../../core/bus/shared/shared_consumer.ts";
import { SharedMemory } from "../../../../core/bus/shared/kernel/shared_kernel_memory.ts";
import { SharedRingBuffer } from "../../../../core/bus/shared/shared_ring_buffer.ts";
import { SharedRingReader } from "../../../../core/bus/shared/shared_ring_reader.ts";
import type {
  SharedAccess,
  SharedKernelName,
  SharedRingDescription,
} from "../../../../core/bus/shared/shared_ring_settings.ts";
import { epochOf, lapOf } from "../../../../core/bus/shared/shared_stamp.ts";
import { SHARED_BEATS_WORD, SHARED_EPOCH_WORD } from "../../../../core/bus/slot_layout.ts";
import { assertShows, publish, publishBatch } from "../../../conformance/event_content.ts";
import { jump } from "./_jump.ts";
import { KERNELS } from "./_kernels.ts";
import { checkSleepers } from "./_sleepers.ts";

const { EMPTY, EVENT, OVERRUN } = PollStatus;

/** Does something in a world that lacks a global, or has another one in its place. */
function withGlobal<Result>(name: string, value: unknown, action: () => Result): Result {
  const real = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  try {
    return action();
  } finally {
    if (real !== undefined) Object.defineProperty(globalThis, name, real);
  }
}

Deno.test("SharedRingBuffer.describe holds what another thread needs, and survives being sent", () => {
  const ring = new SharedRingBuffer({ capacity: 8, payloadWords: 3, startSequence: 5 });
  const description = structuredClone(ring.describe());
  const { version, capacity, payloadWords, startSequence } = description;
  assertEquals({ version, capacity, payloadWords, startSequence }, {
    version: 2,
    capacity: 8,
    payloadWords: 3,
    startSequence: 5,
  });
  const reader = SharedRingBuffer.attachReader(description);
  const consumer = reader.createConsumer();
  publish(ring, 3);
  assertEquals(consumer.poll(), EVENT);
  assertShows(consumer.event, 5);
  for (const end of [ring, reader]) {
    assertEquals([end.capacity, end.payloadWords, end.first, end.head, end.oldest], [8, 3, 5, 8, 5]);
  }
  assertShows(reader.get(7), 7);
  assertEquals(reader.describe(), description, "a reader can hand it on");
  publish(ring, 8);
  assertEquals([ring.oldest, reader.oldest], [8, 8]);
});

Deno.test("SharedRingBuffer.attachReader gives a reader that has no way to publish", () => {
  const reader = SharedRingBuffer.attachReader(SharedRingBuffer.allocate({ capacity: 8 }));
  assertInstanceOf(reader, SharedRingReader);
  for (const name of ["claim", "claimBatch", "slotAt", "publish", "close"]) assertEquals(name in reader, false, name);
});

Deno.test("SharedRingBuffer.allocate makes a ring that one thread can become the producer of", () => {
  const description = SharedRingBuffer.allocate({ capacity: 2 });
  const early = SharedRingBuffer.attachReader(description).createConsumer();
  assertEquals([early.poll(), early.lag], [EMPTY, 0]);
  const ring = SharedRingBuffer.attachProducer(description);
  publish(ring, 2);
  assertEquals([early.poll(), early.poll(), early.poll()], [EVENT, EVENT, EMPTY]);
});

Deno.test("SharedRingBuffer takes the names of before: a description to construct a producer, attach to read", () => {
  const description = SharedRingBuffer.allocate({ capacity: 2 });
  const ring = new SharedRingBuffer(description, { kernel: "atomics" });
  const reader = SharedRingBuffer.attach(description, { maxBatch: 3 });
  const consumer = reader.createConsumer();
  publish(ring, 1);
  assertEquals([ring.kernel, consumer.maxBatch, consumer.poll(), reader.head], ["atomics", 3, EVENT, 1]);
  assertThrows(() => SharedRingBuffer.attachProducer(description), ProducerClaimedError);
});

Deno.test("SharedRingBuffer.attachProducer makes no ring of its own from settings", () => {
  const settings = { capacity: 2 } as SharedRingDescription;
  assertThrows(() => SharedRingBuffer.attachProducer(settings), RangeError, "the description must be of version 2");
});

Deno.test("SharedRingBuffer declared with using tells readers that its block has ended, also by an exception", () => {
  const description = SharedRingBuffer.allocate({ capacity: 2 });
  const reader = SharedRingBuffer.attachReader(description);
  assertThrows(
    () => {
      using ring = SharedRingBuffer.attachProducer(description);
      publish(ring, 1);
      assertEquals(reader.closed, false);
      throw new Error("the feed broke");
    },
    Error,
    "the feed broke",
  );
  assertEquals([reader.closed, reader.head], [true, 1]);
});

Deno.test("SharedRingBuffer refuses a second producer by name, whatever the first one does", () => {
  const ring = new SharedRingBuffer({ capacity: 2 });
  const refused = () => assertThrows(() => SharedRingBuffer.attachProducer(ring.describe()), ProducerClaimedError);
  assertEquals(refused().name, "ProducerClaimedError");
  publish(ring, 5);
  refused();
  publish(ring, 1);
  assertEquals(ring.head, 6, "the first one goes on");
});

Deno.test("SharedRingBuffer refuses a producer after the ring was closed, and says at which head", () => {
  const ring = new SharedRingBuffer({ capacity: 2 });
  const reader = SharedRingBuffer.attachReader(ring.describe());
  publish(ring, 5);
  assertEquals(reader.closed, false);
  ring.close();
  assertEquals(reader.closed, true);
  assertThrows(() => SharedRingBuffer.attachProducer(ring.describe()), RingClosedError, "head 5");
  assertShows(reader.get(4), 4);
});

Deno.test("SharedRingReader.beats stands still while the producer neither comes nor beats, and is never 0 afterwards", () => {
  const description = SharedRingBuffer.allocate({ capacity: 2 });
  const reader = SharedRingBuffer.attachReader(description);
  assertEquals(reader.beats, 0, "no producer has come");
  const ring = SharedRingBuffer.attachProducer(description);
  assertEquals(reader.beats, 1);
  publish(ring, 5);
  assertThrows(() => SharedRingBuffer.attachProducer(description), ProducerClaimedError);
  assertEquals(reader.beats, 1, "publishing is a sign of life itself, and one who is refused gives none");
  for (const beats of [2, 3]) {
    ring.beat();
    assertEquals([reader.beats, SharedRingBuffer.attachReader(description).beats], [beats, beats]);
  }
  const inside = ring as unknown as { _beats: number };
  for (const [before, after] of [[2 ** 31 - 1, 2 ** 31], [-2, 2 ** 32 - 1], [-1, 1]]) {
    inside._beats = before;
    ring.beat();
    assertEquals(reader.beats, after);
  }
  ring.close();
  assertEquals(reader.beats, 1);
});

for (const kernel of KERNELS) {
  Deno.test(`fences and beats change nothing that a poll or the head looks at (${kernel})`, () => {
    const ring = new SharedRingBuffer({ capacity: 4, payloadWords: 1 }, { kernel });
    const consumer = ring.createConsumer();
    const memory = SharedMemory.open(ring.describe());
    publish(ring, 3);
    assertEquals(consumer.poll(), EVENT);
    const before = Int32Array.from(memory.words);
    ring.fence();
    consumer.fence();
    assertEquals(Int32Array.from(memory.words), before);
    ring.beat();
    const changed = [...before.keys()].filter((word) => memory.words[word] !== before[word]);
    assertEquals(changed, [SHARED_BEATS_WORD]);
    assertEquals([consumer.poll(), consumer.poll(), consumer.poll(), ring.head], [EVENT, EVENT, EMPTY, 3]);
  });
}

Deno.test("a consumer keeps what was delivered last, whatever it finds afterwards", () => {
  for (const kernel of KERNELS) {
    const ring = new SharedRingBuffer({ capacity: 4 }, { kernel });
    const consumer = ring.createConsumer();
    publish(ring, 3);
    assertEquals(consumer.pollBatch(2), 2);
    assertEquals(consumer.poll(), EVENT);
    assertEquals(consumer.poll(), EMPTY);
    assertShows(consumer.event, 2);
    publish(ring, 9);
    assertEquals([consumer.poll(), consumer.pollBatch(4)], [OVERRUN, OVERRUN]);
    assertShows(consumer.event, 2);
    assertShows(consumer.eventAt(1), 1);
    assertShows(consumer.eventAt(0), 0);
  }
});

Deno.test("a consumer keeps the numbers of its last batch, however far it resumes", () => {
  const ring = new SharedRingBuffer({ capacity: 4 });
  const consumer = ring.createConsumer();
  publish(ring, 3);
  assertEquals(consumer.pollBatch(3), 3);
  for (const slept of [5, 2 ** 30, 2 ** 31 + 1, 2 ** 40]) {
    jump(ring, slept);
    consumer.resumeAtHead();
    for (const index of [0, 1, 2]) assertShows(consumer.eventAt(index), index);
  }
});

Deno.test("a consumer keeps a copy: the producer going on does not change it", () => {
  const ring = new SharedRingBuffer({ capacity: 2 });
  const consumer = ring.createConsumer();
  publish(ring);
  consumer.poll();
  publish(ring, 20);
  assertShows(consumer.event, 0);
});

Deno.test("pollBatch takes no more than maxBatch, across the end of a lap as well", () => {
  for (const kernel of KERNELS) {
    const ring = new SharedRingBuffer({ capacity: 8 }, { kernel, maxBatch: 3 });
    const consumer = ring.createConsumer();
    assertEquals(consumer.maxBatch, 3);
    let next = 0;
    for (let round = 0; round < 9; round++) {
      publishBatch(ring, 8);
      for (const count of [3, 3, 2]) {
        assertEquals(consumer.pollBatch(100), count);
        for (let index = 0; index < count; index++) assertShows(consumer.eventAt(index), next++);
      }
      assertEquals(consumer.pollBatch(1), EMPTY);
    }
  }
});

Deno.test("maxBatch has to be an integer from 1 to 65536", () => {
  for (const maxBatch of [0, -1, 1.5, NaN, 65537, "4"]) {
    const access = { maxBatch } as SharedAccess;
    assertThrows(
      () => new SharedRingBuffer({ capacity: 2 }, access).createConsumer(),
      RangeError,
      `Cannot attach to the ring: maxBatch must be an integer from 1 to 65536, got ${shown(maxBatch)}`,
    );
  }
});

for (const kernel of KERNELS) {
  Deno.test(`a consumer that slept until the stamps repeat is told so (${kernel})`, () => {
    checkSleepers((settings) => new SharedRingBuffer(settings, { kernel }));
  });
}

Deno.test("a thread whose own epoch is one ahead of the ring's is not taken for a sleeper", () => {
  // The last event of an epoch is visible before the new epoch is.
  const slots = 2;
  const startSequence = slots * 2 ** 28 - 1;
  for (const kernel of KERNELS) {
    const ring = new SharedRingBuffer({ capacity: 1, startSequence }, { kernel });
    const consumer = ring.createConsumer();
    publish(ring, 1);
    assertEquals([consumer.poll(), consumer.poll()], [EVENT, EMPTY]);
    publish(ring, 1);
    assertEquals([consumer.poll(), consumer.poll()], [EVENT, EMPTY]);
  }
});

/** What a producer and a consumer keep of their place in the ring. */
interface Place {
  _slot: number;
  _stamp: number;
  _epoch: number;
  _position: number;
  _era: number;
}

function placeOf(end: SharedRingBuffer | SharedConsumer): Place {
  const { _slot, _stamp, _epoch, _position, _era } = end as unknown as Place;
  return { _slot, _stamp, _epoch, _position, _era };
}

Deno.test("a producer and a consumer that went somewhere are where those are that begin there", () => {
  for (const capacity of [1, 2, 4]) {
    const slots = capacity + 1;
    const epochs = [1, 4, 5, 16, 2 ** 10].map((epoch) => epoch * 2 ** 28 * slots);
    const eras = [2 ** 30, 2 ** 31, 2 ** 32, 2 ** 40];
    for (const boundary of [slots, ...epochs, ...eras]) {
      for (const count of [1, capacity]) {
        const ring = new SharedRingBuffer({ capacity, startSequence: boundary - slots });
        const memory = SharedMemory.open(ring.describe());
        const consumer = ring.createConsumer();
        for (let n = 0; n < 3 * slots; n++) {
          publishBatch(ring, count);
          const { head } = ring;
          assertEquals(placeOf(ring), placeOf(new SharedRingBuffer({ capacity, startSequence: head })), `head ${head}`);
          assertEquals(memory.words[SHARED_EPOCH_WORD], epochOf(lapOf(head, slots)), `epoch at ${head}`);
          assertEquals(count === 1 ? consumer.poll() : consumer.pollBatch(count), count === 1 ? EVENT : count);
          assertEquals(placeOf(consumer), placeOf(ring.createConsumer()), `cursor ${head}`);
        }
      }
    }
  }
});

Deno.test("SharedRingReader.head is that of the producer, for every head of three laps and around every wrap", () => {
  for (const capacity of [1, 2, 4, 64]) {
    const slots = capacity + 1;
    for (const start of [0, slots * 2 ** 28, slots * 2 ** 31, slots * 2 ** 32, slots * 2 ** 40]) {
      const startSequence = Math.max(0, start - slots);
      const ring = new SharedRingBuffer({ capacity, startSequence });
      const reader = SharedRingBuffer.attachReader(ring.describe());
      for (let n = 0; n <= 3 * slots; n++) {
        assertEquals(reader.head, startSequence + n);
        ring.claim();
        ring.publish();
      }
    }
  }
});

Deno.test("SharedRingBuffer uses the kernel it was told to, and by default one that is right here", () => {
  for (const kernel of KERNELS) {
    const ring = new SharedRingBuffer({ capacity: 2 }, { kernel });
    assertEquals([ring.kernel, ring.createConsumer().kernel], [kernel, kernel]);
  }
  // Windows on ARM emulates an x86-64 unasked; the tests may not ask what the processor is.
  const isKnown = Deno.build.arch === "x86_64" && Deno.build.os !== "windows";
  const expected = isKnown ? "wasm-tso" : "wasm";
  assertEquals(new SharedRingBuffer({ capacity: 2 }).kernel, expected);
  assertThrows(
    () => new SharedRingBuffer({ capacity: 2 }, { kernel: "simd" as SharedKernelName }),
    TypeError,
    'Cannot attach to the ring: kernel must be "atomics", "wasm" or "wasm-tso", got "simd"',
  );
});

Deno.test("SharedRingBuffer falls back on the TypeScript kernel where there is no WebAssembly", () => {
  const { description, kernel } = withGlobal("WebAssembly", undefined, () => {
    const ring = new SharedRingBuffer({ capacity: 2 });
    publish(ring, 1);
    const message =
      "Cannot use kernel wasm: it needs WebAssembly with threads and several memories, and a ring allocated";
    assertThrows(() => new SharedRingBuffer({ capacity: 2 }, { kernel: "wasm" }), Error, message);
    return { description: ring.describe(), kernel: ring.kernel };
  });
  assertEquals(kernel, "atomics");
  assertInstanceOf(description.memory, SharedArrayBuffer);
  const reader = SharedRingBuffer.attachReader(description);
  assertShows(reader.get(0), 0);
  assertEquals(reader.createConsumer().kernel, "atomics", "the memory is none of WebAssembly");
  assertThrows(
    () => SharedRingBuffer.attachReader(description, { kernel: "wasm" }).createConsumer(),
    Error,
    "Cannot use kernel",
  );
});

Deno.test("SharedRingBuffer falls back on the TypeScript kernel where the module is not supported", () => {
  class Unsupported {
    constructor() {
      throw new WebAssembly.CompileError("multiple memories");
    }
  }
  const { Memory, CompileError } = WebAssembly;
  const old = { Memory, CompileError, Module: Unsupported, Instance: Unsupported };
  // A module that compiled before stays compiled, so it is the instance that fails.
  withGlobal("WebAssembly", old, () => {
    assertEquals(new SharedRingBuffer({ capacity: 2 }).kernel, "atomics");
    assertThrows(
      () => new SharedRingBuffer({ capacity: 2 }, { kernel: "wasm-tso" }),
      Error,
      "Cannot use kernel wasm-tso",
    );
  });
});

Deno.test("SharedRingBuffer does not take a module that fails for one that is not supported", () => {
  class Failing {
    constructor() {
      throw new RangeError("out of memory");
    }
  }
  const { Memory, CompileError, Module } = WebAssembly;
  withGlobal("WebAssembly", { Memory, CompileError, Module, Instance: Failing }, () => {
    for (const kernel of [undefined, "wasm"] as const) {
      assertThrows(() => new SharedRingBuffer({ capacity: 2 }, { kernel }), RangeError, "out of memory");
    }
  });
});

Deno.test("SharedRingBuffer says how much private memory it could not have", () => {
  const Real = ArrayBuffer;
  class Scarce {
    constructor(bytes: number) {
      if (bytes > 100) throw new RangeError("out of memory");
      return new Real(bytes);
    }
  }
  withGlobal("ArrayBuffer", Scarce, () => {
    const settings = { capacity: 4, payloadWords: 4 };
    const error = assertThrows(() => new SharedRingBuffer(settings, { kernel: "atomics" }), RangeError);
    // Four records of two words for the timestamp and four for the payload, rounded up to a power of two.
    assertEquals(error.message, "Cannot attach to the ring: private memory of 128 bytes cannot be allocated");
    assertInstanceOf(error.cause, RangeError);
  });
});

Deno.test("SharedRingBuffer refuses a capacity that no memory of a ring can have, and says why", () => {
  for (const make of [SharedRingBuffer.allocate, SharedRingBuffer.attachReader]) {
    const tooLarge = (capacity: number, payloadWords: number) => {
      const { version, memory } = SharedRingBuffer.allocate({ capacity: 2 });
      const settings = { version, memory, capacity, payloadWords, startSequence: 0 };
      return assertThrows(() => make(settings), RangeError).message;
    };
    const rule = "Cannot create SharedRingBuffer: its memory must be less than 2147483648 bytes";
    assertEquals(tooLarge(2 ** 24, 16), `${rule}, got 16777217 slots of 128 bytes`);
    // The slots would have room, but not the records of the producer, whose words are a power of two.
    assertEquals(tooLarge(2 ** 14, 2 ** 14), `${rule}, got 16384 records of 131072 bytes`);
  }
});

Deno.test("SharedRingBuffer says what a browser lacks where memory cannot be shared", () => {
  const error = withGlobal("SharedArrayBuffer", undefined, () => {
    return assertThrows(() => new SharedRingBuffer({ capacity: 2 }), Error);
  });
  for (const word of ["SharedArrayBuffer", "cross-origin isolated", "COOP", "COEP"]) {
    const header = word.replace("COOP", "Cross-Origin-Opener-Policy: same-origin").replace(
      "COEP",
      "Cross-Origin-Embedder-Policy: require-corp",
    );
    assert(error.message.includes(header), error.message);
  }
  assertEquals(error.message.includes("\n"), false);
  const description = SharedRingBuffer.allocate({ capacity: 2 });
  withGlobal("SharedArrayBuffer", undefined, () => {
    assertThrows(
      () => SharedRingBuffer.attachReader(description),
      TypeError,
      "the description must hold shared memory, got",
    );
  });
});

Deno.test("attaching refuses a description that does not fit, in one line", () => {
  const good = SharedRingBuffer.allocate({ capacity: 8, payloadWords: 2, startSequence: 3 });
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const bad: [Partial<Record<keyof SharedRingDescription, unknown>>, ErrorConstructor, string][] = [
    [{ version: 1 }, RangeError, "the description must be of version 2, got 1"],
    [{ version: undefined }, RangeError, "the description must be of version 2, got undefined"],
    [{ memory: undefined }, TypeError, "the description must hold shared memory, got [object Undefined]"],
    [
      { memory: new ArrayBuffer(65536) },
      TypeError,
      "the description must hold shared memory, got [object ArrayBuffer]",
    ],
    [{ memory: new WebAssembly.Memory({ initial: 1 }) }, TypeError, "must hold shared memory, got [object WebAssembly"],
    [{ capacity: 7 }, RangeError, "capacity must be a power of two"],
    [{ payloadWords: -1 }, RangeError, "payloadWords must be an integer from 0 to"],
    [
      { capacity: 2 ** 16 },
      RangeError,
      "a ring with capacity 65536 and payloadWords 2 must be 4259840 bytes, got 65536",
    ],
    [{ memory: new SharedArrayBuffer(100) }, RangeError, "must be 65536 bytes, got 100"],
    [{ memory }, RangeError, "the memory must hold a shared ring, format 52420002, got 0"],
    [{ capacity: 4 }, RangeError, "capacity must be that of the ring in memory, 8, got 4"],
    [{ payloadWords: 3 }, RangeError, "payloadWords must be that of the ring in memory, 2, got 3"],
    [{ startSequence: 2 ** 40 }, RangeError, "startSequence must be that of the ring in memory, 3, got 1099511627776"],
  ];
  for (const [wrong, type, message] of bad) {
    const description = { ...good, ...wrong } as SharedRingDescription;
    for (
      const attach of [
        () => SharedRingBuffer.attachReader(description),
        () => SharedRingBuffer.attachProducer(description),
      ]
    ) {
      const error = assertThrows(attach, type, message);
      assertEquals(error.message.includes("\n"), false);
    }
  }
  SharedRingBuffer.attachProducer(good).close(); // None of the refused took the producer's place.
});

Deno.test("attaching refuses what is no description at all", () => {
  for (const nothing of [null, undefined, 5, "ring"] as unknown as SharedRingDescription[]) {
    for (const attach of [SharedRingBuffer.attachReader, SharedRingBuffer.attachProducer]) {
      assertThrows(() => attach(nothing), TypeError, "Cannot attach to the ring: ");
    }
  }
});

Deno.test("SharedRingBuffer refuses a capacity whose memory the machine does not have", () => {
  class NoMemory {
    constructor() {
      throw new RangeError("out of memory");
    }
  }
  withGlobal("WebAssembly", { ...WebAssembly, Memory: NoMemory }, () => {
    const error = assertThrows(
      () => new SharedRingBuffer({ capacity: 2 }),
      RangeError,
      "Cannot create SharedRingBuffer: 65536 bytes cannot be allocated",
    );
    assertInstanceOf(error.cause, RangeError);
  });
});
