import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runCampaign, type RunSeed } from "./chaos_campaign.ts";
import { runChaosCommand } from "./chaos_command.ts";
import { OPERATION_KINDS } from "./plan/chaos_plan.ts";
import { runChaos } from "./chaos_run.ts";
import { shrink } from "./plan/shrink.ts";
import { recordedIo } from "../demo/terminal/_io.ts";

/** Finds fault with every run of seed 12 that has four steps and judges health in one of them. */
const faulty: RunSeed = (seed, cut) => {
  const run = runChaos(seed, cut);
  const judges = run.plan.steps.flat().some(({ kind }) => kind === "health");
  if (seed !== 12 || run.plan.steps.length < 4 || !judges) return run;
  return { ...run, finding: { invariant: "health", step: run.plan.steps.length, message: "it is wrong on purpose" } };
};

function run(args: string, runSeed?: RunSeed, terminal: { columns?: number } = {}) {
  const io = recordedIo(terminal);
  const status = runChaosCommand(args === "" ? [] : args.split(" "), io, runSeed);
  return { status, stdout: io.stdout, stderr: io.stderr };
}

Deno.test("chaos prints what was tried, and ends with 0 where there is no violation", () => {
  const { status, stdout, stderr } = run("--seeds 3 --seed 5");
  const { counts, digest } = runCampaign({ firstSeed: 5, seeds: 3, cut: { steps: Infinity, without: [] } });
  assertEquals(status, 0);
  assertStringIncludes(stdout, "No violation.");
  assertStringIncludes(stdout, `digest ${digest}\n`);
  assert(new RegExp(`^published +${counts.published}$`, "m").test(stdout), stdout);
  assertEquals(stderr, "1 of 3 runs\n2 of 3 runs\n3 of 3 runs\n");
});

Deno.test("chaos prints the same for the same seed, and something else for another", () => {
  assertEquals(run("--seeds 4 --seed 1 --json").stdout, run("--seeds 4 --seed 1 --json").stdout);
  const digest = (args: string) => JSON.parse(run(args).stdout).digest;
  assert(digest("--seeds 4 --seed 1 --json") !== digest("--seeds 4 --seed 2 --json"));
});

Deno.test("chaos refreshes one line of a terminal and takes it away in the end", () => {
  const { stderr } = run("--seeds 20", undefined, { columns: 80 });
  assertEquals(stderr, `\r10 of 20 runs\r20 of 20 runs\r${" ".repeat("20 of 20 runs".length)}\r`);
  assertEquals(run("--seeds 1", undefined, { columns: 80 }).stderr, "");
});

Deno.test("chaos takes the line of a terminal away before it reports a violation", () => {
  const { status, stderr } = run("--seeds 100", faulty, { columns: 80 });
  assertEquals([status, stderr], [1, `\r10 of 100 runs\r${" ".repeat("10 of 100 runs".length)}\r`]);
});

Deno.test("chaos ends at the first violation, with the command that replays it and a shorter one", () => {
  const { status, stdout } = run("--seeds 100 --seed 10", faulty);
  assertEquals(status, 1);
  assert(/^runs +3$/m.test(stdout), stdout);
  assertStringIncludes(stdout, "Violation: health");
  assertStringIncludes(stdout, "it is wrong on purpose (seed 12, step");
  const replay = /^ {2}replay: +deno task chaos (.*)$/m.exec(stdout)?.[1] ?? "";
  assertEquals(replay, "--seeds 1 --seed 12");
  const shrunk = /^ {2}replay it: +deno task chaos (.*)$/m.exec(stdout)?.[1] ?? "";
  assert(shrunk.startsWith("--seeds 1 --seed 12 --steps 4 --without "), shrunk);
  // Both commands show the violation again.
  assertEquals(run(replay, faulty).status, 1);
  assertEquals(run(shrunk, faulty).status, 1);
});

Deno.test("chaos prints a violation as JSON", () => {
  const { status, stdout } = run("--seeds 1 --seed 12 --steps 9 --without look --json", faulty);
  assertEquals(status, 1);
  const { config, violation } = JSON.parse(stdout);
  assertEquals(config, { seed: 12, seeds: 1, steps: 9, without: ["look"] });
  assertEquals(violation.invariant, "health");
  assertEquals(violation.step, 9);
  assertEquals(violation.replay, "deno task chaos --seeds 1 --seed 12 --steps 9 --without look");
  assertEquals(violation.shrunk.steps, 4);
  assertEquals(JSON.parse(run("--seeds 1 --json").stdout).violation, null);
});

Deno.test("shrink leaves out all that the violation does not need", () => {
  const cut = { steps: Infinity, without: [] };
  const { finding } = runCampaign({ firstSeed: 12, seeds: 1, cut, run: faulty });
  assert(finding !== undefined);
  const shrunk = shrink(finding, cut, faulty);
  assertEquals(shrunk.cut.steps, 4);
  assertEquals(shrunk.cut.without, OPERATION_KINDS.filter((kind) => kind !== "health"));
  assertEquals(shrunk.finding, { invariant: "health", step: 4, message: "it is wrong on purpose" });
});

Deno.test("shrink does not take another violation for the same", () => {
  const cut = { steps: Infinity, without: [] };
  const other: RunSeed = (seed, less) => {
    const run = runChaos(seed, less);
    const invariant = run.plan.steps.length > 6 ? "loss" : "delivery";
    return { ...run, finding: { invariant, step: 0, message: "" } };
  };
  const { finding } = runCampaign({ firstSeed: 2, seeds: 1, cut, run: other });
  assert(finding !== undefined);
  assertEquals(shrink(finding, cut, other).cut.steps, 7);
});

for (
  const [args, message] of [
    ["--seed 1.5", '--seed must be an integer from 0 to 9007199254740991, got "1.5"'],
    ["--seed -1", '--seed must be an integer from 0 to 9007199254740991, got "-1"'],
    ["--seed seven", '--seed must be an integer from 0 to 9007199254740991, got "seven"'],
    ["--seed", "--seed needs a value: an integer from 0 to 9007199254740991"],
    ["--seed 9007199254740991", "--seed must leave room for 1000 seeds up to 9007199254740991, got 9007199254740991"],
    ["--seeds 0", "--seeds must be an integer from 1 to 1000000, got 0"],
    ["--seeds many", "--seeds must be an integer from 1 to 1000000, got many"],
    ["--steps 101", "--steps must be an integer from 0 to 100, got 101"],
    ["--sed 1", "unknown option --sed: did you mean --seed? options are"],
    ["--without loook", "got loook: did you mean look?"],
    ["seven", "chaos takes only options, got seven"],
    ["--json=yes", "--json takes no value, got yes"],
  ]
) {
  Deno.test(`chaos refuses ${args} in one line`, () => {
    const { status, stdout, stderr } = run(args);
    assertEquals([status, stdout], [2, ""]);
    assertStringIncludes(stderr, message);
    assertEquals(stderr.split("\n").length, 2);
    assert(stderr.startsWith("error: "));
  });
}

Deno.test("chaos shows its options, and does nothing else", () => {
  const { status, stdout, stderr } = run("--help");
  assertEquals([status, stderr], [0, ""]);
  for (const option of ["--seeds", "--seed", "--steps", "--without", "--json", "--help"]) {
    assertStringIncludes(stdout, `  ${option}`);
  }
});
