import { assert, assertEquals } from "@std/assert";
import { chanceAfter, followed, HISTORIES } from "../../../../demo/explorer/loader/bit_history.ts";

/** The history of these bits. */
function historyOf(bits: string): number {
  return [...bits].reduce((history, bit) => followed(history, Number(bit)), 0);
}

Deno.test("bit history: tells the last nine bits apart, and how long a run is", () => {
  assertEquals(historyOf(""), 0);
  assertEquals(historyOf("0110"), 0b10110);
  const lists = Array.from({ length: 512 }, (_, n) => historyOf(n.toString(2).padStart(9, "0")));
  assertEquals(new Set(lists).size, 512);
  // Older bits make no difference, unless all are the same.
  assertEquals(historyOf("0011010110"), historyOf("1011010110"));
  const runs = Array.from({ length: 64 }, (_, n) => historyOf("0".repeat(10 + n)));
  assertEquals(new Set([...runs, ...runs.map((_, n) => historyOf("1".repeat(10 + n)))]).size, 128);
  assertEquals(historyOf("1".repeat(500)), HISTORIES - 1);
  // A run that ends is remembered as its last bits.
  for (const [run, other] of ["01", "10"]) {
    assertEquals(historyOf(run.repeat(40) + other), historyOf(run.repeat(8) + other), run);
  }
});

Deno.test("bit history: every history leads to histories, and speaks for its last bits", () => {
  for (let history = 0; history < HISTORIES; history++) {
    const chance = chanceAfter(history);
    assert(chance > 0 && chance < 1, `${history}`);
    for (const bit of [0, 1]) {
      const next = followed(history, bit);
      assert(Number.isInteger(next) && next > 0 && next < HISTORIES, `${history} and ${bit}: ${next}`);
    }
  }
  assert(chanceAfter(historyOf("1111")) > 0.8 && chanceAfter(historyOf("0".repeat(50))) < 0.02);
  assert(chanceAfter(historyOf("0001")) > chanceAfter(historyOf("1000")));
});
