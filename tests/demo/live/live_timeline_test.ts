import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { SeededRandom } from "../../../control/mod.ts";
import { Ack, ACK_COMPLETION, ACK_DECISION, ACK_EXECUTED, ACK_SEQUENCE, type EventView } from "../../../mod.ts";
import { LiveRecording } from "../../../demo/live/live_timeline.ts";
import { parseLiveCommand } from "../../../demo/live/live_options.ts";
import type { StateEntry } from "../../../demo/live/plane/live_status.ts";
import { timelineText } from "../../../demo/timeline/timeline_text.ts";
import { problemsOf, readTrace } from "../timeline/_trace_rules.ts";

const START_NS = 1_000_000_123;
const STATES: readonly StateEntry[] = [
  { atMs: 0.012345, state: "WARMUP", causes: [] },
  { atMs: 1.5, state: "READY", causes: [] },
  { atMs: 2.5, state: "DEGRADED", causes: ["market data outage", "operator halt"] },
];

/** Shows a recording one observation. Times are from the start. */
function observe(
  recording: LiveRecording,
  consumer: number,
  [sequence, arrivalNs, decisionNs, completionNs]: readonly number[],
): void {
  const ack = new Ack();
  ack.cells[ACK_SEQUENCE] = sequence;
  ack.cells[ACK_DECISION] = START_NS + decisionNs;
  ack.cells[ACK_COMPLETION] = START_NS + completionNs;
  ack.cells[ACK_EXECUTED] = sequence % 3 === 0 ? 1 : 0;
  recording.observed(consumer, { sequence, arrivalNs: START_NS + arrivalNs } as EventView, ack);
}

function textOf(recording: LiveRecording, states: readonly StateEntry[] = STATES): string {
  return [...timelineText(recording.timeline({ states }, "deno task live"))].join("");
}

Deno.test("LiveRecording keeps the same part of the events for all consumers, and says which", () => {
  for (let seed = 0; seed < 30; seed++) {
    const random = new SeededRandom(seed);
    const consumers = random.integer(1, 4);
    const limit = random.pick([100, 400, 3_000]);
    const recording = new LiveRecording({ consumers }, limit);
    recording.begun(START_NS);
    const events = random.integer(1, 4_000);
    const freeNs = new Array(consumers).fill(0);
    let arrivalNs = 0;
    let dropped = 0;
    for (let sequence = 0; sequence < events; sequence++) {
      arrivalNs += random.integer(0, 900);
      for (let n = 0; n < consumers; n++) {
        if (random.chance(0.01)) {
          dropped++;
          continue;
        }
        // A clock may be behind by a little.
        const decisionNs = Math.max(freeNs[n], arrivalNs + random.integer(-50, 400));
        freeNs[n] = decisionNs + random.integer(0, 900);
        observe(recording, n, [sequence, arrivalNs, decisionNs, freeNs[n]]);
      }
      if (sequence % 7 !== 0) continue;
      recording.looked(
        START_NS + arrivalNs,
        Array.from({ length: consumers }, () => ({
          consumer: { lag: random.integer(0, 50), lost: Math.floor(sequence / 100), overwritten: 0 },
          polls: { overruns: Math.floor(sequence / 100) },
          dropped: 0,
        })),
      );
    }
    const text = textOf(recording);
    assertEquals(problemsOf(text, limit), [], `seed ${seed}`);
    const { events: shown, otherData } = readTrace(text);
    const sequences = shown.filter(({ ph }) => ph === "b").map(({ args }) => Number(args.sequence));
    const [, stride = "1"] = /every (\d+)\w\w event/.exec(otherData.not_shown) ?? [];
    assert(sequences.every((sequence) => sequence % Number(stride) === 0), `seed ${seed}`);
    assertEquals(Math.log2(Number(stride)) % 1, 0);
    const kept = Math.ceil(events / Number(stride)) * consumers;
    assert(
      sequences.length <= kept && sequences.length >= kept - dropped,
      `seed ${seed}: ${sequences.length} of ${kept}`,
    );
    assert(Number(stride) === 1 || sequences.length * 5 > 0.9 * limit / 2, `seed ${seed}: too little is kept`);
  }
});

Deno.test("LiveRecording shows states with causes, injections, overruns, lost events and drops where they were seen", () => {
  const recording = new LiveRecording({ consumers: 2 }, 10_000);
  recording.begun(START_NS);
  const looked = (atNs: number, lag: number, overruns: number, lost: number, dropped: number) =>
    recording.looked(
      START_NS + atNs,
      [0, 1].map((n) => ({
        consumer: { lag, lost: n * lost, overwritten: 0 },
        polls: { overruns: n * overruns },
        dropped: n * dropped,
      })),
    );
  looked(1_000, 5, 0, 0, 0);
  recording.injected("activate", START_NS + 2_500_001);
  recording.injected("halt", START_NS + 2_600_000);
  looked(3_000_000, 9, 2, 40, 0);
  looked(4_000_000, 0, 2, 41, 7);
  const text = textOf(recording);
  assertEquals(problemsOf(text, 10_000), []);
  const { events, otherData } = readTrace(text);
  assertEquals(
    events.filter(({ cat }) => cat === "lifecycle").map((
      { name, ns, durNs, args: { causes = "none" } },
    ) => [name, ns, durNs, causes]),
    [
      ["WARMUP", 12_345, 1_487_655, "none"],
      ["READY", 1_500_000, 1_000_000, "none"],
      ["DEGRADED", 2_500_000, 1_500_000, "market data outage, operator halt"],
    ],
  );
  assertEquals(
    events.filter(({ ph, cat }) => ph === "i" && cat !== "cut").map(({ name, ns, args }) => [name, ns, args]),
    [
      ["market-data-outage: activate", 2_500_001, { action: "activate" }],
      ["operator: halt", 2_600_000, { action: "halt" }],
      ["overrun", 3_000_000, { overruns: 2, lost: 40 }],
      ["overrun", 4_000_000, { overruns: 0, lost: 1 }],
      ["observations dropped", 4_000_000, { dropped: 7 }],
    ],
  );
  assertEquals(
    events.filter(({ ph, name }) => ph === "C" && name === "lag of consumer 2").map((
      { ns, args },
    ) => [ns, args.events]),
    [[1_000, 5], [3_000_000, 9], [4_000_000, 0]],
  );
  assertEquals(
    otherData.not_shown,
    "live: of consumer 2, 7 of 7 decisions were not observed: the control plane fell behind",
  );
});

Deno.test("LiveRecording calls consumers of a system by their names", () => {
  const command = parseLiveCommand(
    ["--arrivals", "constant:rate=10/s,events=3", "--consumer", 'risk "desk" 🚀:1us', "--timeline", "-"],
  );
  assert(command.kind === "run" && command.timeline?.path === "-");
  const recording = new LiveRecording(command.plan, 1_000);
  const { events } = readTrace(textOf(recording));
  assert(events.some(({ name, args }) => name === "thread_name" && args.name === 'risk "desk" 🚀'));
});

for (
  const [args, problem] of [
    ["--timeline - --json", "--json and --timeline - both say what is printed: give one of them"],
    ["--timeline-events 500", "--timeline-events goes with --timeline, which is not given"],
    ["--timeline", "--timeline needs a value: the name of a file, or -"],
    ["--hiccups-only --timeline t.json", "--timeline does not go with --hiccups-only, which runs no system"],
  ]
) {
  Deno.test(`parseLiveCommand refuses ${args}`, () => {
    try {
      parseLiveCommand(args.split(" "));
    } catch (error) {
      assertStringIncludes(String(error), problem);
      assertMatch(String(error), /^UsageError: [^\n]+$|^Error: [^\n]+$/);
      return;
    }
    throw new Error("it is accepted");
  });
}
