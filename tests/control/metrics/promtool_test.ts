import { assert, assertEquals, assertMatch } from "@std/assert";
import { formatPrometheus } from "../../../control/metrics/prometheus.ts";
import { checkMetrics, PROMTOOL_OBSTACLE } from "./_promtool.ts";
import { BUSY, IDLE, producedSystemOf, systemOf } from "./_snapshots.ts";

const skipped = PROMTOOL_OBSTACLE === "" ? "" : ` (skipped: ${PROMTOOL_OBSTACLE})`;
const ignore = PROMTOOL_OBSTACLE !== "";

Deno.test(`promtool has nothing to say against what formatPrometheus writes${skipped}`, { ignore }, async () => {
  for (const consumers of [[], [BUSY], [BUSY, IDLE]]) {
    for (const system of [systemOf(...consumers), producedSystemOf(...consumers)]) {
      assertEquals(await checkMetrics(formatPrometheus(system)), { success: true, output: "" });
    }
  }
});

Deno.test(`promtool does find mistakes in such a text${skipped}`, { ignore }, async () => {
  const text = formatPrometheus(systemOf(BUSY));
  const broken = await checkMetrics(text.replace("trading_sim_ready 1", "trading_sim_ready yes"));
  assert(!broken.success);
  assertMatch(broken.output, /expected float/);
  const unconventional = await checkMetrics(text.replaceAll("lost_events_total", "lost_events"));
  assert(!unconventional.success);
  assertMatch(unconventional.output, /counter metrics should have "_total" suffix/);
});
