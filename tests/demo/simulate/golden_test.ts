import { COLOURED, PLAIN } from "../../../demo/terminal/layout/palette.ts";
import { renderBriefSimulation } from "../../../demo/simulate/report/brief_report.ts";
import { renderSimulationJson, simulationToJson } from "../../../demo/simulate/report/json_report.ts";
import { renderSimulation } from "../../../demo/simulate/report/text_report.ts";
import { claimsOf } from "../../../demo/simulate/simulation_claims.ts";
import type { SimulationResult } from "../../../demo/simulate/simulation_result.ts";
import { GoldenFiles } from "../_golden.ts";
import { eventful, result } from "./_results.ts";
import { simulate } from "./_world.ts";

// Reports of results that are made up, byte for byte, on every machine. To write the files anew:
//
//   deno test --allow-read --allow-write tests/demo/simulate/golden_test.ts -- --update

const golden = new GoldenFiles(new URL("./golden/", import.meta.url));

function print(result: SimulationResult, render: typeof renderSimulation, palette = PLAIN): string {
  const claims = claimsOf(result, { maxLoss: 0, maxP99Ns: 1_000_000 });
  const { digest } = simulationToJson(result, claims);
  return render(result, { width: 80, palette, claims, digest, replay: "deno task simulate system.json --max-loss 0" });
}

golden.test("calm.txt", "a run in which all is well", () => print(result(), renderSimulation));
golden.test("eventful.txt", "a run with losses and a law that is wrong", () => print(eventful(), renderSimulation));
golden.test("eventful_coloured.txt", "the same in colour", () => print(eventful(), renderSimulation, COLOURED));
golden.test("eventful_brief.txt", "the same in brief", () => print(eventful(), renderBriefSimulation));
golden.test("eventful.json", "the same for programs", () => {
  const one = eventful();
  return renderSimulationJson(one, claimsOf(one, { maxLoss: undefined, maxP99Ns: undefined }));
});

golden.test("help.txt", "simulate without arguments", () => simulate([]).then(({ stdout }) => stdout));

golden.testNoOther();
