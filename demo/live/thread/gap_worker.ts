/**
 * A thread that does nothing but read the clock, to find out when it is kept from that. Started as a Worker by the control
 * plane, once a core.
 *
 * @module
 */
import { awaitCommand, Command, standingCommand } from "../between/control_words.ts";
import { openThreadClock } from "../between/thread_clock.ts";
import type { GapReport, GapSetup } from "../between/thread_messages.ts";
import { serveThread } from "./_worker_scope.ts";
import { GapFinder } from "./measure/gap_finder.ts";

/** Rounds before the measurement, for the compilers. */
const WARMUP_ROUNDS = 2_000;

function findGaps({ thread, control, clock, thresholdNs }: GapSetup, ready: () => void): GapReport {
  const finder = new GapFinder(openThreadClock(clock, control, thread).clock, thresholdNs);
  for (let round = 0; round < WARMUP_ROUNDS; round++) finder.look();
  ready();
  awaitCommand(control);
  finder.begin();
  while (standingCommand(control) === Command.RUN) finder.look();
  return finder.report;
}

serveThread(findGaps);
