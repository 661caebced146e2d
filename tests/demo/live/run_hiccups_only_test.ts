import { assert, assertEquals } from "@std/assert";
import { createClock } from "../../../core/time/create_clock.ts";
import { HICCUPS_DEFAULTS } from "../../../demo/live/live_option_list.ts";
import { runHiccupsOnly } from "../../../demo/live/run_hiccups_only.ts";
import type { GapsJson } from "../../../demo/live/view/gap_report.ts";
import { recordedIo } from "../terminal/_io.ts";
import { live } from "./_live_process.ts";

const lacking = (["run", "read"] as const)
  .filter((name) => Deno.permissions.querySync({ name }).state !== "granted")
  .map((name) => `--allow-${name}`);
const ignore = lacking.length > 0;
const skipped = ignore ? ` (skipped without ${lacking.join(", ")})` : "";

Deno.test(
  `live --hiccups-only measures the machine, by either clock, and no system${skipped}`,
  { ignore },
  async () => {
    for (const clock of ["native", "hrtime"]) {
      const { code, stdout, stderr } = await live(`--hiccups-only --seconds 0.2 --gap-us 2 --clock ${clock} --json`);
      assertEquals([code, stderr], [0, ""]);
      const { cores, ended_by, threads, failures }: GapsJson = JSON.parse(stdout);
      assertEquals([threads.length, ended_by, failures], [Math.min(16, cores), "time", []]);
      for (const { elapsed_ns, gaps, total_ns, share, gaps_ns } of threads) {
        assert(elapsed_ns! > 0 && total_ns! <= elapsed_ns!, `${total_ns} of ${elapsed_ns}`);
        assertEquals([share, gaps], [total_ns! / elapsed_ns!, gaps_ns!.count]);
        if (gaps! > 0) assert(gaps_ns!.min! > 2_000 && gaps_ns!.max! <= total_ns!);
      }
    }
  },
);

Deno.test(`live --hiccups-only that is interrupted still reports${skipped}`, {
  ignore: ignore || Deno.build.os === "windows",
}, async () => {
  const io = Object.assign(recordedIo({ columns: 80, colour: false }), {
    size: () => undefined,
    gone: new AbortController().signal,
  });
  const plan = { ...HICCUPS_DEFAULTS, seconds: 3_600 };
  const ended = runHiccupsOnly(
    { kind: "hiccups", plan, clock: "auto", format: "text", color: "never" },
    createClock(),
    io,
  );
  // Deno ends its own tests on SIGINT, whoever listens. SIGTERM interrupts a run in the same way.
  Deno.kill(Deno.pid, "SIGTERM");
  assertEquals(await ended, 0);
  assert(io.stdout.includes(", because it was interrupted\n"), io.stdout);
});
