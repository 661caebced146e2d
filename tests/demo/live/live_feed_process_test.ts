import { assert, assertEquals, assertMatch } from "@std/assert";
import { readSpecification } from "../../../config/mod.ts";
import type { LiveJson } from "../../../demo/live/view/live_json.ts";
import { live, liveJson, WRITING } from "./_live_process.ts";

// Short live runs of feeds, as a user starts them. Nothing here is about how long anything took.

const lacking = (["run", "read", "write"] as const)
  .filter((name) => Deno.permissions.querySync({ name }).state !== "granted")
  .map((name) => `--allow-${name}`);
const ignore = lacking.length > 0;
const skipped = ignore ? ` (skipped without ${lacking.join(", ")})` : "";

async function withFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await act(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function checkAccounts(run: LiveJson): void {
  for (const { events, observations } of run.consumers) {
    assert(events !== null);
    assertEquals(events.delivered + events.lost + events.left, run.producer!.published - events.start);
    assertEquals(events.live + events.provisional, events.delivered);
    assertEquals(observations.sent, events.delivered);
  }
}

Deno.test(`live publishes all of a recording, and predicts from what it measured of its consumers${skipped}`, {
  ignore,
}, () =>
  withFolder(async (folder) => {
    // 400 events of 28 bytes in bursts of 40, over 90 ms; at twice the speed.
    const rows = Array.from({ length: 400 }, (_, n) =>
      `${5_000_000 + 10_000_000 * Math.floor(n / 40) + 500 * (n % 40)},28`);
    await Deno.writeTextFile(`${folder}/feed.csv`, `time_ns,bytes\n${rows.join("\n")}\n`);
    await Deno.writeTextFile(
      `${folder}/spec.json`,
      JSON.stringify({
        ring: { capacity: 512 },
        feed: { model: "recorded", file: "feed.csv", speed: 2 },
        consumers: [
          { name: "execution", service: "5us", onOverrun: "skip-to-head" },
          { name: "risk", service: { perEvent: { mean: "20us" }, perPass: "2us", maxBatch: 16 }, onOverrun: "stall" },
        ],
        failures: [{ kind: "market-data-outage", from: "10ms", to: "30ms" }],
      }),
    );
    const run = await liveJson(`${folder}/spec.json`, WRITING);
    checkAccounts(run);
    assertEquals([run.ended_by, run.failures, run.config.seconds, run.config.rate], ["feed", [], null, "feed"]);
    const { feed, prediction } = run;
    assert(feed !== null && prediction !== null);
    assertEquals([feed.model, feed.events_read, feed.bytes_read, run.producer?.published], [
      "recorded",
      400,
      28 * 400,
      400,
    ]);
    assertEquals([feed.read_to_its_end, feed.published_to_its_end, feed.behind], [true, true, 0]);
    assertEquals([feed.lateness_ns?.count, feed.starvings], [400, 0]);
    assert(feed.lateness_ns!.min! >= 0, "no event comes before its time");
    // READY from the beginning, but for the outage.
    assertEquals([run.states[0].state, run.states[0].causes], ["READY", []]);
    assert(run.states.some(({ causes }) =>
      causes.includes("market data outage")
    ));
    for (const { staleness_ns: { as_measured, against_schedule, share_of_published }, events } of run.consumers) {
      assertEquals([as_measured.count, against_schedule!.count, share_of_published], [
        events!.delivered,
        events!.delivered,
        events!.delivered / 400,
      ]);
      assert(against_schedule!.min! >= as_measured.min!);
    }
    // What was measured is a specification again.
    const { specification, consumers } = prediction;
    const { consumers: measured } = readSpecification(JSON.stringify(specification));
    assert((measured[0].service!.perEvent as number) >= 5_000, "it takes at least as long as was asked");
    assert((measured[1].service!.perEvent as { mean: number }).mean >= 20_000);
    assertEquals(consumers.map(({ name }) => name), ["execution", "risk"]);
    for (const { predicted_peak_lag, observed_peak_lag } of consumers) {
      for (const lag of [predicted_peak_lag, observed_peak_lag]) assert(lag >= 1 && lag <= 400, `${lag}`);
    }
  }));

Deno.test(`live of a feed that is faster than the machine says how late it was${skipped}`, { ignore }, async () => {
  // Two million events within 2 ms: nobody is that fast.
  const { code, stdout } = await live("--arrivals on-off:burst=2000000,rate=1000M/s --consumers 1 --capacity 64");
  assertEquals(code, 0);
  assertMatch(stdout, /\n {2}NOT REACHED: the last of 2,000,000 events came [\d.]+ m?s too late\n/);
  assertMatch(stdout, /\n {2}on-off: 2,000,000 events published in .*, all of it\n/);
  assertMatch(stdout, /\nServices .*\n(.*\n){2}\nPeak lag .*\n(.*\n)+/);
  for (const line of stdout.split("\n")) assert(line.length <= 80, line);
});

Deno.test(
  `live refuses a feed and a specification that it cannot use, in one line each${skipped}`,
  { ignore },
  () =>
    withFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/broken.csv`, "time_ns\n1\nx\n");
      await Deno.writeTextFile(`${folder}/spec.json`, '{ "ring": {\n"capacity": 64 },, }');
      for (
        const [args, message] of [
          [`--arrivals ${folder}/broken.csv`, /line 3/],
          [`--arrivals ${folder}/none.csv`, /none\.csv/],
          [`${folder}/spec.json`, /spec\.json/],
          [folder, /it is a folder/],
        ] as const
      ) {
        const { code, stdout, stderr } = await live(args, WRITING);
        assertEquals([code, stdout], [2, ""], stderr);
        assertMatch(stderr, /^error: [^\n]*\n$/);
        assertMatch(stderr, message);
      }
    }),
);
