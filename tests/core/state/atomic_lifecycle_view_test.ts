import { assert, assertEquals, assertThrows } from "@std/assert";
import { AtomicLifecycleView } from "../../../core/state/atomic_lifecycle_view.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import type { RaceReport, RacerOrder } from "./_racer.ts";

const { INIT, WARMUP, READY, DEGRADED } = LifecycleState;
const mayRead = Deno.permissions.querySync({ name: "read" }).state === "granted";
const skipped = mayRead ? "" : " (skipped: needs --allow-read)";

function sharedWord(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4));
}

function startRacer(order: RacerOrder): Worker {
  const worker = new Worker(new URL("./_racer.ts", import.meta.url), { type: "module" });
  worker.postMessage(order);
  return worker;
}

/** The next message of a thread, or its failure. */
function message<Message>(worker: Worker): Promise<Message> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
  });
}

Deno.test("AtomicLifecycleView reads every state, and no transition count", () => {
  const lifecycle = new Lifecycle(sharedWord());
  const view = new AtomicLifecycleView(lifecycle.word);
  assertEquals(view.state, INIT);
  for (const state of [WARMUP, READY, DEGRADED, WARMUP, DEGRADED, READY]) {
    lifecycle.transition(state);
    assertEquals(view.state, state);
  }
});

Deno.test("AtomicLifecycleView refuses a word that is none", () => {
  assertThrows(() => new AtomicLifecycleView(new Int32Array(0)), RangeError, "must have at least 1 element, got 0");
});

Deno.test(
  `AtomicLifecycleView sees in its thread what another one writes${skipped}`,
  { ignore: !mayRead },
  async () => {
    const lifecycle = new Lifecycle(sharedWord());
    lifecycle.transition(WARMUP);
    const worker = startRacer({ do: "wait", word: lifecycle.word, leave: WARMUP });
    try {
      assertEquals(await message(worker), WARMUP);
      const next = message(worker);
      lifecycle.transition(READY);
      assertEquals(await next, READY);
    } finally {
      worker.terminate();
    }
  },
);

const ROUNDS = 500;

/** Lets two threads race for a transition, round after round. */
async function runRace(careless: boolean): Promise<{ lifecycle: Lifecycle; won: number; lost: number }> {
  const lifecycle = new Lifecycle(sharedWord());
  lifecycle.transition(WARMUP);
  const meeting = new Int32Array(new SharedArrayBuffer(4));
  const racers = [true, false].map((prepares) =>
    startRacer({ do: "race", word: lifecycle.word, meeting, rounds: ROUNDS, prepares, careless })
  );
  try {
    const [one, other] = await Promise.all(racers.map((racer) => message<RaceReport>(racer)));
    return { lifecycle, won: one.won + other.won, lost: one.lost + other.lost };
  } finally {
    for (const racer of racers) racer.terminate();
  }
}

Deno.test(`of two threads that race for a transition one gets it and the other InvalidTransitionError${skipped}`, {
  ignore: !mayRead,
}, async () => {
  const { lifecycle, won, lost } = await runRace(false);
  assertEquals([won, lost], [ROUNDS, ROUNDS], "in every round one of them, and not the other");
  assertEquals(lifecycle.transitions, 1 + 2 * ROUNDS, "there and back, once each");
});

Deno.test(`the race finds a lifecycle that stores without comparing${skipped}`, { ignore: !mayRead }, async () => {
  let won = ROUNDS;
  for (let attempt = 0; attempt < 20 && won === ROUNDS; attempt++) won = (await runRace(true)).won;
  assert(won > ROUNDS, "in no round of any attempt did both threads get through");
});
