import { assert, assertEquals, AssertionError, assertRejects, assertThrows } from "@std/assert";
import { checkSleepers } from "../core/bus/shared/_sleepers.ts";
import { explore, type Explored, Violation } from "./exploration.ts";
import { type InstrumentedRing, loadRing } from "./instrumented_ring.ts";
import { MUTANTS } from "./mutants.ts";
import { forEveryPlacement } from "./placements.ts";
import { Atomics } from "./instrumented_atomics.ts";
import { SITUATIONS } from "./situations.ts";
import { StoreLog } from "./store_log.ts";

const may = (["read", "write"] as const).every((name) => Deno.permissions.querySync({ name }).state === "granted");
const skipped = may ? "" : " (skipped: needs --allow-read --allow-write)";

/** The ring as it is, loaded once. */
let loaded: Promise<InstrumentedRing> | null = null;

for (const [what, situation] of Object.entries(SITUATIONS)) {
  Deno.test(
    `the shared ring delivers whole events and counts the lost, ${what}${skipped}`,
    { ignore: !may },
    async () => {
      const { runs, states, stores } = explore(await (loaded ??= loadRing()), situation);
      assert(runs > 1000 && states >= situation.events, `${runs} runs, ${states} states, ${stores} stores`);
    },
  );
}

for (const [mistake, mutations] of Object.entries(MUTANTS)) {
  Deno.test(`the interleavings find a ring that ${mistake}${skipped}`, { ignore: !may }, async () => {
    const mutant = await loadRing(mutations);
    await assertRejects(() => Promise.try(findViolation, mutant), Violation);
  });
}

Deno.test(`a consumer that sleeps until the stamps repeat finds a ring that looks at no epoch${skipped}`, {
  ignore: !may,
}, async () => {
  const { SharedRingBuffer } = await loadRing([{
    file: "shared/kernel/shared_kernel.ts",
    from: "if (Atomics.load(words, SHARED_EPOCH_WORD) - epoch > EPOCHS_WITHIN_REACH) return OVERRUN;",
    to: "",
  }]);
  const check = () => checkSleepers((settings) => new SharedRingBuffer(settings, { kernel: "atomics" }));
  assertThrows(check, AssertionError);
});

/** Looks at every situation until something is wrong. */
function findViolation(ring: InstrumentedRing): void {
  for (const situation of Object.values(SITUATIONS)) explore(ring, situation);
}

Deno.test(
  `a situation explored closely and by distinct values comes to the same states${skipped}`,
  { ignore: !may },
  async () => {
    const ring = await (loaded ??= loadRing());
    for (const situation of Object.values(SITUATIONS).filter(({ placements }) => placements === "every")) {
      const closely: Explored = explore(ring, situation);
      const byValues: Explored = explore(ring, { ...situation, placements: "distinct" });
      assertEquals(byValues.states, closely.states);
      assert(byValues.runs < closely.runs);
    }
  },
);

Deno.test("forEveryPlacement runs as many times as there are places, and each load sees what was there", () => {
  const words = new Int32Array(1);
  const stores = [1, 2, 3, 4].map((value) => ({ index: 0, value, ordered: true }));
  const log = new StoreLog(words, stores, []);
  const seen = new Set<string>();
  const load = () => [0, 0, 0].map(() => Atomics.load(words, 0));
  const runs = forEveryPlacement(log, 0, "every", load, (values) => {
    assertEquals(values, values.toSorted(), "time does not go back");
    seen.add(values.join());
  });
  assertEquals([runs, seen.size], [35, 35], "three loads among four stores: 7 over 3");
});

Deno.test("forEveryPlacement lets a plain load be satisfied late, and not hold up what follows", () => {
  const words = new Int32Array(2);
  const log = new StoreLog(words, [{ index: 0, value: 1, ordered: true }, { index: 1, value: 1, ordered: true }], []);
  const seen = new Set<string>();
  const plainThenOrdered = () => [Atomics.plainLoad(words, 0), Atomics.load(words, 1)];
  forEveryPlacement(log, 0, "every", plainThenOrdered, (values) => void seen.add(values.join()));
  assert(seen.has("1,0"), "the plain load after the store, the ordered one before it");
});

Deno.test("reordered moves a plain store before ordered ones, but not before one to its own word", () => {
  const stores = [
    { index: 0, value: 1, ordered: false },
    { index: 1, value: 1, ordered: true },
    { index: 2, value: 1, ordered: true },
    { index: 0, value: 2, ordered: false },
  ];
  const orders = Array.from(new StoreLog(new Int32Array(3), stores, []).reordered(), ({ stores }) => {
    return stores.map(({ index, value }) => `${index}=${value}`).join(" ");
  });
  assertEquals(orders, ["0=1 1=1 0=2 2=1", "0=1 0=2 1=1 2=1"]);
});

Deno.test(`the copy of the ring refuses a change that does not apply${skipped}`, { ignore: !may }, async () => {
  const mutation = { file: "shared/kernel/shared_kernel.ts", from: "no such text", to: "" };
  await assertRejects(() => loadRing([mutation]), Error, "must hold this text exactly once");
});
