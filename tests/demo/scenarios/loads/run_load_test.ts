import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { readSpecification } from "../../../../config/mod.ts";
import { LOAD_SCENARIOS } from "../../../../demo/scenarios/loads/all_loads.ts";
import { specificationOf } from "../../../../demo/scenarios/loads/load_scenario.ts";
import { runLoad } from "../../../../demo/scenarios/loads/run_load.ts";
import { simulationToJson } from "../../../../demo/simulate/report/json_report.ts";
import { simulateSystem } from "../../../../demo/simulate/simulate_system.ts";
import { runDemo } from "../../../../demo/scenarios/run_demo.ts";
import { recordedIo } from "../../terminal/_io.ts";

for (const scenario of LOAD_SCENARIOS) {
  describe(scenario.id, () => {
    const load = runLoad(scenario);

    it("holds what it claims", () => {
      assertEquals(load.claims.filter(({ held }) => !held), []);
      assert(scenario.claims(load.result).length > 2, "claims of its own");
    });

    it("claims nothing that holds for any load: each of its own claims fails for another", () => {
      const others = [
        { ...scenario.system, feed: { model: "constant", rate: "10/s" }, duration: "1s" },
        { ...scenario.system, feed: { model: "on-off", burst: 9_000, rate: "100M/s" } },
        { ...scenario.system, feed: { model: "constant", rate: "2M/s", events: 20_000 }, ring: { capacity: 2 ** 20 } },
        { ...scenario.system, feed: { model: "constant", rate: "1.5M/s" }, duration: "3ms", ring: { capacity: 1 } },
        { ...scenario.system, ring: { capacity: 1 } },
        { ...scenario.system, ring: { capacity: 2 ** 20 } },
      ].map((system) => scenario.claims(simulateSystem(system)).map(({ held }) => held));
      scenario.claims(load.result).forEach(({ claim }, n) => {
        assert(others.some((held) => !held[n]), `${claim} holds for all of the others`);
      });
    });

    it("makes its own claims of its own numbers only", () => {
      const { isOwn, claims, result } = runLoad(scenario, { capacity: 2_048 });
      assertEquals([isOwn, claims.length], [false, load.claims.length - scenario.claims(load.result).length]);
      assertEquals(result.specification.ring.capacity, 2_048);
      assertEquals(claims.filter(({ held }) => !held), []);
    });

    it("prints a specification that simulates to the same digest", () => {
      const io = recordedIo();
      runDemo([scenario.id, "--print-spec"], io);
      const [printed, ...more] = JSON.parse(io.stdout);
      assertEquals([readSpecification(JSON.stringify(printed)), more.length], [specificationOf(scenario), 0]);
      const digestOf = (result: typeof load.result) => simulationToJson(result, []).digest;
      assertEquals(digestOf(simulateSystem(printed)), digestOf(load.result));
    });

    it("refuses options that are for steps, and takes a seed and a ring from the environment", () => {
      const io = recordedIo();
      assertEquals(runDemo([scenario.id, "--polls", "3"], io), 2);
      assert(io.stderr.includes(`--polls is for scenarios by steps, and ${scenario.id} is none`), io.stderr);
      const other = recordedIo();
      runDemo([scenario.id, "--json"], other, undefined, undefined, { TRADING_SIM_RING_CAPACITY: "32" });
      assertEquals(JSON.parse(other.stdout).config.ring.capacity, 32);
    });
  });
}
