import { assert, assertEquals } from "@std/assert";
import { drawRun, heapFaultsOf, runSoak, seeded } from "../../tools/soak.ts";

/** Runs the command with a soak in its place that does nothing. */
async function run(...args: string[]) {
  let given: unknown;
  let err = "";
  const io = { out: () => {}, err: (text: string) => err += text, colour: false, columns: 80 };
  const status = await runSoak(args, io, (options) => {
    given = options;
    return Promise.resolve(0);
  });
  return { status, given, err };
}

Deno.test("soak reads the options that are given and fills in the rest", async () => {
  assertEquals((await run()).given, { minutes: 1, events: 2_000_000, seed: 1 });
  assertEquals((await run("--minutes", "0.5", "--events=10", "--seed=3")).given, { minutes: 0.5, events: 10, seed: 3 });
});

Deno.test("soak refuses wrong usage in one line, with status 2", async () => {
  const minutes = "--minutes must be a number from 0.001 to 100000, got";
  const wrong: [string[], string][] = [
    [["--minutes", "0"], `${minutes} 0`],
    [["--minutes", "x"], `${minutes} x`],
    [["--minutes="], "--minutes needs a value: a number from 0.001 to 100000"],
    [["--events", "1.5"], "--events must be an integer from 1 to 1000000000, got 1.5"],
    [["--seed", "-3"], "--seed must be an integer from 0 to 9007199254740991, got -3"],
    [["--hours", "1"], "unknown option --hours: did you mean"],
    [["5"], "soak takes only options, got 5"],
  ];
  for (const [args, message] of wrong) {
    const { status, given, err } = await run(...args);
    assertEquals([status, given], [2, undefined]);
    assert(err.startsWith(`error: ${message}`) && err.indexOf("\n") === err.length - 1, err);
  }
});

Deno.test("drawRun gives the same runs for the same seed, and others for another", () => {
  const runs = (seed: number) => {
    const random = seeded(seed);
    return Array.from({ length: 20 }, () => drawRun(random, 1000));
  };
  assertEquals(runs(7), runs(7));
  assert(JSON.stringify(runs(7)) !== JSON.stringify(runs(8)));
  for (const { consumerKernels, startSequence } of runs(9)) {
    assert(consumerKernels.length >= 1 && consumerKernels.length <= 4 && startSequence >= 0);
  }
});

Deno.test("heapFaultsOf finds a thread that allocates, if it has worked for long enough to say", () => {
  const heap = { rounds: 1_000_000, grownBytes: 70_000 };
  const grown = { rounds: 1_000_000, grownBytes: 16_000_000 };
  const short = { rounds: 100_000, grownBytes: 1_600_000 };
  const consumer = {
    role: "consumer",
    start: 0,
    head: 0,
    delivered: 0,
    lost: 0,
    lag: 0,
    taken: 0,
    torn: 0,
    overruns: 0,
    falseOverruns: 0,
    heap,
  } as const;
  const producer = { role: "producer", head: 0, heap } as const;
  assertEquals(heapFaultsOf({ head: 0, producer, consumers: [consumer] }), []);
  assertEquals(
    heapFaultsOf({ head: 0, producer: { ...producer, heap: grown }, consumers: [{ ...consumer, heap: grown }] }),
    [
      "the heap of consumer 0 grew by 16000000 bytes in its last 1000000 rounds",
      "the heap of the producer grew by 16000000 bytes in its last 1000000 rounds",
    ],
  );
  assertEquals(
    heapFaultsOf({ head: 0, producer: { ...producer, heap: short }, consumers: [{ ...consumer, heap: grown }] }),
    [],
  );
});
