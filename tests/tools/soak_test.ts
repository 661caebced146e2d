import { assert, assertEquals } from "@std/assert";
import { drawRun, heapFaultsOf, parseSoakOptions, seeded } from "../../tools/soak.ts";

Deno.test("parseSoakOptions reads what is given and fills in the rest", () => {
  assertEquals(parseSoakOptions([]), { minutes: 1, events: 2_000_000, seed: 1 });
  assertEquals(parseSoakOptions(["--minutes", "0.5", "--events=10", "--seed=-3"]), {
    minutes: 0.5,
    events: 10,
    seed: -3,
  });
});

Deno.test("parseSoakOptions says what is wrong in one line", () => {
  const wrong: [string[], string][] = [
    [["--minutes", "0"], "--minutes must be a number above 0, got 0"],
    [["--minutes", "x"], "--minutes must be a number above 0, got x"],
    [["--minutes="], "--minutes must be a number above 0, got "],
    [["--events", "1.5"], "--events must be a positive integer, got 1.5"],
    [["--seed", "1.5"], "--seed must be an integer, got 1.5"],
    [["--hours", "1"], "unknown argument --hours"],
    [["5"], "unknown argument 5"],
  ];
  for (const [args, message] of wrong) {
    const answer = parseSoakOptions(args);
    assert(typeof answer === "string" && answer.startsWith(message) && !answer.includes("\n"), String(answer));
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
