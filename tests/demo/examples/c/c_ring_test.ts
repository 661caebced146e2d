/**
 * The reader and the producer in C against the rings of JavaScript, over the same memory. More events:
 *
 *     deno task test tests/demo/examples/c/c_ring_test.ts -- --events 10000000
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { SharedRingBuffer } from "../../../../core/bus/shared/shared_ring_buffer.ts";
import type { SharedRingDescription } from "../../../../core/bus/shared/shared_ring_settings.ts";
import { jump } from "../../../core/bus/shared/_jump.ts";
import { KERNELS } from "../../../core/bus/shared/_kernels.ts";
import { write } from "../../../stress/stress_content.ts";
import { type Change, type CRing, LACKING, PAUSES, runSanitized, withCRing } from "./_c_ring.ts";
import { carryFromC, carryToC, memoryOf, type Report } from "./_carry.ts";

const ignore = LACKING.length > 0;
const skipped = ignore ? ` (skipped without ${LACKING.join(", ")})` : "";

const EVENTS_DEFAULT = 100_000;
const EVENTS = Deno.args[0] === "--events" ? Number(Deno.args[1]) : EVENTS_DEFAULT;
const CAPACITY = 1024;
const SLOTS = CAPACITY + 1;

/** Answers of the functions in C. */
const Status = { OVERRUN: -1, EVENT: 1, OK: 2, NOT_A_RING: 3, WRONG_SIZE: 4, PRODUCER_CLAIMED: 5, CLOSED: 6 } as const;
/** What is added to the answer for an event that is not whole. */
const TORN = 16;

/** Every event is accounted for, and every one that was taken was whole and in its place. */
function assertExact(report: Report, events: number): void {
  const { status, start, head, delivered, lost, lag, taken, torn, misplaced } = report;
  assertEquals(
    { status, published: head - start, accounted: delivered + lost + lag, lag, taken, torn, misplaced },
    { status: Status.OK, published: events, accounted: events, lag: 0, taken: delivered, torn: 0, misplaced: 0 },
  );
}

/** Says what a long run came to. */
function show(name: string, { taken, lost, overruns, torn }: Report, ms: number): void {
  if (EVENTS === EVENTS_DEFAULT) return;
  const ns = (1e6 * ms / EVENTS).toFixed(0);
  console.log(`${name}: ${taken} taken, ${lost} lost in ${overruns} overruns, ${torn} torn, ${ns} ns an event`);
}

for (const kernel of KERNELS) {
  for (const [way, carry] of Object.entries({ "from JavaScript to C": carryToC, "from C to JavaScript": carryFromC })) {
    const name = `${way} (${kernel})`;
    Deno.test(`every event goes ${name} where the producer waits${skipped}`, { ignore }, async () => {
      await withCRing([], async (c) => {
        const ring = SharedRingBuffer.allocate({ capacity: CAPACITY, payloadWords: 5 });
        const from = performance.now();
        const report = await carry(c, { ring, kernel, events: EVENTS, ahead: CAPACITY, behind: 0 });
        show(name, report, performance.now() - from);
        assertExact(report, EVENTS);
        assertEquals([report.lost, report.overruns], [0, 0]);
      });
    });

    Deno.test(`what is lost ${name} by overruns is counted exactly${skipped}`, { ignore }, async () => {
      await withCRing([], async (c) => {
        const ring = SharedRingBuffer.allocate({ capacity: CAPACITY, payloadWords: 5 });
        const from = performance.now();
        const report = await carry(c, { ring, kernel, events: EVENTS, ahead: 2 * CAPACITY, behind: 4 * CAPACITY });
        show(`${name}, overrun`, report, performance.now() - from);
        assertExact(report, EVENTS);
        assert(report.lost > 0 && report.overruns > 0, "it was overrun");
        assert(report.taken > 0, "and went on");
      });
    });
  }
}

Deno.test(
  `C and JavaScript agree across every wrap of stamps, epochs and sequences${skipped}`,
  { ignore },
  async () => {
    await withCRing([], async (c) => {
      for (const wrap of [SLOTS, 2 ** 32, SLOTS * 2 ** 28, SLOTS * 2 ** 31, SLOTS * 2 ** 32, 2 ** 50]) {
        for (const carry of [carryToC, carryFromC]) {
          for (const ahead of [0, CAPACITY]) {
            const startSequence = wrap - 700;
            const ring = SharedRingBuffer.allocate({ capacity: CAPACITY, startSequence });
            const report = await carry(c, { ring, kernel: "atomics", events: 3 * SLOTS, ahead, behind: 0 });
            assertExact(report, 3 * SLOTS);
            assertEquals(report.start, startSequence);
          }
        }
      }
    });
  },
);

/** The words of a ring's memory. */
function wordsOf({ memory }: SharedRingDescription): Int32Array {
  return new Int32Array(memory instanceof SharedArrayBuffer ? memory : memory.buffer);
}

Deno.test(`the producer in C leaves the same bytes as the one in JavaScript${skipped}`, { ignore }, async () => {
  await withCRing([], (c) => {
    for (const startSequence of [0, 3, 5 * 2 ** 28 - 2, 5 * 2 ** 32 - 2, 2 ** 50]) {
      for (const payloadWords of [0, 1, 4, 13, 14]) {
        const settings = { capacity: 4, payloadWords, startSequence };
        const [inC, inJs] = [SharedRingBuffer.allocate(settings), SharedRingBuffer.allocate(settings)];
        assertEquals(c.harness_open(...memoryOf(inC)), Status.OK);
        const producer = SharedRingBuffer.attachProducer(inJs, { kernel: "atomics" });
        for (let events = 0; events < 12; events++) {
          assertEquals(wordsOf(inC), wordsOf(inJs), `${JSON.stringify(settings)}, after ${events} events`);
          c.harness_publish(1);
          write(producer.claim(), producer.head);
          producer.publish();
        }
      }
    }
  });
});

Deno.test(`C refuses what is no ring of this version, or has a producer${skipped}`, { ignore }, async () => {
  await withCRing([], (c) => {
    const open = (spoil: (words: Int32Array) => void): number => {
      const ring = SharedRingBuffer.allocate({ capacity: 4 });
      spoil(wordsOf(ring));
      return c.harness_open(...memoryOf(ring));
    };
    assertEquals(open(() => {}), Status.OK);
    for (const [word, value] of [[0, 0x5242_0001], [0, 0x5242_0003], [0, 0], [1, 0], [1, 3], [1, -4], [2, -1]]) {
      assertEquals(open((words) => words[word] = value), Status.NOT_A_RING, `word ${word} = ${value}`);
    }
    for (const [word, value] of [[1, 2 ** 20], [2, 2 ** 14]]) {
      assertEquals(open((words) => words[word] = value), Status.WRONG_SIZE, `word ${word} = ${value}`);
    }
    assertEquals(open((words) => words[5] = 1), Status.PRODUCER_CLAIMED);
    assertEquals(open((words) => words[5] = 2), Status.CLOSED);
    const [pointer] = memoryOf(SharedRingBuffer.allocate({ capacity: 4 }));
    for (const bytes of [0n, 100n, 65_532n]) assertEquals(c.harness_open(pointer, bytes), Status.WRONG_SIZE);
  });
});

Deno.test(`a run does not wait for a thread in C that refuses the ring${skipped}`, { ignore }, async () => {
  await withCRing([], async (c) => {
    const how = { kernel: "atomics", events: 10, ahead: 4, behind: 0 } as const;
    const spoilt = SharedRingBuffer.allocate({ capacity: 4 });
    SharedRingBuffer.attachProducer(spoilt); // so that there is no place for another
    await assertRejects(() => carryFromC(c, { ring: spoilt, ...how }), Error, "C refuses the ring");
  });
});

/** The code in C of a document, as the body of a function. */
function codeOf(document: string): string {
  const [, block] = /^```c\n([^]*?)^```$/m.exec(document) ?? [];
  assert(block !== undefined, "the document has code in C");
  return `\nvoid of_document(void *memory, size_t bytes, void (*use)(double, const uint32_t *));
void of_document(void *memory, size_t bytes, void (*use)(double, const uint32_t *)) {\n${block}}\n`;
}

Deno.test(`the code in C of docs/layout.md compiles without a warning${skipped}`, { ignore }, async () => {
  const document = await Deno.readTextFile(new URL("../../../../docs/layout.md", import.meta.url));
  const from = "static uint32_t word_of(";
  await withCRing([{ file: "harness.c", from, to: `${codeOf(document)}\n${from}` }], () => {});
});

/** Capacity of the ring in which copies are interrupted, and words of a record there. */
const SMALL = 4;
const COPIED = 6;

/** Takes events, each interrupted at another word by another number of events. Answers what is wrong with it. */
function interruptedTakes(c: CRing["symbols"]): string[] {
  const ring = SharedRingBuffer.allocate({ capacity: SMALL, payloadWords: COPIED - 2 });
  assertEquals(c.harness_open(...memoryOf(ring)), Status.OK);
  const faults: string[] = [];
  for (let word = 0; word < COPIED; word++) {
    for (let events = 0; events <= 3 * (SMALL + 1); events++) {
      const expected = events < SMALL ? Status.EVENT : Status.OVERRUN;
      const answer = c.harness_take_interrupted(word, events);
      if (answer !== expected) {
        faults.push(`${events} events before word ${word}: ${answer >= TORN - 1 ? "torn" : answer}`);
      }
    }
  }
  return faults;
}

/** Publishes events, and takes each before it is whole. Answers what is wrong with it. */
function interruptedPublishes(c: CRing["symbols"]): string[] {
  const ring = SharedRingBuffer.allocate({ capacity: SMALL, payloadWords: COPIED - 2 });
  assertEquals(c.harness_open(...memoryOf(ring)), Status.OK);
  const faults: string[] = [];
  for (let round = 0; round < 2 * (SMALL + 1); round++) {
    for (let word = 0; word < COPIED; word++) {
      const answer = c.harness_publish_interrupted(word);
      if (answer !== 0) faults.push(`taken before word ${word}: ${answer >= TORN - 1 ? "torn" : answer}`);
    }
  }
  return faults;
}

/** Lets a reader in C sleep until the stamps repeat, or nearly. Answers what it is told wrongly. */
function sleepers(c: CRing["symbols"]): string[] {
  const faults: string[] = [];
  for (const capacity of [1, 2, 4]) {
    const slots = capacity + 1;
    for (const times of [1, 2, 5]) {
      for (let off = -slots - 1; off <= slots + 1; off++) {
        const slept = times * slots * 2 ** 32 + off;
        const ring = new SharedRingBuffer({ capacity }, { kernel: "atomics" });
        const publish = () => {
          write(ring.claim(), ring.head);
          ring.publish();
        };
        const told: number[] = [c.harness_join(...memoryOf(ring.describe()))];
        publish();
        told.push(c.harness_take());
        jump(ring, slept);
        told.push(c.harness_take(), c.harness_lag(), c.harness_resume_at_oldest());
        for (let n = 0; n < capacity; n++) publish();
        told.push(c.harness_lag(), c.harness_take(), c.harness_resume_at_oldest(), c.harness_take());
        const right = [Status.OK, Status.EVENT, Status.OVERRUN, slept, slept - capacity];
        right.push(2 * capacity, Status.OVERRUN, capacity, Status.EVENT);
        if (told.join() !== right.join()) faults.push(`capacity ${capacity}, slept ${slept}: ${told}, not ${right}`);
      }
    }
  }
  return faults;
}

Deno.test(
  `a reader in C that slept until stamps repeat is told exactly what it lost${skipped}`,
  { ignore },
  async () => {
    assertEquals(await withCRing([], sleepers), []);
  },
);

/** Mistakes that only a reader notices which has slept for 2³² laps. */
const SLEEPERS_MISTAKES: Readonly<Record<string, Change>> = {
  "takes an event without a look at the epoch": {
    file: "ring_reader.c",
    from: "  if (ring_is_beyond(ring, epoch)) return RING_OVERRUN;\n",
    to: "  (void)epoch;\n",
  },
  "finds nothing without a look at the epoch": {
    file: "ring_reader.c",
    from: "seen != stamp - 1 || ring_is_beyond(ring, epoch) ?",
    to: "seen != stamp - 1 ?",
  },
  "finds the head without the epoch": {
    file: "ring.c",
    from: "const uint64_t epoch_lap = (uint64_t)epoch << RING_EPOCH_BITS;",
    to: "const uint64_t epoch_lap = 0;",
  },
};

for (const [mistake, change] of Object.entries(SLEEPERS_MISTAKES)) {
  Deno.test(`a reader in C that ${mistake} is told wrongly${skipped}`, { ignore }, async () => {
    assert((await withCRing([change], sleepers)).length > 0);
  });
}

Deno.test(`a take in C that is interrupted gives a whole event or an overrun${skipped}`, { ignore }, async () => {
  assertEquals(await withCRing(PAUSES, interruptedTakes), []);
});

Deno.test(`an event that C has half published is not there${skipped}`, { ignore }, async () => {
  assertEquals(await withCRing(PAUSES, interruptedPublishes), []);
});

const NO_SECOND_LOOK: Change = {
  file: "ring_reader.c",
  from: "if (ring_load(ring_slot(ring, before) + RING_STAMP_WORD) != unchanged) return RING_OVERRUN;",
  to: "(void)before, (void)unchanged;",
};
const STAMP_FIRST: Change = {
  file: "ring_producer.c",
  from: "/* publish 1:",
  to: "ring_store(words + RING_STAMP_WORD, ring_stamp_of(producer->next.lap));\n  /* publish 1:",
};
const PLAIN_LOADS: Change = {
  file: "ring.h",
  from: "return atomic_load_explicit(word, memory_order_acquire);",
  to: "return *(const uint32_t *)word;",
};
Deno.test(`a reader in C that does not look a second time delivers torn events${skipped}`, { ignore }, async () => {
  const faults = await withCRing([...PAUSES, NO_SECOND_LOOK], interruptedTakes);
  assert(faults.includes(`${SMALL + 1} events before word 3: torn`), faults.join("\n"));
  // Whenever the place of the event was written again: of another event, or half of it.
  const rewritten = COPIED * (3 * (SMALL + 1) - SMALL);
  assertEquals(faults.filter((fault) => fault.endsWith("torn")).length, rewritten, faults.join("\n"));
});

Deno.test(
  `a producer in C that stamps an event before it is whole has it taken torn${skipped}`,
  { ignore },
  async () => {
    const faults = await withCRing([...PAUSES, STAMP_FIRST], interruptedPublishes);
    assert(faults.includes("taken before word 3: torn"), faults.join("\n"));
  },
);

Deno.test(`the sanitizer for threads finds no race in C, and finds a plain load${skipped}`, { ignore }, async () => {
  const right = await runSanitized([]);
  if (right === undefined) return; // The compiler has none, or it cannot run here.
  assertEquals(right.code, 0, right.said);
  assert(/ 0 torn\n$/.test(right.said), right.said);
  const wrong = await runSanitized([PLAIN_LOADS]);
  assert(wrong?.said.includes("data race"), wrong?.said);
});
