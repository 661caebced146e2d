import { assertThrows } from "@std/assert";
import { simulateSystem, type SimulationSource } from "../../../demo/simulate/simulate_system.ts";

Deno.test("simulateSystem refuses what is no source, in one line", () => {
  const system = {
    feed: { model: "constant", rate: "1M/s", events: 4 },
    consumers: [{ name: "risk", service: { perEvent: { file: "risk.csv" } } }],
  };
  const refused = (source: unknown, message: string) =>
    assertThrows(() => simulateSystem(system, source as SimulationSource), TypeError, message);
  refused(5, "Cannot simulate a system: source must be an object, got 5");
  refused({ open: 5 }, "Cannot simulate a system: source.open must be a function, got 5");
  refused({ feed: null }, "Cannot simulate a system: source.feed must be an object that has read(), got null");
  refused({}, 'Cannot simulate a system: open must be given to read "risk.csv", got undefined');
});
