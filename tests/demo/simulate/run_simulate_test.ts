import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { FakeFiles } from "../terminal/files/_fake_files.ts";
import { simulate } from "./_world.ts";

const BURST = ["--arrivals", "on-off:burst=2000,rate=2M/s"];
const FAST = ["--consumer", "fast:100ns"];
const SLOW = ["--consumer", "slow:800ns:skip-to-head"];
const CSV = "time_us,bytes\n1000000,64\n1000001.5,28\n1000002.25,28\n";
const SPEC = JSON.stringify({
  feed: { model: "constant", rate: 1_000, events: 3 },
  consumers: [{ name: "a", service: 5 }],
});

Deno.test("runSimulate without arguments shows the help, with examples that work at once", async () => {
  const { status, stdout } = await simulate([]);
  assertEquals(status, 0);
  const examples = stdout.slice(stdout.indexOf("Examples\n")).replaceAll("\\\n", "").match(/deno task simulate .*/g) ??
    [];
  assertEquals(examples.length, 2);
  for (const example of examples) {
    const { status, stderr } = await simulate(example.split(/\s+/).slice(3));
    assertEquals([status, stderr], [0, ""], example);
  }
  assert(stdout.split("\n").every((line) => line.length <= 80));
});

Deno.test("runSimulate runs a recording, whatever its times are relative to", async () => {
  const args = ["--arrivals", "feed.csv", ...FAST, "--json"];
  const { status, stdout } = await simulate(args, { inputs: { "feed.csv": CSV } });
  assertEquals(status, 0);
  const { feed, consumers: [{ name, published, delivered }] } = JSON.parse(stdout);
  assertEquals([feed.events, feed.bytes, feed.first_ns, feed.last_ns], [3, 120, "1000000000", "1000002250"]);
  assertEquals([name, published, delivered], ["fast", 3, 3]);
});

Deno.test("runSimulate reads a recording from standard input, and a specification as well", async () => {
  const { stdout } = await simulate(["--arrivals", "-", ...FAST, "--json"], { stdin: CSV });
  assertEquals(JSON.parse(stdout).feed.events, 3);
  const piped = await simulate(["-", "--json"], { stdin: SPEC });
  assertEquals(JSON.parse(piped.stdout).feed.model, "constant");
});

Deno.test("runSimulate merges several arrivals", async () => {
  const { stdout } = await simulate(["--arrivals", "feed.csv", ...BURST, ...FAST, "--json"], {
    inputs: { "feed.csv": CSV },
  });
  const { feed, config } = JSON.parse(stdout);
  assertEquals([feed.model, feed.events, config.feed.feeds.length], ["merged", 2_003, 2]);
});

Deno.test("runSimulate has options override a file, and reads what a file names beside the file", async () => {
  const spec = JSON.stringify({
    ring: { capacity: 64, payloadWords: 2 },
    feed: { model: "recorded", file: "feed.csv" },
    consumers: [{ name: "a", service: { perEvent: { file: "times.csv" } } }, { name: "b", service: 5 }],
  });
  const inputs = { "specs/one.json": spec, "specs/feed.csv": CSV, "specs/times.csv": "us\n2\n3\n" };
  const args = ["specs/one.json", "--capacity", "8", "--seed", "7", "--speed", "2", "--json"];
  const { stdout } = await simulate(args, { inputs });
  const { config, feed } = JSON.parse(stdout);
  assertEquals(config.ring, { capacity: 8, payloadWords: 2 });
  assertEquals([config.seed, config.feed.speed, config.feed.file], [7, 2, "specs/feed.csv"]);
  assertEquals([feed.peaks[0].events, config.consumers.length], [3, 2]);
  const other = await simulate(["specs/one.json", ...SLOW, "--json"], { inputs });
  assertEquals(JSON.parse(other.stdout).consumers.map(({ name }: { name: string }) => name), ["slow"]);
});

Deno.test("what runSimulate prints as config is a specification of the same system", async () => {
  const args = [...BURST, ...SLOW, "--consumer", "risk:median=2us,p99=40us,maxBatch=64,wakeUp=60us", "--json"];
  const first = JSON.parse((await simulate(args)).stdout);
  const inputs = { "again.json": JSON.stringify(first.config) };
  assertEquals(JSON.parse((await simulate(["again.json", "--json"], { inputs })).stdout), first);
});

Deno.test("runSimulate runs the only specification of a list, and that of several which --run picks", async () => {
  const inputs = { "one.json": `[${SPEC}]`, "two.json": `[${SPEC}, ${SPEC.replace('"a"', '"b"')}]` };
  const name = (stdout: string) => JSON.parse(stdout).consumers[0].name;
  assertEquals(name((await simulate(["one.json", "--json"], { inputs })).stdout), "a");
  assertEquals(name((await simulate(["two.json", "--run", "2", "--json"], { inputs })).stdout), "b");
  const { status, stderr } = await simulate(["two.json"], { inputs });
  assertEquals([status, stderr], [2, "error: two.json has 2 specifications: pick one with --run, 1 to 2\n"]);
});

Deno.test("runSimulate ends with status 1 if a consumer exceeds a limit, and says which by what", async () => {
  const args = [...BURST, ...FAST, ...SLOW, "--capacity", "512"];
  const lossless = await simulate([...args, "--max-loss", "600", "--max-p99", "1ms"]);
  assertEquals(lossless.status, 0);
  const losing = await simulate([...args, "--max-loss", "0", "--max-p99", "100us"]);
  assertEquals(losing.status, 1);
  assertMatch(losing.stdout, /NOT HELD {2}slow loses \d+: more events than --max-loss 0\n/);
  assertMatch(losing.stdout, /NOT HELD {2}slow has a p99 of \d+ µs: above --max-p99 100us/);
  const json = await simulate([...args, "--max-loss", "0", "--json"]);
  assertMatch(json.stderr, /^not held: slow loses \d+: more events than --max-loss 0\n$/);
  assertEquals(JSON.parse(json.stdout).claims.at(-1).held, false);
});

Deno.test("runSimulate ends with status 1 if the law is wrong, and marks it", async () => {
  const { status, stdout } = await simulate([...BURST, ...SLOW, "--capacity", "512"], {
    change: (result) => ({
      ...result,
      laws: result.laws.map((law) => ({ ...law, firstOverrunNs: law.firstOverrunNs! + 1 })),
    }),
  });
  assertEquals(status, 1);
  assertMatch(stdout, /≠ the law says first overrun [\d,]+ ns, the simulation [\d,]+ ns/);
});

Deno.test("runSimulate ends with status 1 if events were spoiled", async () => {
  const { status } = await simulate([...BURST, ...FAST, "--capacity", "2048"], {
    change: (result) => ({
      ...result,
      record: { ...result.record, consumers: result.record.consumers.map((one) => ({ ...one, spoiled: 1 })) },
    }),
  });
  assertEquals(status, 1);
});

Deno.test("runSimulate prints the same for the same system, and for files of other names", async () => {
  const args = ["--arrivals", "hawkes:rate=50k/s,branching=0.8", "--duration", "100ms", ...SLOW];
  assertEquals(await simulate(args).then(({ stdout }) => stdout), await simulate(args).then(({ stdout }) => stdout));
  const digests = await Promise.all(["a.csv", "b.csv"].map(async (path) => {
    const { stdout } = await simulate(["--arrivals", path, ...FAST, "--json"], { inputs: { [path]: CSV } });
    return JSON.parse(stdout).digest;
  }));
  assertEquals(digests[0], digests[1]);
});

Deno.test("runSimulate writes a percentile table, after it has made sure that it can", async () => {
  const files = new FakeFiles();
  const { status } = await simulate([...BURST, ...FAST, "--hgrm", "out/a.hgrm"], { files });
  assertEquals(status, 0);
  assertStringIncludes(files.content.get("out/a.hgrm")!, "# Staleness of fast in microseconds");
  assert(files.journal.indexOf("probe out/a.hgrm") < files.journal.indexOf("replace out/a.hgrm"));
});

Deno.test("runSimulate writes a table for each of several consumers", async () => {
  const { files } = await simulate([...BURST, ...FAST, ...SLOW, "--hgrm", "a.hgrm"]);
  assertEquals([...files.content.keys()], ["a-fast.hgrm", "a-slow.hgrm"]);
});

Deno.test("runSimulate prints the tables instead of the report with --hgrm -", async () => {
  const { stdout, files } = await simulate([...BURST, ...FAST, ...SLOW, "--hgrm", "-"]);
  assertEquals(stdout.match(/^ +Value +Percentile/gm)?.length, 2);
  assertMatch(stdout, /# Staleness of fast .*\n\n +Value/);
  assertEquals(files.content.size, 0);
});

Deno.test("runSimulate ends with status 2 if a table cannot be written in the end, and still reports", async () => {
  const files = new FakeFiles();
  files.fault = "replace";
  const { status, stdout, stderr } = await simulate([...BURST, ...FAST, "--capacity", "2048", "--hgrm", "a.hgrm"], {
    files,
  });
  assertEquals([status, stderr], [2, "error: --hgrm: cannot write a.hgrm: no space left\n"]);
  assertStringIncludes(stdout, "Claims");
});

Deno.test("a run that is interrupted reports what was simulated so far, says so, and has the status of the signal", async () => {
  const controller = new AbortController();
  const args = ["--arrivals", "poisson:rate=1M/s", "--duration", "1000s", ...FAST, "--capacity", "4096"];
  const timer = setTimeout(() => controller.abort(), 20);
  const { status, stdout, stderr } = await simulate(args, { interrupt: controller.signal });
  clearTimeout(timer);
  assertEquals([status, stderr], [130, "interrupted: the report is of what was simulated until then\n"]);
  assertMatch(stdout, /^interrupted: only .* were simulated$/m);
  assertStringIncludes(stdout, "5 of 5 held");
});

Deno.test("runSimulate fits a terminal, in colour only where it is wanted", async () => {
  const args = [...BURST, ...SLOW, "--capacity", "512"];
  const plain = await simulate(args, { terminal: { columns: 200 } });
  assert(plain.stdout.split("\n").every((line) => [...line].length <= 80));
  assert(!plain.stdout.includes("\x1b"));
  assert((await simulate([...args, "--color", "always"])).stdout.includes("\x1b[1mSystem"));
  const brief = await simulate([...args, "--brief"], { terminal: { columns: 80 } });
  assert(brief.stdout.trimEnd().split("\n").length <= 22);
});
