import { assert, assertEquals, assertMatch } from "@std/assert";
import { readAddress } from "../../../demo/explorer/model/address.ts";
import { runRequest } from "../../../demo/explorer/model/run_request.ts";
import { SCENARIOS } from "../../../demo/scenarios/catalogue/all.ts";
import { addressOf, exploreLines, scenarioAddress } from "../../../demo/scenarios/explore_address.ts";
import { LOAD_SCENARIOS } from "../../../demo/scenarios/loads/all_loads.ts";
import { runDemo } from "../../../demo/scenarios/run_demo.ts";
import { DENO_FILES } from "../../../demo/terminal/files/deno_files.ts";
import { simulate as simulateSystem } from "../simulate/_world.ts";
import { simulate } from "../../../demo/system/simulation.ts";
import { recordedIo } from "../terminal/_io.ts";

/** The report of a command line. */
function report(args: string[], env: Record<string, string> = {}): string {
  const io = recordedIo();
  runDemo(args, io, simulate, DENO_FILES, env);
  return io.stdout;
}

/** The last lines of a report have its digest, and the address of the same run. */
function checkAddress(report: string): void {
  const [, digest] = /^digest +(\w{16})/m.exec(report) ?? [];
  const [, address] = /^explore:? deno task explore '(#[^']+)'\n$/m.exec(report.replaceAll("'\\\n'", "")) ?? [];
  assert(digest !== undefined && address !== undefined, report);
  const { request, problems } = readAddress(address);
  assertEquals(problems, []);
  assertEquals(runRequest(request).digest, digest);
}

const OPTIONS = [
  [],
  ["--capacity=16", "--seed=7", "--on-overrun", "skip-to-head", "--steps=30"],
  ["--inject", "3:activate", "--inject", "9:deactivate", "--ingest=20", "--polls=3", "--warmup=0"],
];

for (const { id } of SCENARIOS) {
  Deno.test(`the report of ${id} ends with the address of the same run`, () => {
    for (const options of OPTIONS) checkAddress(report([id, ...options]));
    checkAddress(report([id, "--polls=2"], { TRADING_SIM_INGEST_PER_STEP: "9", TRADING_SIM_POLLS_PER_STEP: "1" }));
  });
}

for (const { id } of LOAD_SCENARIOS) {
  Deno.test(`the report of ${id} ends with the address of the same run`, () => {
    for (const options of [[], ["--capacity=32", "--seed=9"]]) checkAddress(report([id, ...options]));
  });
}

Deno.test("a report of numbers that no option sets has no address", () => {
  const text = report(["balanced"], { TRADING_SIM_PAYLOAD_WORDS: "1" });
  assert(!text.includes("explore"), text);
  assertEquals(scenarioAddress("balanced", { stepNs: 5 }), undefined);
  assertEquals(scenarioAddress("balanced", { seed: undefined, totalSteps: 3 }), "#balanced&steps=3");
});

Deno.test("the report of a file ends with the command that explores it, where the file says all of it", async () => {
  const inputs = {
    "my system.json":
      '{ "feed": { "model": "on-off", "burst": 9, "rate": 9 }, "consumers": [{ "name": "a", "service": "1s" }] }',
  };
  const { stdout } = await simulateSystem(["my system.json"], { inputs });
  assertMatch(stdout, /^explore deno task explore 'my system\.json'\n$/m);
  for (const args of [["my system.json", "--seed=2"], ["my system.json", "--brief"]]) {
    const { stdout } = await simulateSystem(args, { inputs });
    assert(!stdout.includes("explore"), stdout);
  }
});

Deno.test("an address is one word of a shell, with what people read left as it is", () => {
  const address = addressOf("system", [["inject", "1:activate,2:deactivate"], ["x", 'it\'s {"a": 1} & 100 %\n']]);
  assertEquals(address, "#system&inject=1:activate,2:deactivate&x=it%27s%20%7B%22a%22:%201%7D%20%26%20100%20%25%0A");
  assertEquals(exploreLines("", address, 80), [
    "deno task explore '#system&inject=1:activate,2:deactivate'\\",
    "'&x=it%27s%20%7B%22a%22:%201%7D%20%26%20100%20%25%0A'",
  ]);
  assertEquals(exploreLines("a: ", "#balanced&seed=1", 80), ["a: deno task explore '#balanced&seed=1'"]);
  assertEquals(exploreLines("", "it's.json", 9), [`deno task explore 'it'\\''s.json'`]);
  assertEquals(addressOf("\ud800", []), "#%EF%BF%BD");
});
