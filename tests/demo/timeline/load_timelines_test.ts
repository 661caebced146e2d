import { assert, assertEquals } from "@std/assert";
import { LOAD_SCENARIOS } from "../../../demo/scenarios/loads/all_loads.ts";
import { runDemo } from "../../../demo/scenarios/run_demo.ts";
import { recordedIo } from "../terminal/_io.ts";
import { problemsOf, readTrace } from "./_trace_rules.ts";

function demo(...args: string[]): string {
  const io = recordedIo();
  assertEquals(runDemo(args, io), 0, io.stderr);
  return io.stdout;
}

for (const { id } of LOAD_SCENARIOS) {
  Deno.test(`The timeline of ${id} breaks no rule, keeps to the limit, and says what it leaves out`, () => {
    const text = demo(id, "--timeline", "-", "--timeline-events", "3000");
    assertEquals(problemsOf(text, 3_000), []);
    assert(text.length < 1_500_000, `${text.length} characters`);
    const { otherData, events } = readTrace(text);
    assert(
      new RegExp(`^${id}: the first \\d+ of \\d+ events are shown$`).test(otherData.not_shown),
      otherData.not_shown,
    );
    assert(events.some(({ cat, args }) => cat === "cut" && args["1"] === otherData.not_shown.slice(id.length + 2)));
  });
}
