import { assertEquals } from "@std/assert";
import { describeProgress, ProgressLine } from "../../../demo/simulate/progress.ts";

const RUN = { events: 12_345_678, simulatedNs: 1_230_000_000, share: undefined, elapsedNs: 6_000_000_000 };

Deno.test("describeProgress has the rate, and what is left where the length is known", () => {
  assertEquals(describeProgress(RUN), "12.3 M events, 1.23 s simulated, 2.06 M events/s");
  assertEquals(
    describeProgress({ ...RUN, share: 0.25 }),
    "12.3 M events, 1.23 s simulated, 2.06 M events/s, 25 %, 18 s left",
  );
  assertEquals(describeProgress({ events: 0, simulatedNs: 0, share: 0, elapsedNs: 0 }), "0 events, 0 ns simulated");
});

Deno.test("ProgressLine stays within a narrow line, and is gone in the end", () => {
  let written = "";
  const line = new ProgressLine({ write: (text) => written += text, columns: 20 });
  line.clear();
  assertEquals(written, "");
  line.show(RUN);
  line.clear();
  line.clear();
  assertEquals(written, "\r\x1b[2K12.3 M events, 1.23\r\x1b[2K");
});
