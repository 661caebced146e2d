import { assertEquals } from "@std/assert";
import { renderStatusLine, STATUS_HEADING } from "../../../../demo/live/view/status_line.ts";
import { consumerStatus, ONE_OF_EACH, status } from "../_statuses.ts";

Deno.test("renderStatusLine shows the worst lag, staleness and ages, and the sum of what is lost and dropped", () => {
  const healthy = ONE_OF_EACH.slice(0, 4);
  assertEquals(
    [STATUS_HEADING, renderStatusLine(status({ consumers: healthy }))],
    [
      "  time state   published  rate/s     lag    lost   stale   waits  polled dropped",
      "   4 s READY     421,337  99,998   1,024  1.29 M  143 µs 14.2 µs 2.00 µs  12,345",
    ],
  );
});

Deno.test("renderStatusLine has no staleness if nobody decided on anything", () => {
  const consumers = [consumerStatus(1, { stalenessNs: undefined }), consumerStatus(2, { stalenessNs: undefined })];
  assertEquals(
    renderStatusLine(status({ consumers, state: "DEGRADED" })),
    "   4 s DEGRADED  421,337  99,998      17       0       - 14.2 µs 2.00 µs       0",
  );
});

Deno.test("renderStatusLine fits into 80 columns with every number at its largest", () => {
  const most = 2 ** 53;
  const huge = {
    lag: most,
    lost: most,
    undecidedNs: 999_949,
    heartbeatNs: 999_949,
    dropped: most,
    stalls: most,
    stalenessNs: { p50: 0, p99: 999_949, p999: 0, max: 0 },
  };
  const line = renderStatusLine(status({
    consumers: [consumerStatus(1, huge), consumerStatus(2, huge)],
    elapsedMs: 86_400_000,
    published: 2 ** 53,
    ratePerSecond: 1e9,
  }));
  assertEquals(line.length, STATUS_HEADING.length);
  assertEquals(line.length <= 80, true);
});
