import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { SystemSpecification } from "../../../config/mod.ts";
import { SeededRandom } from "../../../control/mod.ts";
import { simulateAtOnce } from "../../../demo/simulate/simulation_pass.ts";
import { planSystem } from "../../../demo/simulate/simulate_system.ts";
import type { TimedRecord } from "../../../demo/system/timed/timed_record.ts";
import { TimedSystem } from "../../../demo/system/timed/timed_system.ts";
import { RecordedRun } from "../../../demo/timeline/recorded_run.ts";
import { timedProcess } from "../../../demo/timeline/timed_process.ts";
import { timelineShares } from "../../../demo/timeline/timeline_shares.ts";
import { timelineText } from "../../../demo/timeline/timeline_text.ts";
import { drawLoad } from "../capacity/laws/_random_load.ts";
import { simulate } from "../simulate/_world.ts";
import { drawCase } from "../system/timed/_random_system.ts";
import { FakeFiles } from "../terminal/files/_fake_files.ts";
import { problemsOf, readTrace } from "./_trace_rules.ts";

/** Checks the timeline of a run, and that it accounts for every event if it has all of them. Says whether it has. */
function check(
  specification: SystemSpecification,
  record: TimedRecord,
  recorded: RecordedRun,
  limit: number,
  seed: number,
): boolean {
  const process = timedProcess("drawn", specification, record, recorded);
  const text = [...timelineText({ source: `seed ${seed}`, limit, processes: [process] })].join("");
  assertEquals(problemsOf(text, limit), [], `seed ${seed}`);
  const { events } = readTrace(text);
  if (recorded.shown < record.published) return false;
  for (const { name, live, provisional, lost, backlog, totalEpisodes } of record.consumers) {
    const { tid } = events.find(({ name: kind, args }) => kind === "thread_name" && args.name === name)!;
    const own = events.filter((event) => event.tid === tid);
    const lives = (fate: string) => own.filter(({ ph, args }) => ph === "b" && args.fate === fate).length;
    const decided = own.filter(({ cat }) => cat === "decision")
      .reduce((sum, { args: { events = 1 } }) => sum + Number(events), 0);
    assertEquals(
      [lives("live"), lives("provisional"), lives("lost"), lives("unread"), decided],
      [live, provisional, lost, backlog, live + provisional],
      `seed ${seed}, ${name}`,
    );
    const overruns = own.filter(({ cat }) => cat === "overrun").length;
    assertEquals(overruns, Math.min(totalEpisodes, recorded.shares.instants), `seed ${seed}, ${name}`);
  }
  return true;
}

Deno.test("A timeline of systems in which everything meets at one nanosecond breaks no rule and loses no event", () => {
  let whole = 0;
  for (let seed = 0; seed < 400; seed++) {
    const random = new SeededRandom(seed);
    const { specification, arrivals, services } = drawCase(random);
    const limit = random.pick([100, 1_000, 10_000]);
    const recorded = new RecordedRun(
      specification.consumers.length,
      timelineShares(limit, [specification.consumers.length]),
    );
    const run = (trace?: RecordedRun) => {
      const times = services.map((of, n) =>
        specification.consumers[n].service === undefined ? undefined : { of, meanNs: 6, drawn: false }
      );
      const system = new TimedSystem({ specification, services: times }, trace);
      system.take(
        { timesNs: Float64Array.from(arrivals), sizes: new Float64Array(arrivals.length) },
        arrivals.length,
      );
      return system.finish();
    };
    const record = run(recorded);
    const plain = run();
    assertEquals(record.consumers.map(({ decisions }) => decisions), plain.consumers.map(({ decisions }) => decisions));
    if (check(specification, record, recorded, limit, seed)) whole++;
  }
  assert(whole > 200, `${whole} are whole`);
});

Deno.test("A timeline of loads that are drawn breaks no rule, keeps to its limit and accounts for every event", () => {
  for (let seed = 0; seed < 12; seed++) {
    const random = new SeededRandom(seed);
    const specification = drawLoad(random);
    const limit = random.pick([100, 2_000, 8_000]);
    const recorded = new RecordedRun(3, timelineShares(limit, [3]));
    const { record } = simulateAtOnce(planSystem(specification), recorded);
    check(specification, record, recorded, limit, seed);
  }
});

const SPEC = JSON.stringify({
  ring: { capacity: 8 },
  feed: { model: "on-off", burst: 20, rate: "1M/s", every: "100us" },
  duration: "300us",
  warmup: { ticks: 2, tick: "10us" },
  step: "10us",
  failures: [{ kind: "market-data-outage", from: "120us", to: "180us" }],
  consumers: [
    { name: 'a "quoted" <script>alert(1)</script>', service: "2us", onOverrun: "skip-to-head" },
    { name: "🚀 rocket 🇩🇪", service: "1500ns", onOverrun: "skip-to-oldest" },
    { name: "back\\slash, per cent %s", service: "10us", onOverrun: "stall" },
  ],
});

Deno.test("simulate --timeline - prints states with their causes, injections, overruns, and names of any script", async () => {
  const { status, stdout, stderr } = await simulate(["s.json", "--timeline", "-"], { inputs: { "s.json": SPEC } });
  assertEquals([status, stderr], [0, ""]);
  assertEquals(problemsOf(stdout, 10_000), []);
  const { events, otherData } = readTrace(stdout);
  assertEquals(otherData.source, "deno task simulate s.json");
  assertEquals(
    events.filter(({ cat }) => cat === "lifecycle").map((
      { name, ns, args: { causes = "none" } },
    ) => [name, ns, causes]),
    [
      ["WARMUP", 0, "none"],
      ["READY", 20_000, "none"],
      ["DEGRADED", 120_000, "market data outage"],
      ["READY", 180_000, "none"],
    ],
  );
  assertEquals(
    events.filter(({ cat }) => cat === "injection").map(({ name, ns }) => [name, ns]),
    [["market-data-outage: activate", 120_000], ["market-data-outage: deactivate", 180_000]],
  );
  const names = events.filter(({ name }) => name === "thread_name").map(({ args: { name } }) => name);
  assertEquals(names, [
    "lifecycle",
    "feed",
    'a "quoted" <script>alert(1)</script>',
    "🚀 rocket 🇩🇪",
    "back\\slash, per cent %s",
  ]);
  const stalled = events.filter(({ cat, args }) => cat === "overrun" && args.resumed === false);
  assertEquals(stalled.length, 1);
});

Deno.test("simulate --timeline FILE writes it beside the report, or refuses in one line what cannot be", async () => {
  const inputs = { "s.json": SPEC };
  const plain = await simulate(["s.json"], { inputs });
  const written = await simulate(["s.json", "--timeline", "t.json"], { inputs });
  assertEquals([written.status, written.stdout.replace(" --timeline t.json", "")], [0, plain.stdout]);
  assertEquals(problemsOf(written.files.content.get("t.json")!), []);
  for (
    const [args, problem] of [
      ["--timeline - --json", "--json and --timeline - both say what is printed: give one of them"],
      ["--timeline - --brief", "--brief and --timeline - both say what is printed: give one of them"],
      ["--timeline - --hgrm -", "--hgrm - and --timeline - both say what is printed: give one of them"],
      ["--timeline-events 500", "--timeline-events goes with --timeline, which is not given"],
    ]
  ) {
    const { status, stdout, stderr } = await simulate(["s.json", ...args.split(" ")], { inputs });
    assertEquals([status, stdout], [2, ""]);
    assertMatch(stderr, /^error: [^\n]+\n$/);
    assertStringIncludes(stderr, problem);
  }
  const one = await simulate(
    ["--arrivals", "constant:rate=1M/s,events=10", "--consumer", "a:1us", "--timeline", "t", "--hgrm", "t"],
    {},
  );
  assertEquals([one.status, one.stderr], [2, "error: --timeline and --hgrm must name different files, got t and t\n"]);
  const files = new FakeFiles();
  files.fault = "permission";
  const refused = await simulate(["s.json", "--timeline", "out/t.json"], { inputs, files });
  assertEquals([refused.status, refused.stdout], [2, ""]);
  assertStringIncludes(
    refused.stderr,
    "--timeline needs --allow-read=out --allow-write=out: deno run --allow-read=out",
  );
});

Deno.test("A timeline of an interrupted simulation is of what was simulated until then", async () => {
  const interrupt = new AbortController();
  interrupt.abort();
  const args = ["--arrivals", "poisson:rate=5M/s", "--duration", "1s", "--consumer", "a:100ns", "--timeline", "-"];
  const { status, stdout } = await simulate(args, { interrupt: interrupt.signal });
  assertEquals(status, 130);
  assertEquals(problemsOf(stdout, 10_000), []);
});
