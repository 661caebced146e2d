/**
 * Question: what does an event cost in a process in which rings of several capacities are alive?
 *
 * Goal: the cost without the favour that a compiler does to a program with one ring, whose numbers it takes for constants.
 *
 * Not a goal: anything that `local_ring_bench.ts` asks. This is a file of its own because type feedback is shared by all of
 * a file's benches.
 *
 * @module
 */
import { benchWork, warmUp } from "./_events.ts";
import * as rings from "./workload/four_rings.ts";

warmUp(rings.oneByOne, 2000);
benchWork("four rings alive, 32-byte event", "publish + poll", rings.oneByOne, { baseline: true });
