import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { nearestName } from "../../config/nearest_name.ts";

const NAMES = ["balanced", "producer-heavy", "consumer-heavy", "failure-recovery"] as const;

Deno.test("nearestName finds the name that takes the fewest edits", () => {
  assertEquals(nearestName("balancd", NAMES), "balanced");
  assertEquals(nearestName("producr-hevy", NAMES), "producer-heavy");
  assertEquals(nearestName("CONSUMER-HEAVY", NAMES), "consumer-heavy");
  assertEquals(nearestName("failure-recov", NAMES), "failure-recovery");
});

Deno.test("nearestName finds the name of which only a part was typed", () => {
  assertEquals(nearestName("producer", NAMES), "producer-heavy");
  assertEquals(nearestName("failure", NAMES), "failure-recovery");
  assertEquals(nearestName("Recovery", NAMES), "failure-recovery");
  assertEquals(nearestName("skip", ["stall", "skip-to-head", "skip-to-oldest"]), "skip-to-head");
  assertEquals(nearestName("activat", ["deactivate", "activate"]), "activate");
});

Deno.test("nearestName takes the first of several that are as near", () => {
  assertEquals(nearestName("b", ["a", "c"]), "a");
});

Deno.test("nearestName gives a name for anything that was typed", () => {
  assertEquals(NAMES.includes(nearestName("", NAMES)), true);
  assertEquals(NAMES.includes(nearestName("x".repeat(100_000), NAMES)), true);
});

Deno.test("nearestName finds a name again after one character of it is lost", () => {
  fc.assert(fc.property(fc.constantFrom(...NAMES), fc.nat({ max: 7 }), (name, at) => {
    assertEquals(nearestName(name.slice(0, at) + name.slice(at + 1), NAMES), name);
  }));
});
