import { assert, assertEquals, assertMatch } from "@std/assert";
import type { LiveJson } from "../../../demo/live/view/live_json.ts";
import { FLAGS, live, liveJson, start, WRITING } from "./_live_process.ts";
import { checkMetrics, PROMTOOL_OBSTACLE } from "../../control/metrics/formats/_promtool.ts";

// Short live runs as processes of their own, as a user starts them. What they print depends on the machine; what has to
// hold on every machine is looked at here, and no time is.

const lacking = (["run", "read", "write"] as const)
  .filter((name) => Deno.permissions.querySync({ name }).state !== "granted")
  .map((name) => `--allow-${name}`);
const ignore = lacking.length > 0;
const skipped = ignore ? ` (skipped without ${lacking.join(", ")})` : "";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test(`${name}${skipped}`, { ignore }, fn);
}

/** Checks that every event and every observation is accounted for. */
function checkAccounts(run: LiveJson): void {
  assert(run.producer !== null && run.producer.published > 0, "nothing was published");
  for (const { events, observations } of run.consumers) {
    assert(events !== null);
    assertEquals(events.delivered + events.lost + events.left, run.producer.published - events.start);
    assertEquals(events.live + events.provisional, events.delivered);
    assertEquals(observations.observed + observations.dropped, observations.sent);
    assertEquals(observations.sent, events.delivered);
    assertEquals([events.add_up, observations.add_up], [true, true]);
  }
}

test("live accounts for every event of every consumer", async () => {
  const run = await liveJson("--seconds 1 --consumers 2 --rate 20000");
  checkAccounts(run);
  assertEquals(run.consumers.map(({ consumer }) => consumer), [1, 2]);
  assertEquals([run.ended_by, run.failures], ["time", []]);
  assertEquals(run.clock.uncertainty_ns, 0);
  const { sleep_ns, shortest_sleep_ns, warming_up_ns, since_ready_ns, machine_share_at_most } = run.hiccups!;
  assert(shortest_sleep_ns! > 0.9 * sleep_ns, `it slept for ${shortest_sleep_ns} ns`);
  assert(warming_up_ns.count > 0, "the meter runs beside the system");
  // One that was never ready was all warm-up.
  assertEquals(since_ready_ns.count > 0, run.states.some(({ state }) => state === "READY"));
  assertEquals(machine_share_at_most.map(({ consumer }) => consumer), [1, 2]);
  for (const { p99, max } of machine_share_at_most) for (const n of [p99, max]) assert((n ?? 0) >= 0 && (n ?? 0) <= 1);
  for (const { staleness_ns: { as_measured: measured, against_schedule: scheduled } } of run.consumers) {
    assert(scheduled !== null);
    assertEquals([measured.out_of_range, scheduled.out_of_range, scheduled.count], [0, 0, measured.count]);
    // An event arrives when it is due or later, never sooner.
    assert((scheduled.min ?? 0) >= (measured.min ?? 0), `${scheduled.min} < ${measured.min}`);
  }
});

test("live is degraded by an injection, comes back to where it was, and is degraded by its shutdown", async () => {
  const { states } = await liveJson("--seconds 3 --consumers 1 --rate 1000 --inject 1:activate --inject 2:deactivate");
  // Whether the warm-up is over by then depends on the machine.
  const outage = states.findIndex(({ causes }) => causes.includes("market data outage"));
  assert(outage > 0, "there was an outage");
  assertEquals([states[0].state, states[outage].state], ["WARMUP", "DEGRADED"]);
  assertEquals(states[outage + 1].state, states[outage - 1].state);
  assertEquals([states.at(-1)?.state, states.at(-1)?.causes], ["DEGRADED", ["shutdown"]]);
  for (let n = 1; n < states.length; n++) assert(states[n].seconds > states[n - 1].seconds);
});

test("live at full speed loses events and observations, and accounts for all of them", async () => {
  const run = await liveJson("--seconds 1 --rate max --consumers 2 --capacity 64 --slow 1:100");
  checkAccounts(run);
  assert(run.consumers[0].events!.lost > 0, "a slow consumer of a fast producer loses events");
  assertEquals(run.rate.asked_per_second, null);
  assertEquals(run.consumers[0].staleness_ns.against_schedule, null);
});

test("live with a consumer that stalls counts what was overwritten since as lost, not as left", async () => {
  const run = await liveJson("--seconds 0.5 --rate max --consumers 1 --capacity 16 --slow 1:1000 --on-overrun stall");
  checkAccounts(run);
  const { events, staleness_ns: { as_measured, share_of_published } } = run.consumers[0];
  const { delivered, lost, overwritten, left, overruns, episodes } = events!;
  assertEquals([left, episodes], [16, 1]);
  assertEquals([lost, overwritten], [run.producer!.published - delivered - 16, lost]);
  assert(overruns >= episodes, "polls that found it");
  assertEquals(share_of_published, as_measured.count / run.producer!.published);
});

test("live says that a rate was not reached", async () => {
  const args = "--seconds 0.5 --consumers 1 --rate 1000000000";
  const run = await liveJson(args);
  assertEquals(run.rate.missed, true);
  assert(run.rate.reached_per_second! < 1e9);
  const { stdout } = await live(args);
  assert(stdout.includes("\n  NOT REACHED: the producer fell behind what was due\n"), stdout);
});

test("live by process.hrtime aligns the clocks of its threads, and sees what their garbage costs", async () => {
  const run = await liveJson("--seconds 1 --consumers 2 --rate 50000 --clock hrtime", [
    "--no-prompt",
    "--allow-read=mod.ts,core,control,runtime,config,demo",
  ]);
  checkAccounts(run);
  assertEquals(run.clock.source, "process.hrtime");
  assert(run.clock.uncertainty_ns > 0);
  const { warming_up, since_ready } = run.producer!.collections;
  const scavenges = [...warming_up, ...since_ready].filter(({ kind }) => kind === "Scavenge");
  assert(scavenges.length > 0, "a clock that makes garbage makes collections");
});

test("live without FFI takes process.hrtime, and says why", async () => {
  const flags = ["--no-prompt", "--allow-read=mod.ts,core,control,runtime,config,demo"];
  const { clock } = await liveJson("--seconds 0.2 --consumers 1", flags);
  assertEquals(clock.source, "process.hrtime");
  assertMatch(clock.note ?? "", /run with --allow-ffi; using process\.hrtime/);
});

for (const idle of ["spin", "yield", "park"]) {
  test(`live does not starve itself, with more threads than cores that ${idle}`, async () => {
    const consumers = Math.min(16, navigator.hardwareConcurrency + 1);
    const run = await liveJson(`--seconds 0.5 --consumers ${consumers} --rate 1000 --idle ${idle}`);
    checkAccounts(run);
    assertEquals(run.config.idle, idle);
  });
}

test("live prints lines where there is no terminal, then the report", async () => {
  const { code, stdout, stderr } = await live("--seconds 1.5 --consumers 1 --rate 1000");
  assertEquals([code, stderr], [0, ""]);
  // When the first line comes is up to the machine.
  assertMatch(stdout, /^ +time +state .*\n +\d+ s +[A-Z]+ .*\n(.*\n)*\nLive run\n +ended +after .*, as planned\n/);
  assert(!stdout.includes("\x1b"), "no control sequences");
  for (const line of stdout.split("\n")) assert(line.length <= 80, line);
});

test("live writes a file that a plotter can read", async () => {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/run.hgrm`;
  try {
    await Deno.writeTextFile(file, "what was there before, and is longer than nothing".repeat(1_000));
    if (Deno.build.os !== "windows") await Deno.chmod(file, 0o640);
    const flags = [
      "--no-prompt",
      "--allow-ffi",
      `--allow-read=mod.ts,core,control,runtime,config,demo,${folder}`,
      `--allow-write=${folder}`,
    ];
    const run = await liveJson(`--seconds 1.2 --consumers 2 --rate 10000 --hgrm ${file}`, flags);
    const lines = (await Deno.readTextFile(file)).split("\n");
    assertEquals(lines[0], "       Value     Percentile TotalCount 1/(1-Percentile)");
    const last = lines.findLast((line) => /^ *\d/.test(line))?.trim().split(/ +/).map(Number) ?? [];
    const counts = run.consumers.map(({ staleness_ns }) => staleness_ns.against_schedule!.count);
    const greatest = Math.max(...run.consumers.map(({ staleness_ns }) => staleness_ns.against_schedule!.max ?? 0));
    const [value = 0, , count = 0] = last; // Nothing, if the system was not ready in time.
    assertEquals(count, counts[0] + counts[1]);
    assert(Math.abs(value - greatest / 1_000) <= 0.001, `${value} µs, ${greatest} ns`);
    assertEquals(lines.at(-2), "# Staleness in microseconds, against the schedule, all consumers together");
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["run.hgrm"]);
    if (Deno.build.os !== "windows") assertEquals((await Deno.stat(file)).mode! & 0o777, 0o640);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** The samples of a text of Prometheus, by name and consumer. */
function samplesOf(text: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
  );
}

test("live writes its numbers where they are collected, and at the end those that it reports", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/live.prom`;
    const flags = [
      "--no-prompt",
      "--allow-ffi",
      `--allow-read=mod.ts,core,control,runtime,config,demo,${folder}`,
      `--allow-write=${folder}`,
    ];
    const run = await liveJson(
      `--seconds 1.2 --consumers 2 --rate 20000 --slow 2:100 --capacity 64 --metrics-file ${path}`,
      flags,
    );
    checkAccounts(run);
    assert(run.metrics_file !== null && run.metrics_file.written >= 2);
    assertEquals([run.metrics_file.path, run.metrics_file.dropped, run.metrics_file.reason], [path, 0, null]);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["live.prom"]);
    const text = await Deno.readTextFile(path);
    const samples = samplesOf(text);
    assertEquals(samples.get("trading_sim_published_events_total"), run.producer!.published);
    for (const { consumer, events, observations, cycles, staleness_ns } of run.consumers) {
      const sample = (name: string) => samples.get(`trading_sim_${name}{consumer="${consumer}"}`) ?? NaN;
      const names = ["delivered_events_total", "lost_events_total", "lag_events", "overwritten_events"];
      const [delivered, lost, lag, overwritten] = names.map(sample);
      assertEquals(delivered + lost + lag - overwritten, run.producer!.published);
      assertEquals([delivered, lost, lag - overwritten], [events!.delivered, events!.lost, events!.left]);
      assertEquals(overwritten, events!.overwritten);
      assertEquals(sample("overruns_total"), events!.overruns);
      assertEquals(sample("dropped_observations_total"), observations.dropped);
      assertEquals(sample("stalls_total"), cycles!.warming_up.stalls + cycles!.since_ready.stalls);
      assertEquals(sample("staleness_seconds_count"), observations.observed);
      // Those since the system was ready are among them all.
      assert(sample("staleness_seconds_count") >= staleness_ns.as_measured.count);
      assert(sample("empty_polls_total") > 0);
    }
    if (PROMTOOL_OBSTACLE === "") assertEquals(await checkMetrics(text), { success: true, output: "" });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

test("live whose numbers cannot be written goes on, and says so in its report", async () => {
  const flags = ["--no-prompt", "--allow-ffi", "--allow-read", "--allow-write"];
  const args = "--seconds 0.2 --consumers 1 --rate 1000 --metrics-file nowhere/live.json";
  const { code, stdout, stderr } = await live(args, flags);
  assertEquals([code, stderr], [0, ""]);
  assertMatch(stdout, /\n +metrics +0 snapshots written to nowhere\/live\.json, 1 DROPPED: No such file /);
});

const REFUSED: readonly (readonly [args: string, flags: readonly string[], message: string | RegExp])[] = [
  ["--rate none", FLAGS, "--rate must be an integer from 1 to 1000000000, or max, got none: did you mean max?"],
  ["--on-overrun stal", FLAGS, /^--on-overrun must be one of .*, got "stal": did you mean stall\?$/],
  [
    "--capacity 67108864 --payload-words 64",
    FLAGS,
    /^--capacity 67108864 with --payload-words 64: its memory must be less /,
  ],
  ["--hgrm nowhere/run.hgrm", WRITING, /^--hgrm: cannot write nowhere\/run.hgrm: No such file /],
  ["--hgrm demo", WRITING, "--hgrm: cannot write demo: it is a folder"],
  ["--hgrm run.hgrm", FLAGS, "--hgrm needs --allow-read=. --allow-write=.: deno task live has them"],
  [
    "--hgrm ./demo/live/../run.prom --metrics-file demo/run.prom",
    WRITING,
    "--hgrm and --metrics-file must name different files, got ./demo/live/../run.prom and demo/run.prom",
  ],
  // Elsewhere there is no file that takes more than the permission to write.
  ...(Deno.build.os === "linux"
    ? [
      [
        "--hgrm /dev/full",
        WRITING,
        /^--hgrm: cannot write \/dev\/full: Requires all access /,
      ] as const,
      ["--metrics-file demo/out.prom", FLAGS, /^--metrics-file needs --allow-read=demo --allow-write=demo: /] as const,
    ]
    : []),
  ["--metrics-file run.txt", FLAGS, "--metrics-file must be a path that ends in .prom or .json, got run.txt"],
  [
    "--metrics-file out/run.prom",
    FLAGS,
    "--metrics-file needs --allow-read=out --allow-write=out: deno task live has them",
  ],
  [
    "--clock native",
    ["--no-prompt", "--allow-read=mod.ts,core,control,runtime,config,demo"],
    "--clock native: it calls the operating system by FFI, which is not permitted; run " +
    "with --allow-ffi",
  ],
  [
    "--seconds 1",
    ["--no-prompt"],
    "threads load their modules from files, which is not permitted; run with --allow-read",
  ],
];

for (const [args, flags, message] of REFUSED) {
  test(`live refuses ${args} with ${flags.slice(1).join(" ") || "no permission"} in one line`, async () => {
    const { code, stdout, stderr } = await live(args, flags);
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /^error: [^\n]*\n$/);
    const told = stderr.slice("error: ".length, -1);
    if (typeof message === "string") assertEquals(told, message);
    else assertMatch(told, message);
  });
}

/** Reads what a process prints until it says this, and gives the rest of it to whoever wants it. */
async function readUntil(process: Deno.ChildProcess, text: string): Promise<() => Promise<string>> {
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let read = "";
  while (!read.includes(text)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`it ended without ${JSON.stringify(text)}:\n${read}`);
    read += value;
  }
  return async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return read;
      read += value;
    }
  };
}

const isWindows = Deno.build.os === "windows";

Deno.test(
  `live that is interrupted shuts down and still reports${skipped}`,
  { ignore: ignore || isWindows },
  async () => {
    const process = start(["--seconds", "3600", "--rate", "1000", "--consumers", "1"], FLAGS);
    const rest = await readUntil(process, "published");
    process.kill("SIGINT");
    const [stdout, { code }] = await Promise.all([rest(), process.status, process.stderr.cancel()]);
    assertEquals(code, 0);
    assertMatch(stdout, /\nLive run\n +ended +after .*, because it was interrupted\n/);
    assertMatch(stdout, /DEGRADED from .* \(shutdown\)\n/);
    assertMatch(stdout, / adds up\n/);
  },
);

Deno.test(
  `live that gets one interrupt in several pieces still reports${skipped}`,
  { ignore: ignore || isWindows },
  async () => {
    const process = start(["--seconds", "3600", "--rate", "1000", "--consumers", "1"], FLAGS);
    const rest = await readUntil(process, "published");
    // As a terminal and the runners of tasks above this process do.
    for (const signal of ["SIGINT", "SIGINT", "SIGTERM", "SIGINT"] as const) process.kill(signal);
    const [stdout, { code }] = await Promise.all([rest(), process.status, process.stderr.cancel()]);
    assertEquals(code, 0);
    assertMatch(stdout, /\nLive run\n[^]* adds up\n/);
  },
);

Deno.test(
  `live ends when the reader of its output has gone${skipped}`,
  { ignore: ignore || isWindows },
  async () => {
    const process = start(["--seconds", "3600", "--rate", "1000", "--consumers", "1"], FLAGS);
    const reader = process.stdout.getReader();
    await reader.read();
    await reader.cancel();
    const [{ code }, stderr] = await Promise.all([process.status, new Response(process.stderr).text()]);
    assertEquals([code, stderr], [0, ""]);
  },
);

Deno.test(
  `live that is interrupted twice ends at once, without a report${skipped}`,
  { ignore: ignore || isWindows },
  async () => {
    // A consumer that takes a second over each event is not done before that: the second interrupt comes meanwhile.
    const process = start(["--seconds", "3600", "--rate", "1000", "--consumers", "1", "--slow", "1:1000000"], FLAGS);
    const rest = await readUntil(process, "published");
    let hasEnded = false;
    process.status.then(() => hasEnded = true);
    while (!hasEnded) {
      process.kill("SIGINT");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const [stdout, { code }] = await Promise.all([rest(), process.status, process.stderr.cancel()]);
    assertEquals(code, 130);
    assert(!stdout.includes("Live run"), stdout);
  },
);
