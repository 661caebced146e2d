// @cold-file: overruns are rare, or the capacity is too small
import { checkParts, shown } from "../arguments.ts";
import type { EventConsumer } from "./event_ring.ts";
import { OVERRUN_POLICIES, type OverrunPolicy } from "./overrun_policy.ts";

/**
 * Answers the overruns of one consumer by a policy, and counts them.
 *
 * Call {@linkcode OverrunAnswer.answer} after each poll that returned `PollStatus.OVERRUN`. An episode is one overrun, from
 * the poll that finds it until the consumer resumes: a stalled consumer has many such polls and one episode.
 *
 * Belongs to the thread of its consumer. It allocates nothing after it was made.
 *
 * @example Go on after an overrun
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { OverrunAnswer, PollStatus, RingBuffer } from "@low-latency/trading-sim";
 *
 * const ring = new RingBuffer({ capacity: 4 });
 * const consumer = ring.createConsumer();
 * const overruns = new OverrunAnswer(consumer, "skip-to-oldest");
 * for (let n = 0; n < 10; n++) {
 *   ring.claim();
 *   ring.publish();
 * }
 * let lost = 0;
 * for (let status = consumer.poll(); status !== PollStatus.EMPTY; status = consumer.poll()) {
 *   if (status === PollStatus.OVERRUN) lost += overruns.answer();
 * }
 * assertEquals([consumer.delivered, lost, overruns.episodes], [4, 6, 1]);
 * ```
 */
export class OverrunAnswer {
  /** How overruns are answered. */
  declare readonly policy: OverrunPolicy;
  declare private readonly _consumer: Pick<EventConsumer, "lost" | "overwritten" | "resumeAtHead" | "resumeAtOldest">;
  private _overruns = 0;
  private _episodes = 0;
  /** Events that the consumer had given up when it stalled; -1, if it never has. */
  private _lostBefore = -1;
  /** Overwritten events of this stall that have been returned. */
  private _told = 0;

  /**
   * Makes an answer to the overruns of a consumer.
   *
   * @param consumer the consumer that may be overrun
   * @param policy one of {@linkcode OVERRUN_POLICIES}
   * @throws {TypeError} if the consumer is none
   * @throws {RangeError} if there is no such policy
   */
  constructor(
    consumer: Pick<EventConsumer, "lost" | "overwritten" | "resumeAtHead" | "resumeAtOldest">,
    policy: OverrunPolicy,
  ) {
    checkParts("create OverrunAnswer", "arguments", { consumer }, { consumer: "resumeAtHead()" });
    if (!OVERRUN_POLICIES.includes(policy)) {
      throw new RangeError(
        `Cannot create OverrunAnswer: policy must be one of ${OVERRUN_POLICIES.join(", ")}, got ${shown(policy)}`,
      );
    }
    this._consumer = consumer;
    this.policy = policy;
  }

  /** Polls that found the consumer overrun. */
  get overruns(): number {
    return this._overruns;
  }

  /** Times that the consumer was overrun, each until it resumed. */
  get episodes(): number {
    return this._episodes;
  }

  /** Whether the consumer is overrun and stays so, until another part lets it resume. False under the skip policies. */
  get stalled(): boolean {
    return this._lostBefore === this._consumer.lost;
  }

  /**
   * Answers an overrun, after a poll that found one.
   *
   * @returns the events that are lost and that no call before has returned: under a skip policy what resuming gave up, under
   * `stall` what has been overwritten since the last call of this episode
   */
  answer(): number {
    const consumer = this._consumer;
    this._overruns++;
    if (this.policy === "stall") return this._stall();
    this._episodes++;
    return this.policy === "skip-to-head" ? consumer.resumeAtHead() : consumer.resumeAtOldest();
  }

  /** Begins an episode, or goes on with it, and returns what is newly lost. */
  private _stall(): number {
    const consumer = this._consumer;
    if (!this.stalled) {
      this._episodes++;
      this._lostBefore = consumer.lost;
      this._told = 0;
    }
    const { overwritten } = consumer;
    const lost = overwritten - this._told;
    this._told = overwritten;
    return lost;
  }
}
