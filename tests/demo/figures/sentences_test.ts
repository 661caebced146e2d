import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { RunView } from "../../../demo/figures/run_view.ts";
import {
  accountSentence,
  agrees,
  explanationOf,
  lawLabel,
  percentileSentence,
  ringSentence,
  textOf,
  timeSentence,
  verdictOf,
} from "../../../demo/figures/sentences.ts";
import { ANY_VIEWS, viewOf } from "./lanes/_random_views.ts";
import { plainView } from "./lanes/_views.ts";

const RATES = { ingest: 8, polls: 3 };

/** A run by times with the columns of one by steps. */
function timed(view: RunView): RunView {
  return { ...view, unit: "time", intervalNs: 205_833, predictedText: "2.47 ms", observedText: "2.47 ms" };
}

function verdict(view: RunView, subject?: string): string {
  return textOf(verdictOf(view, subject));
}

Deno.test("verdictOf says what the law said and what came of it", () => {
  const cases: [RunView, string][] = [
    [plainView({ steps: 20 }), "The law said step 12. The run was first overrun in step 12."],
    [plainView(), "The law said step 12. The run was overrun three times, in steps 12, 25 and 38."],
    [plainView({ policy: "skip-to-oldest" }), "The law said step 12. The run was overrun 38 times, first in step 12."],
    [plainView({ policy: "stall" }), "The law said step 12. The run was overrun in step 12, and stopped reading."],
    [plainView({ polls: 8 }), "The law said never. The run was never overrun."],
    [plainView({ polls: 0 }), "The law said never. The run was never overrun, yet 336 events were lost."],
    [
      { ...plainView({ steps: 5 }), predicted: 12, predictedText: "12" },
      "The law said step 12. The run ended before, and was never overrun.",
    ],
    [
      { ...plainView({ polls: 8 }), predicted: 12, predictedText: "12" },
      "The law said step 12, but the run was never overrun.",
    ],
    [
      { ...plainView({ steps: 20 }), predicted: 9, predictedText: "9" },
      "The law said step 9, but the run was first overrun in step 12.",
    ],
    [
      { ...plainView({ steps: 20 }), predicted: undefined, predictedText: "never" },
      "The law said never, but the run was first overrun in step 12.",
    ],
    [timed(plainView({ steps: 20 })), "The law said 2.47 ms. The run was first overrun at 2.47 ms."],
    [timed(plainView()), "The law said 2.47 ms. The run was overrun three times, at 2.47 ms, 5.15 ms and 7.82 ms."],
  ];
  for (const [view, text] of cases) assertEquals(verdict(view), text);
  assertEquals(verdict(plainView({ polls: 8 }), "risk"), "The law said never. risk was never overrun.");
  const leave: RunView = {
    ...plainView(),
    policy: "leave: 2",
    episodes: [{ from: 12, to: 12, lost: 68 }, { from: 25, to: undefined, lost: 200 }],
  };
  assertEquals(verdict(leave), "The law said step 12. The run was overrun twice, in steps 12 and 25, and left.");
});

Deno.test("verdictOf counts two overruns of one step, and names the step once", () => {
  const episode = { from: 12, to: 12, lost: 68 };
  assertEquals(
    verdict({ ...plainView(), episodes: [episode, episode] }),
    "The law said step 12. The run was overrun twice, in step 12.",
  );
});

Deno.test("verdictOf gives each part its role", () => {
  const rolesOf = (view: RunView) => verdictOf(view).map(({ text, role }) => [text.trim(), role]);
  assert(rolesOf(plainView()).some(([text, role]) => text === "step 12" && role === "law"));
  assert(
    rolesOf(plainView({ steps: 20 })).some(([text, role]) => text === "first overrun in step 12" && role === "lost"),
  );
  const wrong = rolesOf({ ...plainView({ steps: 20 }), predicted: 9, predictedText: "9" });
  assert(wrong.some(([text, role]) => text === "first overrun in step 12" && role === "wrong"));
});

Deno.test("verdictOf blames nobody exactly where law and run agree", () => {
  fc.assert(fc.property(ANY_VIEWS, (any) => {
    const view = viewOf(any);
    assertEquals(verdictOf(view).every(({ role }) => role !== "wrong"), agrees(view));
    assertEquals(lawLabel(view).includes("the run:"), !agrees(view));
  }));
});

Deno.test("explanationOf shows the arithmetic that gives the step of the overrun", () => {
  assertEquals(
    explanationOf(plainView(), RATES),
    "Every step brings 8 events and 3 polls. The consumer falls 5 behind each time, until the ring writes over what it has not read: " +
      "8 + 12 × 5 = 68 > 64. The consumer skips to the head and gives up 68: fresh again, and blind to what it gave up.",
  );
  assert(
    explanationOf(plainView({ policy: "stall" }), RATES).endsWith(
      "The consumer stalls: it never reads again, and 300 are lost by the end.",
    ),
  );
  assertEquals(
    explanationOf(plainView({ steps: 5 }), RATES),
    "Every step brings 8 events and 3 polls. The consumer falls 5 behind each time, and the run ends before the ring is full: " +
      "8 + 4 × 5 = 28 of 64.",
  );
  assertEquals(
    explanationOf(plainView({ polls: 10 }), { ingest: 8, polls: 10 }),
    "Every step brings 8 events and 10 polls. The consumer keeps up: at most 8 are unread, and the ring holds 64.",
  );
});

Deno.test("explanationOf shows no arithmetic that the run did not follow", () => {
  const view = { ...plainView(), observed: 9, observedText: "9" };
  assert(!explanationOf(view, RATES).includes(" > "));
  assertEquals(explanationOf(plainView({ polls: 8 })), "");
});

Deno.test("explanationOf is true of every run at constant rates", () => {
  const rates = fc.record({
    ingest: fc.nat(12),
    polls: fc.nat(12),
    bits: fc.nat(6),
    steps: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(fc.property(rates, ({ ingest, polls, bits, steps }) => {
    const view = plainView({ ingest, polls, capacity: 2 ** bits, steps });
    const text = explanationOf(view, { ingest, polls });
    assertEquals(/ > /.test(text), view.observed !== undefined);
    for (const [, a, b, c, sum] of text.matchAll(/(\d+) \+ (\d+) × (\d+) = (\d+)/g)) {
      assertEquals(Number(a) + Number(b) * Number(c), Number(sum));
    }
  }));
});

Deno.test("ringSentence speaks of one moment", () => {
  assertEquals(
    ringSentence(plainView(), 12),
    "Step 12: 68 events behind a ring of 64; 4 are lost, and 64 more given up.",
  );
  assertEquals(
    ringSentence(plainView({ capacity: 4, ingest: 5 }), 0),
    "Step 0: 5 events behind a ring of 4; 1 is lost, and 4 more given up.",
  );
  assertEquals(ringSentence(plainView(), 3), "Step 3: 23 events behind, and a ring of 64 still holds them all.");
  assertEquals(
    ringSentence(timed(plainView()), 12),
    "After 2.68 ms: everything is read, in a ring of 64. Up to 68 were unread shortly before, and 68 events lost.",
  );
});

Deno.test("timeSentence speaks of whole runs", () => {
  assertEquals(
    timeSentence([plainView()]),
    "Over 50 steps, at most 68 events behind a ring of 64, overrun three times, 204 of 400 events lost.",
  );
  assertEquals(
    timeSentence([plainView({ name: "a", polls: 8 }), plainView({ name: "b", policy: "stall" })]),
    "a: over 50 steps, at most 8 events behind a ring of 64, never overrun, nothing lost. " +
      "b: over 50 steps, at most 364 events behind a ring of 64, overrun once, 300 of 400 events lost.",
  );
});

Deno.test("accountSentence adds up, and has its words agree", () => {
  assertEquals(
    accountSentence({ events: 400, live: 111, provisional: 30, lost: 204, waiting: 55 }),
    "Of 400 events 111 were decided on live, 30 provisionally, 204 are lost and 55 wait.",
  );
  assertEquals(
    accountSentence({ events: 3, live: 1, provisional: 0, lost: 1, waiting: 1 }),
    "Of 3 events 1 was decided on live, 1 is lost and 1 waits.",
  );
  assertEquals(
    accountSentence({ events: 2, live: 2, provisional: 0, lost: 0, waiting: 0 }),
    "Of 2 events 2 were decided on live, none is lost and none waits.",
  );
  assertEquals(accountSentence({ events: 0, live: 0, provisional: 0, lost: 0, waiting: 0 }), "There were no events.");
});

Deno.test("percentileSentence names the 99th percentile and the greatest", () => {
  const points = [{ share: 0.5, ns: 10 }, { share: 0.99, ns: 2_470 }, { share: 1, ns: 7_000_000 }];
  assertEquals(percentileSentence([{ name: "a", points }]), "The staleness is 2.47 µs or less at 99 %, at most 7 ms.");
  assertEquals(
    percentileSentence([{ name: "a", points }, { name: "b", points: [] }]),
    "a: the staleness is 2.47 µs or less at 99 %, at most 7 ms. b: no decisions.",
  );
  const few = [{ share: 0.5, ns: 100 }, { share: 1, ns: 708 }];
  assertEquals(percentileSentence([{ name: "a", points: few }]), "The staleness is at most 708 ns.");
});
