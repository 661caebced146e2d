import { LifecycleState } from "../../../mod.ts";
import { accountsOf, isSkipping } from "../../system/summary.ts";
import type { ExplorerRun } from "./explorer_run.ts";

/** One arrival or one poll inside a step. */
export interface StepMoment {
  /**
   * What happened: an event was published; one was read; a poll found nothing; a poll found an overrun, which ends where the
   * consumer resumes, and lasts where it stalls.
   */
  readonly kind: "published" | "read" | "empty" | "resumed" | "stalled";
  /** The event that was published or read; where the consumer resumes, the one that it reads next. */
  readonly sequence: number | undefined;
  /** Events lost at this moment: overwritten unread by an arrival, or given up by a resume. */
  readonly lostNow: number;
  /** Events published after it. */
  readonly head: number;
  /** The next event that the consumer would read, after it. */
  readonly cursor: number;
  /** Events lost in the run after it, whether or not a poll has found that. */
  readonly lost: number;
  /** Whether what was read was decided on live. */
  readonly live: boolean;
}

/** Most moments of a step that are listed. */
const MOMENTS_MAX = 10_000;

/**
 * The inside of a step, in order: all its arrivals, then the polls of one consumer.
 *
 * @param run the run
 * @param consumer the number of its view, from 0
 * @param step the step, from 0
 * @returns the moments; none for a run by times, nor for a step of more than 10,000
 */
export function momentsOf({ tracks }: Pick<ExplorerRun, "tracks">, consumer: number, step: number): StepMoment[] {
  const track = tracks[consumer];
  if (track === undefined) return [];
  const { run, consumer: { plan, steps } } = track;
  const { capacity, ingest } = run.plan;
  const [arrivals, polls] = [ingest[step], plan.polls[step]];
  if (!(arrivals + polls <= MOMENTS_MAX)) return [];
  const live = run.state[step] === LifecycleState.READY;
  let head = 0;
  for (let n = 0; n < step; n++) head += ingest[n];
  let cursor = head - (steps.backlog[step - 1] ?? 0);
  let lost = accountsOf(track).lost[step - 1] ?? 0;
  const moments: StepMoment[] = [];
  const add = (kind: StepMoment["kind"], sequence: number | undefined, lostNow: number) => {
    lost += lostNow;
    moments.push({ kind, sequence, lostNow, head, cursor, lost, live: live && kind === "read" });
  };
  for (let n = 0; n < arrivals; n++) {
    head++;
    add("published", head - 1, head - cursor > capacity ? 1 : 0);
  }
  for (let n = 0; n < polls; n++) {
    const lag = head - cursor;
    if (lag > capacity && isSkipping(plan)) {
      const isToHead = plan.onOverrun === "skip-to-head";
      cursor = isToHead ? head : head - capacity;
      // What was overwritten is lost already. A resume at the head gives up what could still be read as well.
      add("resumed", cursor, isToHead ? capacity : 0);
    } else if (lag > capacity) add("stalled", undefined, 0);
    else if (lag === 0) add("empty", undefined, 0);
    else {
      cursor++;
      add("read", cursor - 1, 0);
    }
  }
  return moments;
}
