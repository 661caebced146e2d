import { assert, assertEquals, assertThrows } from "@std/assert";
import { RequestError } from "../../../../demo/explorer/model/explorer_run.ts";
import { runRequest } from "../../../../demo/explorer/model/run_request.ts";
import { SCENARIOS } from "../../../../demo/scenarios/catalogue/all.ts";
import { LOAD_SCENARIOS } from "../../../../demo/scenarios/loads/all_loads.ts";
import { runDemo } from "../../../../demo/scenarios/run_demo.ts";
import { simulate } from "../../simulate/_world.ts";
import { recordedIo } from "../../terminal/_io.ts";
import { requestOf, systemRequest } from "./_requests.ts";

/** Options that scenarios by steps are run with: as an address has them. */
const STEP_OPTIONS = [
  "",
  "&on-overrun=skip-to-head&capacity=16&seed=7",
  "&ingest=20&polls=7&warmup=3&steps=90&on-overrun=skip-to-oldest",
  "&polls=0&steps=1",
  "&inject=3:activate,9:deactivate,20:activate&ingest=9",
];

const LOAD_OPTIONS = ["", "&capacity=16&seed=7"];

/** What a command of the demo prints, by its words. */
function printed(command: string, ...more: string[]): string {
  const io = recordedIo();
  const [deno, task, demo, ...args] = command.split(" ");
  assertEquals([deno, task, demo], ["deno", "task", "demo"]);
  runDemo([...args, ...more], io);
  assertEquals(io.stderr, "");
  return io.stdout;
}

for (const [scenarios, options] of [[SCENARIOS, STEP_OPTIONS], [LOAD_SCENARIOS, LOAD_OPTIONS]] as const) {
  for (const { id, proves, title } of scenarios) {
    Deno.test(`runRequest gives the bytes of the command line for ${id}`, () => {
      for (const option of options) {
        const run = runRequest(requestOf(`#${id}${option}`));
        const json = printed(run.command, "--json");
        assertEquals(run.json(), json);
        const parsed = JSON.parse(json);
        assertEquals([run.digest, run.claims], [parsed.digest, parsed.claims]);
        assertEquals([run.name, run.title, run.proves], [id, title, option === "" ? proves : ""]);
        const systems = JSON.parse(printed(run.command, "--print-spec"));
        assertEquals(JSON.parse(run.specification()), systems.length === 1 ? systems[0] : systems);
        const settings = run.settings.map(({ name, value }) => `&${name}=${value}`).filter((text) =>
          !text.endsWith("=")
        );
        const again = runRequest(requestOf(`#${id}${settings.join("")}`));
        // Injections that are drawn come from the seed, and cannot be given.
        if (id !== "chaos" || option !== "") {
          assertEquals(again.digest, run.digest, "its settings are those that it used");
        }
      }
    });
  }
}

const system = {
  ring: { capacity: 64 },
  feed: { model: "on-off", burst: 200, rate: "2M/s", every: "1ms" },
  consumers: [
    { name: "one", service: "800ns", onOverrun: "skip-to-head" },
    { name: "<script>", service: { perEvent: { mean: "1us" }, maxBatch: 4 }, onOverrun: { leave: 2 } },
  ],
  duration: "10ms",
};

/** What `simulate` prints of a file. */
async function simulated(specification: string, args: string[], inputs: Record<string, string | Uint8Array> = {}) {
  const { stdout, stderr } = await simulate(["system.json", "--json", ...args], {
    inputs: { ...inputs, "system.json": specification },
  });
  assertEquals(stderr, "");
  return stdout;
}

const EXAMPLE = new URL("../../../../demo/examples/system.json", import.meta.url);
const mayRead = Deno.permissions.querySync({ name: "read", path: EXAMPLE }).state === "granted";

Deno.test("runRequest gives the bytes of simulate for a specification, and exports a file that gives them again", async () => {
  const examples = mayRead ? [Deno.readTextFileSync(EXAMPLE)] : [];
  for (const text of [...examples, JSON.stringify(system)]) {
    for (const options of [{}, { capacity: "16" }, { seed: "5", duration: "5ms" }] as Record<string, string>[]) {
      const run = runRequest(systemRequest(text, options));
      const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
      assertEquals(run.json(), await simulated(text, args));
      assertEquals(run.json(), await simulated(run.specification(), []));
      assertEquals(run.command, "deno task simulate system.json");
      assertEquals(run.views.length, JSON.parse(text).consumers.length);
      assert(run.claims.every(({ held }) => held));
    }
  }
});

Deno.test("runRequest changes the answer to an overrun of all consumers, where it is one", async () => {
  const consumers = system.consumers.map((consumer) => ({ ...consumer, onOverrun: "skip-to-oldest" }));
  const run = runRequest(systemRequest({ ...system, consumers }));
  assertEquals(run.settings.find(({ name }) => name === "on-overrun")?.value, "skip-to-oldest");
  const changed = runRequest(systemRequest({ ...system, consumers }, { "on-overrun": "stall" }));
  const stalled = consumers.map((consumer) => ({ ...consumer, onOverrun: "stall" }));
  assertEquals(changed.json(), await simulated(JSON.stringify({ ...system, consumers: stalled }), []));
  const mixed = runRequest(systemRequest(system));
  assertEquals(mixed.settings.map(({ name, value }) => [name, value]), [
    ["capacity", "64"],
    ["seed", "1"],
    ["duration", "10ms"],
  ]);
});

Deno.test("runRequest reads the files that a specification names, and says which is missing", async () => {
  const csv = "time_us\n0\n1\n2\n3\n500\n";
  const recorded = { ...system, feed: { model: "recorded", file: "data/feed.csv" }, duration: undefined };
  const files = new Map([["feed.csv", new TextEncoder().encode(csv)]]);
  const run = runRequest(systemRequest(recorded, { speed: "2" }), files);
  const inputs = { "data/feed.csv": csv };
  assertEquals(run.json(), await simulated(JSON.stringify(recorded), ["--speed", "2"], inputs));
  assertEquals(run.settings.find(({ name }) => name === "speed")?.value, "2");
  refused(
    () => runRequest(systemRequest(recorded)),
    "the specification reads data/feed.csv: drop that file on the page",
  );
  refused(
    () => runRequest(systemRequest(recorded), new Map([["feed.csv", new TextEncoder().encode("5\n4\n")]])),
    'Cannot read "data/feed.csv": line 2: time must be at least 5 ns, that of the line before, got 4 ns',
  );
});

Deno.test("runRequest runs one of several specifications", async () => {
  const list = printed("deno task demo overrun-recovery", "--print-spec");
  const run = runRequest(systemRequest(list, { run: "2" }));
  assertEquals(run.json(), await simulated(list, ["--run", "2"]));
  const field = run.settings.find(({ name }) => name === "run");
  assertEquals([field?.value, field?.rule], ["2", "an integer from 1 to 3"]);
  refused(
    () => runRequest(systemRequest(list, { run: "4" })),
    "run must be an integer from 1 to 3, which is as many as system.json has, got 4",
    "run",
  );
});

/** Checks that something is refused with one line. */
function refused(act: () => unknown, message: string, option?: string): void {
  const error = assertThrows(act, RequestError);
  assertEquals([error.message, error.option], [message, option]);
}

Deno.test("runRequest refuses what cannot be had, with one line and the option at fault", () => {
  const run = (options: Record<string, string>, scenario = "balanced") =>
    runRequest({ scenario, specification: undefined, options: new Map(Object.entries(options)), forks: [] });
  refused(
    () => run({ capacity: "60" }),
    'capacity must be a power of two from 1 to 67108864, got "60"',
    "capacity",
  );
  refused(
    () => run({ capcity: "64" }),
    "unknown option capcity: did you mean capacity? options are " +
      "capacity, ingest, polls, warmup, steps, on-overrun, seed, inject",
    "capcity",
  );
  refused(
    () => run({ inject: "50:activate" }),
    "inject must be STEP:activate or STEP:deactivate, with STEP from 0 to 49, got 50:activate",
    "inject",
  );
  assertThrows(() => run({}, "balance"), RequestError, "unknown scenario balance: did you mean balanced?");
  assertThrows(() => run({ ingest: "1" }, "opra-line"), RequestError, "unknown option ingest");
  refused(
    () => runRequest(systemRequest("{")),
    'system.json is not JSON at line 1, column 2: the text ends where a key in quotation marks, or "}" after the last ' +
      "value is expected",
  );
  refused(
    () =>
      runRequest(systemRequest('{\n "feed": { "model": "constant", "rate": 1 },\n "consumers": [{ "nme": "x" }] }')),
    "system.json:3: consumers[0].nme is no key of a consumer: did you mean name?",
  );
  refused(
    () => runRequest(systemRequest(system, { speed: "2" })),
    "speed is for recorded arrivals: this feed is of the model on-off",
    "speed",
  );
});

Deno.test("runRequest refuses what is too large for a page, says the bound, and which command has none", () => {
  const tooLarge = (hash: string, message: string, option: string) =>
    refused(() => runRequest(requestOf(hash)), message, option);
  tooLarge(
    "#balanced&ingest=100000",
    "a page takes at most 2000000 events for all consumers, got 5000000: " +
      "run deno task demo balanced --ingest 100000 in a terminal",
    "ingest",
  );
  tooLarge(
    "#fan-out&polls=20000",
    "a page takes at most 2000000 polls of all consumers, got 2750000: " +
      "run deno task demo fan-out --polls 20000 in a terminal",
    "polls",
  );
  tooLarge(
    "#balanced&steps=20001",
    "a page takes at most 20000 steps, got 20001: run deno task demo balanced --steps 20001 in a terminal",
    "steps",
  );
  tooLarge(
    "#itch-burst&capacity=4194304",
    "a page takes at most 33554432 words of a ring, got 50331648: " +
      "run deno task demo itch-burst --capacity 4194304 in a terminal",
    "capacity",
  );
  const run = "run deno task simulate system.json in a terminal";
  const large: [specification: object, what: string][] = [
    // Known beforehand.
    [{ feed: { model: "constant", rate: "1000M/s" } }, "events for all consumers, got 20000000"],
    [{ feed: { model: "steps", perStep: 1e6 } }, "events for all consumers, got 20000000"],
    [{ checks: { lag: 1 }, step: "1ns" }, "turns of the control plane, got 10000000"],
    [{ warmup: { ticks: 1e9, tick: "1ns" } }, "turns of the control plane, got 10000000"],
    [{ consumers: [{ name: "a", polls: 1_000_000 }] }, "polls of all consumers, got 10000000"],
    [{ consumers: [{ name: "a", polls: 0 }], step: "1ns" }, "steps of a consumer with polls, got 10000000"],
    // Stopped at the bound.
    [{ feed: { model: "on-off", burst: 3_000_000, rate: "1000M/s" } }, "events for all consumers, got 2007040"],
  ];
  for (const [part, what] of large) {
    const max = what.startsWith("turns") ? 200_000 : 2_000_000;
    refused(() => runRequest(systemRequest({ ...system, ...part })), `a page takes at most ${max} ${what}: ${run}`);
  }
});

Deno.test("runRequest stops a run whose end takes too many turns", () => {
  const endless = {
    feed: { model: "on-off", burst: 2, rate: "1M/s" },
    consumers: [{ name: "a", service: "900s" }],
    checks: { lag: 1 },
    step: "1us",
  };
  refused(
    () => runRequest(systemRequest(endless)),
    "a page takes at most 500000 moments after the last arrival, got more: " +
      "run deno task simulate system.json in a terminal",
  );
});
