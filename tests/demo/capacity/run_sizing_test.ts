import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { runCapacityCommand } from "../../../demo/capacity/run_sizing.ts";
import { type World, worldOf } from "../simulate/_world.ts";

const BURST = ["--arrivals", "on-off:burst=2000,rate=2M/s"];
const SERVICE = ["--service", "800ns"];
const DRAWN = ["--arrivals", "poisson:rate=100k/s", "--duration", "20ms"];

async function capacity(args: readonly string[], world: World = {}) {
  const [made, io] = worldOf(world);
  const status = await runCapacityCommand(args, made);
  return { status, stdout: io.stdout, stderr: io.stderr };
}

Deno.test("capacity without arrivals compares the law with the simulation over a grid", async () => {
  const { status, stdout } = await capacity(["--capacity", "8"]);
  assertEquals(status, 0);
  assertStringIncludes(stdout, "225 of 225 cells agree with the law");
});

Deno.test("capacity with arrivals finds the ring that is never overrun, and what smaller ones lose", async () => {
  const { status, stdout } = await capacity([...BURST, ...SERVICE, "--json"]);
  assertEquals(status, 0);
  const { feed, seeds, consumers: [{ needed_capacity, sufficient_capacity, rings }] } = JSON.parse(stdout);
  // A burst of B at rate R against a consumer of rate S: within one event of B (1 - S / R).
  assert(Math.abs(needed_capacity[0] - 2_000 * (1 - 1.25 / 2)) <= 1, `needs ${needed_capacity}`);
  assertEquals([feed.events, seeds, sufficient_capacity], [2_000, [1], 1_024]);
  assertEquals(rings.map(({ capacity }: { capacity: number }) => capacity), [
    1,
    2,
    4,
    8,
    16,
    32,
    64,
    128,
    256,
    512,
    1_024,
  ]);
  for (const { capacity, policies } of rings) {
    assertEquals(policies.map(({ on_overrun }: { on_overrun: string }) => on_overrun), [
      "skip-to-head",
      "skip-to-oldest",
      "stall",
    ]);
    for (const { lost } of policies) assertEquals(lost === 0, capacity >= needed_capacity[0], `ring of ${capacity}`);
  }
});

Deno.test("capacity finds the smallest ring within limits, and ends with status 1 where there is none", async () => {
  const smallest = async (...limits: string[]) => {
    const { status, stdout } = await capacity([...BURST, ...SERVICE, ...limits, "--json"]);
    return [status, JSON.parse(stdout).consumers[0].smallest.map(({ capacity }: { capacity: number }) => capacity)];
  };
  assertEquals(await smallest("--max-loss", "0"), [0, [1_024, 1_024, 1_024]]);
  assertEquals(await smallest("--max-loss", "0", "--max-p99", "100us"), [1, [null, null, null]]);
  const [status, [head, oldest, stall]] = await smallest("--max-loss", "600");
  assertEquals([status, head, oldest, stall], [0, 256, 256, 1_024]);
  const { stdout } = await capacity([...BURST, ...SERVICE, "--max-loss", "600"]);
  assertMatch(stdout, /smallest ring within --max-loss 600: skip-to-head 256, skip-to-oldest 256,\s+stall 1,024\n/);
});

Deno.test("capacity says what the smallest ring loses, where no limit of loss is given", async () => {
  const { stdout } = await capacity([...BURST, ...SERVICE, "--max-p99", "100us"]);
  const words = stdout.replace(/\s+/g, " ");
  assertStringIncludes(
    words,
    "smallest ring within --max-p99 100us: skip-to-head 1, which loses 1,000; skip-to-oldest 1,",
  );
  const brief = await capacity([...BURST, ...SERVICE, "--max-p99", "100us", "--brief"]);
  assertStringIncludes(brief.stdout, "smallest, whatever it loses");
});

Deno.test("capacity goes over seeds, and shows the worst with the spread of the need", async () => {
  const args = [...DRAWN, "--service", "mean=8us", "--seeds", "5"];
  const { stdout } = await capacity([...args, "--json"]);
  const { seeds, consumers: [{ needed_capacity, rings }] } = JSON.parse(stdout);
  assertEquals([seeds, needed_capacity.length], [[1, 2, 3, 4, 5], 5]);
  assert(new Set(needed_capacity).size > 1, "draws differ");
  const single = JSON.parse((await capacity([...DRAWN, "--service", "mean=8us", "--seed", "3", "--json"])).stdout);
  assertEquals(single.consumers[0].needed_capacity, [needed_capacity[2]]);
  for (const { policies } of rings) {
    for (const { lost, lost_least } of policies) assert(lost >= lost_least);
  }
  const text = await capacity(args);
  assertMatch(text.stdout, /consumer +seeds 1 to 5: the worst of 5 draws\n/);
  assertMatch(text.stdout, /needed ring \d+ to \d+;/);
});

Deno.test("capacity never sizes a load that is too much for any ring", async () => {
  const args = [...DRAWN, "--service", "12us", "--max-loss", "1000000"];
  const { status, stdout } = await capacity(args);
  assertEquals(status, 1);
  assertStringIncludes(stdout, "unstable: the backlog grows by 16,667 a second, and no ring is enough");
  assertStringIncludes(stdout, "no ring is recommended");
  assertEquals(stdout.includes("a ring of"), false);
  const { consumers: [{ stable, sufficient_capacity, smallest }] } = JSON.parse(
    (await capacity([...args, "--json"])).stdout,
  );
  assertEquals([stable, sufficient_capacity], [false, null]);
  assertEquals(smallest.map(({ capacity }: { capacity: null }) => capacity), [null, null, null]);
});

Deno.test("capacity sizes every consumer of a specification, for itself", async () => {
  const spec = JSON.stringify({
    feed: { model: "recorded", file: "feed.csv" },
    consumers: [{ name: "fast", service: 1 }, { name: "slow", service: { perEvent: "1ms", wakeUp: "1ms" } }],
  });
  const inputs = { "specs/a.json": spec, "specs/feed.csv": "us\n0\n1\n2\n" };
  const { stdout } = await capacity(["specs/a.json", "--json"], { inputs });
  const { consumers } = JSON.parse(stdout);
  assertEquals(consumers.map(({ name }: { name: string }) => name), ["fast", "slow"]);
  assertEquals(consumers.map(({ needed_capacity }: { needed_capacity: number[] }) => needed_capacity), [[1], [2]]);
  assertEquals(consumers.map(({ rings }: { rings: unknown[] }) => rings.length), [1, 2]);
});

Deno.test("the sizing fits 80 columns, and is plain in a file", async () => {
  const { stdout } = await capacity([...BURST, "--consumer", "execution:800ns", "--consumer", "risk:1us"]);
  for (const line of stdout.split("\n")) assert([...line].length <= 80 && line === line.trimEnd(), line);
  assert(!stdout.includes("\x1b"));
});

Deno.test("the brief sizing fits a terminal of 24 lines, whatever there is to say", async () => {
  const consumers = Array.from({ length: 9 }, (_, n) => ["--consumer", `a-consumer-with-a-long-name-${n}:${5 + n}us`])
    .flat();
  const { stdout } = await capacity([...DRAWN, ...consumers, "--max-loss", "0", "--max-p99", "1ms", "--brief"]);
  const lines = stdout.trimEnd().split("\n");
  assert(lines.length <= 22, stdout);
  for (const line of lines) assert([...line].length <= 80 && line === line.trimEnd(), line);
  assertStringIncludes(stdout, "... and 4 more consumers\n");
  assertStringIncludes(stdout, "smallest within the limits");
});

Deno.test("a sizing that is interrupted says so, and reports nothing", async () => {
  const interrupt = AbortSignal.abort();
  const { status, stdout, stderr } = await capacity([...BURST, ...SERVICE], { interrupt });
  assertEquals([status, stdout], [130, ""]);
  assertStringIncludes(stderr, "interrupted");
});

/** What is typed, and what the one line that answers it says. */
const WRONG: [args: string[], says: string][] = [
  [[...BURST], "nobody consumes: give --consumer"],
  [[...SERVICE], "nothing arrives: give --arrivals"],
  [
    [...BURST, ...SERVICE, "--capacity", "64"],
    "--capacity is of the grid, and --arrivals of a sizing: a sizing tries every",
  ],
  [[...BURST, ...SERVICE, "--steps", "64"], "--steps is of the grid, and --arrivals of a sizing"],
  [["a.json", "--max-polls", "3"], "--max-polls is of the grid, and a.json of a sizing"],
  [[...BURST, ...SERVICE, "--consumer", "a:1us"], "--service is the only consumer"],
  [[...BURST, "--service", "a"], "--service must be a duration"],
  [[...BURST, ...SERVICE, "--seeds", "2"], "--seeds is for what is drawn"],
  [[...BURST, ...SERVICE, "--json", "--brief"], "--json and --brief both say what is printed"],
  [[...DRAWN, ...SERVICE, "--seeds", "0"], "--seeds must be an integer from 1 to 1000, got 0"],
  [["--arrivals", "-", ...SERVICE], "a sizing reads it more than once"],
  [["--arrivals", "secret.csv", ...SERVICE], "deno run --allow-read=secret.csv demo/capacity.ts --arrivals secret.csv"],
  [["--arrivals", "feed.csv", ...SERVICE], 'cannot read "feed.csv": line 2'],
];

for (const [args, says] of WRONG) {
  Deno.test(`capacity ${args.join(" ")} is refused in one line`, async () => {
    const { status, stdout, stderr } = await capacity(args, { inputs: { "feed.csv": "5\n4\n" } });
    assertEquals([status, stdout, stderr.split("\n").length], [2, "", 2], stderr);
    assertStringIncludes(stderr, says);
  });
}
