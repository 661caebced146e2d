import { readSpecification } from "../../../config/mod.ts";
import { OVERRUN_POLICIES, type OverrunPolicy } from "../../../mod.ts";
import { powerOfTwoFrom } from "../../simulate/simulation_result.ts";
import { SETTLED_MOMENTS } from "../../simulate/simulation_pass.ts";
import { makeChunk } from "../../system/feed/arrival_feed.ts";
import type { Track } from "../../system/run_record.ts";
import { runPlan } from "../../system/stepped_system.ts";
import { TimedSystem } from "../../system/timed/timed_system.ts";
import { EVENTS_MAX } from "./bounds.ts";
import type { ExplorerRun } from "./explorer_run.ts";
import { type DroppedFiles, planTimed } from "./timed_run.ts";

/** What a ring leads to. */
export interface SizingPoint {
  /** Events that it keeps readable. */
  readonly capacity: number;
  /** Events lost. */
  readonly lost: number;
  /** Events published. */
  readonly events: number;
  /** Age that 99 of 100 events do not exceed when they are decided on; undefined, if nothing is. */
  readonly p99Ns: number | undefined;
}

/** A policy over rings, from the smallest to the largest. */
export interface SizingCurve {
  /** The policy. */
  readonly policy: OverrunPolicy;
  /** The rings. */
  readonly points: readonly SizingPoint[];
}

/** What a consumer needs, and what rings around that lead to. */
export interface RunSizing {
  /** The least ring that is never overrun, by the law; undefined, where the load lasts and no ring is enough. */
  readonly needed: number | undefined;
  /** One curve for each policy. */
  readonly curves: readonly SizingCurve[];
}

/** Most rings, and the largest. */
const RINGS_MAX = 10;
const CAPACITY_MAX = 2 ** 20;

/** Most events that are offered in all, over all rings and policies: some seconds. */
const WORK_MAX = 12 * EVENTS_MAX;

/**
 * Sizes the ring of one consumer: powers of two up to twice the needed ring, each under every policy, by simulation. It takes up to
 * some seconds, and so goes on by pieces, between which a page can do other things.
 *
 * @param run the run
 * @param consumer the number of its view
 * @param files the files that its specification reads
 * @returns yields the share that is done, and in the end what came of it
 * @throws {RequestError} if a file cannot be read
 */
export function* sizeRun(
  run: ExplorerRun,
  consumer: number,
  files: DroppedFiles = new Map(),
): Generator<number, RunSizing> {
  const needed = run.needed[consumer];
  const rings = ringsAround(needed, run.views[consumer].account.events);
  const track = run.tracks[consumer];
  const sized = track === undefined ? sizeTimed(run, consumer, files, rings) : sizeTrack(track, rings);
  const points = yield* sized;
  return {
    needed: run.stable[consumer] === false ? undefined : needed,
    curves: OVERRUN_POLICIES.map((policy, n) => ({ policy, points: points.map((ring) => ring[n]) })),
  };
}

/** The rings that are tried: fewer, where each takes long. */
function ringsAround(needed: number, events: number): number[] {
  const count = Math.min(RINGS_MAX, Math.max(4, Math.floor(WORK_MAX / (OVERRUN_POLICIES.length * events))));
  const largest = Math.min(CAPACITY_MAX, 2 * powerOfTwoFrom(needed));
  return Array.from({ length: count }, (_, n) => largest / 2 ** (count - 1 - n)).filter((capacity) => capacity >= 1);
}

/** By steps: a run for each ring and policy. */
function* sizeTrack({ run: { plan }, consumer }: Track, rings: readonly number[]): Generator<number, SizingPoint[][]> {
  const points: SizingPoint[][] = [];
  for (const capacity of rings) {
    const ring: SizingPoint[] = [];
    for (const onOverrun of OVERRUN_POLICIES) {
      yield (points.length + ring.length / OVERRUN_POLICIES.length) / rings.length;
      const record = runPlan({ ...plan, payloadWords: 0, capacity, consumers: [{ ...consumer.plan, onOverrun }] });
      const [{ steps: { lost, overwritten }, staleness, witness }] = record.consumers;
      ring.push({
        capacity,
        lost: witness.lost + overwritten[lost.length - 1],
        events: record.published,
        p99Ns: staleness?.p99Ns,
      });
    }
    points.push(ring);
  }
  return points;
}

/** By times: all rings over one pass of the feed. No consumer notices another, so the policies share a ring. */
function* sizeTimed(
  run: ExplorerRun,
  consumer: number,
  files: DroppedFiles,
  rings: readonly number[],
): Generator<number, SizingPoint[][]> {
  const specification = readSpecification(run.specification());
  const { feed, services } = planTimed(specification, files, run.command);
  const planned = specification.consumers[consumer];
  const systems = rings.map((capacity) =>
    new TimedSystem({
      specification: {
        ...specification,
        ring: { capacity, payloadWords: 0 },
        // What a gap costs is neither a loss nor an age.
        consumers: OVERRUN_POLICIES.map((name) => ({ ...planned, name, onOverrun: name, afterGap: undefined })),
      },
      services: OVERRUN_POLICIES.map(() => services[consumer]),
    })
  );
  const { events: all } = run.views[consumer].account;
  const chunk = makeChunk(CHUNK_EVENTS);
  let events = 0;
  for (let count = feed.read(chunk); count > 0; count = feed.read(chunk)) {
    for (const system of systems) system.take(chunk, count);
    events += count;
    yield events / all;
  }
  for (const system of systems) while (!system.settle(SETTLED_MOMENTS)) yield 1;
  return systems.map((system, n) =>
    system.finish().consumers.map(({ lost, stalenessNs }) => ({
      capacity: rings[n],
      lost,
      events,
      p99Ns: stalenessNs.count === 0 ? undefined : stalenessNs.percentile(99),
    }))
  );
}

/** Dozens of consumers take each chunk between two yields. */
const CHUNK_EVENTS = 1_024;
