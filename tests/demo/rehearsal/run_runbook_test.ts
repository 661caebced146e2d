import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { stripAnsiCode } from "@std/fmt/colors";
import type { ExitStatus } from "../../../demo/terminal/exit_status.ts";
import { runRunbook } from "../../../demo/rehearsal/run_runbook.ts";
import { REHEARSALS } from "../../../demo/rehearsal/rehearsals.ts";
import { stepsOf } from "../../../demo/rehearsal/rehearse.ts";
import { type RecordedIo, recordedIo } from "../terminal/_io.ts";

function run(args: string[], io: RecordedIo = recordedIo()): RecordedIo & { status: ExitStatus } {
  return Object.assign(io, { status: runRunbook(args, io) });
}

const KNOWN = "runbooks are restart-through-warmup, isolate-slow-consumer, drain-and-shut-down, failover-drill";
const STEPS = "steps of failover-drill are degrade, verify-provisional, recover, verify-live";
const CHECKS = "checks are lag, staleness, heartbeat, quiet, loss, overrun, stall, drop";
const CHECK = "--check must be NAME=LIMIT or NAME=LIMIT:RECOVERY, with plain decimal numbers, got";
const OPTIONS = "options are --dry-run, --approve, --fail, --inject, --check, --timeline, --timeline-events, " +
  "--json, --color, --help";
const INJECT = "--inject must be STEP:activate or STEP:deactivate, with STEP from 0 to 34, got";

/** What is typed, and the one line that answers it. */
const WRONG: [args: string[], line: string][] = [
  [["failover"], `unknown runbook failover: did you mean failover-drill? ${KNOWN}`],
  [["restart-thruogh-warmup"], `unknown runbook restart-thruogh-warmup: did you mean restart-through-warmup? ${KNOWN}`],
  [["--approve"], `no runbook is named: ${KNOWN}`],
  [["failover-drill", "drain-and-shut-down"], "one runbook at a time, got failover-drill and drain-and-shut-down"],
  [["failover-drill", "--aprove"], `unknown option --aprove: did you mean --approve? ${OPTIONS}`],
  [["failover-drill", "--json=yes"], "--json takes no value, got yes"],
  [["failover-drill", "--fail"], "--fail needs a value: the name of a step"],
  [["failover-drill", "--fail", "recovr"], `unknown step recovr: did you mean recover? ${STEPS}`],
  [["failover-drill", "--fail", "degrade", "--fail", "recover"], "--fail is given 2 times: give it once"],
  [["failover-drill", "--inject", "35:activate"], `${INJECT} 35:activate`],
  [
    ["failover-drill", "--inject", "5:activate", "--inject", "5:deactivate"],
    "--inject 5:activate and --inject 5:deactivate contradict each other: give one of them",
  ],
  [["failover-drill", "--check", "lga=0.5"], `unknown check lga: did you mean lag? ${CHECKS}`],
  [["failover-drill", "--check", "=1"], `unknown check "": did you mean lag? ${CHECKS}`],
  [["failover-drill", "--check", "toString=1"], `unknown check toString: did you mean loss? ${CHECKS}`],
  [["failover-drill", "--check", "lag"], `${CHECK} lag`],
  [["failover-drill", "--check", "lag=high"], `${CHECK} "lag=high"`],
  [["failover-drill", "--check", "lag=-1"], `${CHECK} "lag=-1"`],
  [["failover-drill", "--check", "lag=1e3"], `${CHECK} "lag=1e3"`],
  [["failover-drill", "--check", "lag=1:"], `${CHECK} "lag=1:"`],
  [
    ["failover-drill", "--check", "lag=0.5:0.6"],
    '--check "lag=0.5:0.6": recoveryLimit must be a number from 0 to the limit, 0.5, got 0.6',
  ],
  [["failover-drill", "--check", "lag=1", "--check", "lag=2"], "--check lag is given more than once: give it once"],
];

Deno.test("runRunbook answers every wrong command line with one line and exit status 2, and rehearses nothing", () => {
  for (const [args, line] of WRONG) {
    const { status, stdout, stderr } = run(args);
    assertEquals({ status, stdout, stderr }, { status: 2, stdout: "", stderr: `error: ${line}\n` }, args.join(" "));
  }
});

Deno.test("runRunbook without an argument or with --help lists the runbooks", () => {
  const { status, stdout } = run([]);
  assertEquals(status, 0);
  for (const { id } of REHEARSALS) assertStringIncludes(stdout, `\n  ${id} `);
  assertEquals(run(["failover-drill", "--help"]).stdout, stdout);
  assertEquals(run(["-h"]).stdout, stdout);
});

for (const { id } of REHEARSALS) {
  Deno.test(`runRunbook completes ${id} when it is approved, and without approval does nothing`, () => {
    assertEquals(run([id, "--approve"]).status, 0);
    const refused = JSON.parse(run([id, "--json"]).stdout);
    assertEquals([run([id]).status, refused.outcome.status, refused.outcome.restored], [1, "unapproved", true]);
    assertEquals(refused.after, refused.before);
  });

  Deno.test(`runRunbook with --dry-run prints the plan of ${id} and does nothing`, () => {
    const { status, stdout } = run([id, "--dry-run", "--approve", "--json"]);
    const { outcome, after, before, states, preconditions, steps } = JSON.parse(stdout);
    assertEquals([status, outcome, after, before.steps, states.length], [0, null, null, 20, 20]);
    assert(preconditions.every(({ holds }: { holds: boolean }) => holds));
    assert(steps.length > 2);
  });

  Deno.test(`runRunbook with --fail takes back what was done of ${id}, or says that it cannot`, () => {
    const rehearsal = REHEARSALS.find((rehearsal) => rehearsal.id === id)!;
    for (const { id: step, isReversible } of stepsOf(rehearsal)) {
      const { status, stdout } = run([id, "--approve", "--fail", step, "--json"]);
      const { outcome, after, before, config, states } = JSON.parse(stdout);
      assertEquals([status, outcome.status, config.failing_step], [1, "failed", step]);
      assertStringIncludes(outcome.reason, `step ${step} was not verified within`);
      const failed = outcome.events.findIndex(({ event }: { event: string }) => event === "failed");
      assertEquals(outcome.events[failed].step, step);
      // A system that has left an unfinished warm-up is not put back to READY, and one that is shut down stays so.
      const isStuck = !isReversible || id === "restart-through-warmup" && step !== "degrade";
      assertEquals(outcome.restored, !isStuck, step);
      if (!isStuck) assertEquals([after.isolated, states.at(-1)], [before.isolated, before.state], step);
    }
  });
}

Deno.test("runRunbook names the precondition that fails, does nothing, and exits with 1", () => {
  const args = ["failover-drill", "--approve", "--inject", "15:activate"];
  const { status, stdout } = run([...args, "--json"]);
  const { outcome, preconditions, before, after } = JSON.parse(stdout);
  assertEquals(status, 1);
  assertEquals(outcome, {
    status: "refused",
    reason: "a precondition does not hold: The system is in READY.",
    restored: true,
    ticks: 0,
    time_to_halt_ns: null,
    events: [],
  });
  assertEquals(preconditions.map(({ holds }: { holds: boolean }) => holds), [false, false]);
  assertEquals(after, before);
  assertStringIncludes(run(args).stdout, "refused: a precondition does not hold: The system is in READY.");
  assertEquals(run(["failover-drill", "--dry-run", "--inject", "15:activate"]).status, 1);
});

Deno.test("runRunbook shows what an outage in the middle does to a runbook", () => {
  const { stdout } = run([
    "restart-through-warmup",
    "--approve",
    "--json",
    "--inject",
    "22:activate",
    "--inject",
    "27:deactivate",
  ]);
  const { outcome, states } = JSON.parse(stdout);
  assertEquals([outcome.status, outcome.ticks], ["completed", 11 + 5]);
  assertEquals(states.slice(20, 30), [
    ...["WARMUP", "WARMUP", "DEGRADED", "DEGRADED", "DEGRADED", "DEGRADED", "DEGRADED", "WARMUP", "WARMUP", "WARMUP"],
  ]);
});

Deno.test("runRunbook counts what is overwritten as lost, also of a consumer that is out of service", () => {
  for (const { id } of REHEARSALS) {
    const { before, after, config } = JSON.parse(run([id, "--approve", "--json"]).stdout);
    for (const { accounts, metrics } of [before, after]) {
      assertEquals(accounts.length, config.consumers.length);
      for (const account of accounts) {
        assertEquals(
          account.total_overwritten,
          Math.max(0, account.final_backlog - config.ring_capacity),
        );
        assertEquals(account.total_undeliverable, account.total_skipped + account.total_overwritten);
        assertEquals(
          metrics.counters.published,
          account.total_acks + account.total_undeliverable + account.final_readable,
        );
      }
    }
  }
  const { after } = JSON.parse(run(["isolate-slow-consumer", "--approve", "--json"]).stdout);
  assertEquals([after.accounts[1].of, after.accounts[1].total_undeliverable], ["analytics", 11]);
  assertMatch(run(["isolate-slow-consumer", "--approve"]).stdout, /^ {4}readable +60 +64\n {4}lost +0 +11$/m);
});

Deno.test("runRunbook lets no health decide unless it is told to", () => {
  const before = (...args: string[]) => JSON.parse(run(["drain-and-shut-down", "--json", ...args]).stdout).before;
  assertEquals(before().causes, []);
  assertEquals(before("--check", "lag=0.25").causes, ["health check lag"]);
  assertEquals(before("--check", "staleness=400").causes, ["health check staleness"]);
  assertEquals(before("--check", "staleness=100000").causes, []);
});

Deno.test("runRunbook replaces the limits of a rehearsal's own checks by those that are given", () => {
  const { stdout } = run(["isolate-slow-consumer", "--approve", "--json", "--check", "lag=0.95:0.1"]);
  const { config, before, outcome } = JSON.parse(stdout);
  assertEquals(config.checks, [{ id: "lag", limit: 0.95, recovery_limit: 0.1 }]);
  assertEquals([before.state, outcome.status, outcome.ticks], ["READY", "completed", 0]);
});

Deno.test("runRunbook keeps to the width of the terminal, and says nothing by colour alone", () => {
  for (
    const args of [["isolate-slow-consumer", "--approve"], ["drain-and-shut-down", "--approve", "--fail", "shut-down"]]
  ) {
    const plain = run(args).stdout;
    for (const columns of [40, 64, 80, 200]) {
      const { stdout } = run(args, recordedIo({ columns }));
      const widest = Math.max(...stdout.split("\n").map((line) => line.length));
      assert(widest <= Math.min(80, Math.max(64, columns)), `${widest} of ${columns}`);
    }
    const { stdout } = run(args, recordedIo({ colour: true, columns: 80 }));
    assertEquals(stripAnsiCode(stdout), plain);
    assertEquals(stdout !== plain, !Deno.noColor);
  }
});

Deno.test("runRunbook prints the same bytes for the same command line", () => {
  const args = ["isolate-slow-consumer", "--approve", "--json"];
  assertEquals(run(args).stdout, run(args).stdout);
});
