import { assert, assertEquals, assertMatch } from "@std/assert";
import { SETTINGS } from "../../../config/settings.ts";
import { SETTING_KEYS } from "../../../config/simulation_config.ts";
import { runDemo } from "../../../demo/scenarios/run_demo.ts";
import type { Environment } from "../../../demo/terminal/environment.ts";
import { simulate } from "../../../demo/system/simulation.ts";
import { FakeFiles } from "./files/_fake_files.ts";
import { FAULTS } from "../scenarios/_faults.ts";
import { type RecordedIo, recordedIo } from "./_io.ts";

function run(args: string[], env: Environment = {}): RecordedIo & { status: number } {
  const io = recordedIo();
  return Object.assign(io, { status: runDemo(args, io, simulate, new FakeFiles(), env) });
}

/** What a run of these settings was run with. */
function configOf({ stdout }: RecordedIo): Record<string, unknown> {
  return JSON.parse(stdout).config;
}

Deno.test("runDemo takes settings from the environment as it takes them from options", () => {
  const values: Record<string, [option: string, text: string]> = {
    TRADING_SIM_RING_CAPACITY: ["--capacity", "128"],
    TRADING_SIM_INGEST_PER_STEP: ["--ingest", "8"],
    TRADING_SIM_POLLS_PER_STEP: ["--polls", "3"],
    TRADING_SIM_WARMUP_TICKS: ["--warmup", "4"],
    TRADING_SIM_TOTAL_STEPS: ["--steps", "77"],
    TRADING_SIM_ON_OVERRUN: ["--on-overrun", "skip-to-head"],
    TRADING_SIM_SEED: ["--seed", "9"],
  };
  for (const scenario of ["producer-heavy", "chaos"]) {
    for (const [variable, [option, text]] of Object.entries(values)) {
      const [fromEnv, fromOption] = [
        run([scenario, "--json"], { [variable]: text }),
        run([scenario, "--json", option, text]),
      ];
      assertEquals([fromEnv.status, fromEnv.stdout], [fromOption.status, fromOption.stdout], variable);
      assertEquals(fromEnv.stderr, `settings from the environment: ${variable}=${text}\n`);
    }
  }
});

Deno.test("runDemo takes from the environment also the settings that have no option", () => {
  const seen: [stepNs: number, payloadWords: number][] = [];
  const io = recordedIo();
  const env = { TRADING_SIM_STEP_NS: "250", TRADING_SIM_PAYLOAD_WORDS: "0" };
  const spy: typeof simulate = (plan) => {
    seen.push([plan.stepNs, plan.payloadWords]);
    return simulate(plan);
  };
  assertEquals(runDemo(["balanced"], io, spy, new FakeFiles(), env), 0);
  assertEquals(seen, [[250, 0]]);
});

Deno.test("runDemo lets options go before the environment, and that before the scenario", () => {
  const env = { TRADING_SIM_POLLS_PER_STEP: "4", TRADING_SIM_TOTAL_STEPS: "60" };
  const { polls_per_step, total_steps, ingest_per_step } = configOf(
    run(["producer-heavy", "--json", "--polls", "5"], env),
  );
  const scenario = configOf(run(["producer-heavy", "--json"]));
  assertEquals([polls_per_step, total_steps, ingest_per_step], [5, 60, scenario.ingest_per_step]);
});

Deno.test("runDemo checks injections by the steps that the environment gives", () => {
  assertEquals(run(["balanced", "--inject", "60:activate"]).status, 2);
  assertEquals(run(["balanced", "--inject", "60:activate"], { TRADING_SIM_TOTAL_STEPS: "70" }).status, 0);
});

Deno.test("runDemo refuses a variable that is mistyped or has no allowed value, and lets be those of a service", () => {
  const refused: readonly (readonly [env: Environment, line: RegExp])[] = [
    [{ TRADING_SIM_CAPASITY: "64" }, /^error: TRADING_SIM_CAPASITY is not a setting: did you mean TRADING_SIM_RING_C/],
    [{ TRADING_SIM_SEED: "x" }, /^error: TRADING_SIM_SEED must be an integer from 0 to 9007199254740991, got "x"\n$/],
    [{ TRADING_SIM_SEED: "" }, /^error: TRADING_SIM_SEED must be an integer from 0 to 9007199254740991, got ""\n$/],
  ];
  for (const [env, line] of refused) {
    const io = run(["balanced"], env);
    assertEquals([io.status, io.stdout], [2, ""]);
    assertMatch(io.stderr, line);
  }
  const service = { TRADING_SIM_PORT: "tcp://10.0.0.11:80", TRADING_SIM_SERVICE_HOST: "10.0.0.11", PATH: "/bin" };
  const [plain, served] = [run(["balanced"]), run(["balanced"], service)];
  assertEquals([served.status, served.stdout, served.stderr], [0, plain.stdout, ""]);
  assertEquals(run(["--help"], { TRADING_SIM_SEED: "x" }).status, 0);
});

Deno.test("runDemo names the command that replays a run with settings from the environment", () => {
  const late = FAULTS.find(({ name }) => name === "the warm-up is a tick short")!;
  const io = recordedIo();
  const env = { TRADING_SIM_SEED: "7", TRADING_SIM_STEP_NS: "250" };
  assertEquals(runDemo(["balanced"], io, late.simulate, new FakeFiles(), env), 1);
  const replay =
    'TRADING_SIM_SEED=7 TRADING_SIM_STEP_NS=250 deno run --allow-env="TRADING_SIM_*" demo/main.ts balanced';
  assert(io.stdout.endsWith(`replay: ${replay}\n`), io.stdout);
  const files = new FakeFiles();
  files.fault = "permission";
  const refused = recordedIo();
  assertEquals(runDemo(["balanced", "--metrics-file", "out/m.prom"], refused, simulate, files, env), 2);
  const permissions = "--allow-read=out --allow-write=out";
  assertEquals(
    refused.stderr,
    `error: --metrics-file needs ${permissions}: deno run --allow-env="TRADING_SIM_*" ${permissions} demo/main.ts ` +
      "balanced --metrics-file out/m.prom\n",
  );
});

const mayRun = Deno.permissions.querySync({ name: "run", command: Deno.execPath() }).state === "granted";
const skipped = mayRun ? "" : " (skipped without --allow-run)";

Deno.test(
  `the demo reads the variables that it may read, and asks for none${skipped}`,
  { ignore: !mayRun },
  async () => {
    const main = new URL("../../../demo/main.ts", import.meta.url).href;
    const demo = async (permissions: string[], env: Record<string, string>) => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--no-check", ...permissions, main, "balanced", "--json"],
        env: { ...env, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
        stdin: "null",
      }).output();
      const text = new TextDecoder();
      return {
        code,
        seed: code === 0 ? JSON.parse(text.decode(stdout)).config.seed : null,
        stderr: text.decode(stderr),
      };
    };
    const env = { TRADING_SIM_SEED: "7", TRADING_SIM_PORT: "tcp://10.0.0.11:80" };
    const note = "settings from the environment: TRADING_SIM_SEED=7\n";
    assertEquals(await demo([], env), { code: 0, seed: 1, stderr: "" });
    for (const permission of ["--allow-env=TRADING_SIM_*", "--allow-env", "--allow-env=TRADING_SIM_SEED"]) {
      assertEquals(await demo([permission], env), { code: 0, seed: 7, stderr: note }, permission);
    }
    const { code, stderr } = await demo(["--allow-env"], { TRADING_SIM_SEDE: "7" });
    assertEquals(code, 2);
    assertMatch(stderr, /^error: TRADING_SIM_SEDE is not a setting: did you mean TRADING_SIM_SEED\?\n$/);
  },
);

Deno.test("the help of the demo names the variable of every setting", () => {
  const { stdout } = run(["--help"]);
  for (const key of SETTING_KEYS) assert(stdout.includes(`\n  ${SETTINGS[key].variable} `), SETTINGS[key].variable);
});
