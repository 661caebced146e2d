import { assertEquals } from "@std/assert";
import { createClock } from "../../../../core/time/create_clock.ts";
import { runGaps } from "../../../../demo/live/plane/gap_run.ts";

const ignore = Deno.permissions.querySync({ name: "read" }).state !== "granted";
const skipped = ignore ? " (skipped without --allow-read)" : "";

Deno.test(`runGaps does not wait for threads that do not start, and names them${skipped}`, { ignore }, async () => {
  using clock = createClock();
  const { endedBy, threads, failures } = await runGaps({ seconds: 3_600, gapUs: 10 }, {
    clock,
    cores: 2,
    signal: new AbortController().signal,
    patience: { readyMs: 0, stopMs: 0, leaveMs: 0 },
  });
  assertEquals([endedBy, threads], ["failure", [undefined, undefined]]);
  assertEquals(failures, [1, 2].map((thread) => `spinning thread ${thread}: did not start within 0 ms`));
});

Deno.test(`runGaps has at most sixteen threads, however many cores there are${skipped}`, { ignore }, async () => {
  using clock = createClock();
  const { cores, threads } = await runGaps({ seconds: 3_600, gapUs: 10 }, {
    clock,
    cores: 512,
    signal: AbortSignal.abort(),
    patience: { readyMs: 0, stopMs: 0, leaveMs: 0 },
  });
  assertEquals([cores, threads.length], [512, 16]);
});
