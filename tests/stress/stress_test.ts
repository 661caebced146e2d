import { assert, assertEquals } from "@std/assert";
import { pathToFileURL } from "node:url";
import type { SharedKernelName } from "../../core/bus/shared/shared_ring_settings.ts";
import { KERNELS } from "../core/bus/shared/_kernels.ts";
import { copyBus } from "../interleavings/instrumented_ring.ts";
import { MUTANTS } from "../interleavings/mutants.ts";
import { faultsOf, runStress, type StressOptions } from "./stress_run.ts";

const mayRead = Deno.permissions.querySync({ name: "read" }).state === "granted";
const skipped = mayRead ? "" : " (skipped: needs --allow-read)";
const FASTEST = KERNELS[KERNELS.length - 1];

const BASE: StressOptions = {
  capacity: 64,
  payloadWords: 4,
  startSequence: 0,
  events: 200_000,
  producerKernel: FASTEST,
  consumerKernels: [FASTEST],
  batch: 8,
};

const kernels = (count: number): SharedKernelName[] =>
  Array.from({ length: count }, (_, n) => KERNELS[n % KERNELS.length]);

const RUNS: Readonly<Record<string, StressOptions>> = {
  "one consumer": BASE,
  "two consumers, a start just below 2^31": { ...BASE, consumerKernels: kernels(2), startSequence: 2 ** 31 - 50_000 },
  "three consumers, a start just below 2^32": { ...BASE, consumerKernels: kernels(3), startSequence: 2 ** 32 - 50_000 },
  "four consumers, a start just before a stamp wraps": {
    ...BASE,
    consumerKernels: kernels(4),
    startSequence: 65 * 2 ** 32 - 50_000,
  },
  "capacity 1, long events": { ...BASE, capacity: 1, payloadWords: 30, consumerKernels: [FASTEST, FASTEST] },
  "a consumer that falls behind": { ...BASE, capacity: 8, slowness: 20, consumerKernels: [FASTEST, FASTEST] },
  "the portable WebAssembly kernel": { ...BASE, producerKernel: "wasm", consumerKernels: ["wasm", "wasm"] },
  "the TypeScript kernel": { ...BASE, capacity: 4, producerKernel: "atomics", consumerKernels: ["atomics", "atomics"] },
  "a producer that abandons a batch": { ...BASE, events: 400_000, consumerKernels: kernels(2), abandon: true },
};

for (const [what, options] of Object.entries(RUNS)) {
  Deno.test(
    `across threads every event is whole and every loss counted: ${what}${skipped}`,
    { ignore: !mayRead },
    async () => {
      const report = await runStress(options);
      assertEquals(faultsOf(report), []);
      const published = report.head - options.startSequence;
      assert(published >= (options.abandon ? options.events / 2 : options.events), `${published} published`);
      assertEquals(report.consumers.length, options.consumerKernels.length);
      assert(
        report.consumers.every(({ start }) => start === options.startSequence),
        "all joined before the first event",
      );
    },
  );
}

const mayWrite = mayRead && Deno.permissions.querySync({ name: "write" }).state === "granted";
const skippedToo = mayWrite ? "" : " (skipped: needs --allow-read --allow-write)";

Deno.test(
  `across threads a ring that does not look again is found out${skippedToo}`,
  { ignore: !mayWrite },
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "broken-ring-" });
    try {
      await copyBus(folder, MUTANTS["does not look again after it has loaded the record"]);
      const { href } = pathToFileURL(`${folder}/shared/shared_ring_buffer.ts`);
      const consumerKernels: SharedKernelName[] = ["atomics", "atomics"];
      const options: StressOptions = {
        ...BASE,
        capacity: 1,
        payloadWords: 60,
        producerKernel: "atomics",
        consumerKernels,
      };
      let torn = 0;
      for (let attempt = 0; attempt < 20 && torn === 0; attempt++) {
        const { consumers } = await runStress({ ...options, ring: href });
        torn = consumers.reduce((sum, consumer) => sum + consumer.torn, 0);
      }
      assert(torn > 0, "not one torn event in all attempts");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

Deno.test("faultsOf finds every kind of fault", () => {
  const heap = { rounds: 0, grownBytes: 0 };
  const producer = { role: "producer", head: 10, heap } as const;
  const good = {
    role: "consumer",
    start: 0,
    head: 10,
    delivered: 7,
    lost: 3,
    lag: 0,
    taken: 7,
    torn: 0,
    overruns: 1,
    falseOverruns: 0,
    heap,
  } as const;
  assertEquals(faultsOf({ head: 10, producer, consumers: [good] }), []);
  for (
    const wrong of [{ torn: 1 }, { falseOverruns: 1 }, { taken: 8 }, { lost: 2 }, { head: 9 }, { lag: 1, lost: 2 }]
  ) {
    assertEquals(faultsOf({ head: 10, producer, consumers: [{ ...good, ...wrong }] }).length, 1, JSON.stringify(wrong));
  }
  assertEquals(faultsOf({ head: 11, producer, consumers: [] }).length, 1);
});
