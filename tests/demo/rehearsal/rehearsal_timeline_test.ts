import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { REHEARSALS } from "../../../demo/rehearsal/rehearsals.ts";
import { stepsOf } from "../../../demo/rehearsal/rehearse.ts";
import { runRunbook } from "../../../demo/rehearsal/run_runbook.ts";
import { recordedIo } from "../terminal/_io.ts";
import { FakeFiles } from "../terminal/files/_fake_files.ts";
import { problemsOf, readTrace } from "../timeline/_trace_rules.ts";

function runbook(command: string, files = new FakeFiles()) {
  const io = recordedIo();
  const status = runRunbook(command.split(" "), io, files);
  return { status, stdout: io.stdout, stderr: io.stderr, files };
}

for (const rehearsal of REHEARSALS) {
  const { id } = rehearsal;
  Deno.test(`The timeline of ${id} breaks no rule, and has the runbook with every step, also when one fails`, () => {
    const { status, stdout, stderr } = runbook(`${id} --approve --timeline -`);
    assertEquals([status, stderr], [0, ""]);
    assertEquals(problemsOf(stdout, 10_000), []);
    const steps = stepsOf(rehearsal).map(({ id }) => id);
    const { events, otherData } = readTrace(stdout);
    assertEquals(otherData.source, `deno task runbook ${id} --approve`);
    const json = JSON.parse(runbook(`${id} --approve --json`).stdout);
    const spans = events.filter(({ cat }) => cat === "runbook");
    assertEquals(spans.map(({ name }) => name).toSorted(), [id, ...steps].toSorted());
    const whole = spans.find(({ name }) => name === id)!;
    assertEquals(
      [whole.ns, whole.durNs, whole.args.status],
      [20_000, Math.max(1, 1_000 * json.outcome.ticks), "completed"],
    );
    const decided = events.filter(({ cat }) => cat === "decision").length;
    assert(decided >= json.after.accounts[0].total_acks, "decisions after the runbook are shown as well");

    for (const step of steps) {
      const failed = runbook(`${id} --approve --fail ${step} --timeline -`);
      assertEquals(failed.status, 1);
      assertMatch(failed.stderr, /^failed: [^\n]+\n$/);
      assertEquals(problemsOf(failed.stdout, 10_000), []);
      const outcomes = readTrace(failed.stdout).events.filter(({ cat }) => cat === "runbook");
      assertEquals(outcomes.find(({ name }) => name === step)!.args.outcome, "failed");
    }
  });
}

Deno.test("A dry run has a timeline of what came before the runbook", () => {
  const { status, stdout } = runbook("failover-drill --dry-run --timeline -");
  assertEquals(status, 0);
  assertEquals(problemsOf(stdout), []);
  const { events } = readTrace(stdout);
  assertEquals(events.filter(({ cat }) => cat === "runbook"), []);
  assertEquals(Math.max(...events.filter(({ ph }) => ph === "C").map(({ ns }) => ns)), 20_000);
});

Deno.test("runbook --timeline FILE writes beside the report, and names the command that works without a permission", () => {
  const plain = runbook("failover-drill --approve");
  const written = runbook("failover-drill --approve --timeline t.json");
  assertEquals([written.status, written.stdout], [0, plain.stdout]);
  assertEquals(problemsOf(written.files.content.get("t.json")!), []);

  const files = new FakeFiles();
  files.fault = "permission";
  const refused = runbook("failover-drill --timeline out/t.json", files);
  assertEquals([refused.status, refused.stdout], [2, ""]);
  assertEquals(
    refused.stderr,
    "error: --timeline needs --allow-read=out --allow-write=out: deno run --allow-read=out --allow-write=out " +
      "demo/runbook.ts failover-drill --timeline out/t.json\n",
  );
  const both = runbook("failover-drill --json --timeline -");
  assertEquals(both.status, 2);
  assertStringIncludes(both.stderr, "--json and --timeline - both say what is printed: give one of them");
});

Deno.test("Where the timeline of a refused runbook is printed, the reason goes to the other stream", () => {
  const { status, stdout, stderr } = runbook("failover-drill --inject 15:activate --approve --timeline -");
  assertEquals(status, 1);
  assertMatch(stderr, /^refused: a precondition does not hold: [^\n]+\n$/);
  assertEquals(problemsOf(stdout), []);
});
