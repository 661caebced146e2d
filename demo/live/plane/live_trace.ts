import type { Ack, EventView } from "../../../mod.ts";
import type { LiveAction } from "./live_plan.ts";

/** A consumer, as the control plane saw it at a look. */
export interface LookedAtConsumer {
  /** Its account: what is unread, given up, and overwritten unread for certain. */
  readonly consumer: { readonly lag: number; readonly lost: number; readonly overwritten: number };
  /** Results of its polls. */
  readonly polls: { readonly overruns: number };
  /** Observations that the control plane knows it did not get. */
  readonly dropped: number;
}

/**
 * Is shown what the control plane of a live run sees, while it sees it. It runs in the thread of the control plane: the hot
 * threads do nothing for it.
 *
 * The null object is {@linkcode NO_LIVE_TRACE}, and the default.
 */
export interface LiveTrace {
  /** The run begins at this time of its clock. */
  begun(startNs: number): void;
  /**
   * An observation of a decision has come.
   *
   * @param consumer its number, counted from 0
   * @param event its arrival and its sequence, valid during the call
   * @param ack the decision, valid during the call
   */
  observed(consumer: number, event: EventView, ack: Ack): void;
  /** The control plane has looked at all consumers. */
  looked(nowNs: number, consumers: readonly LookedAtConsumer[]): void;
  /** Something was injected. */
  injected(action: LiveAction, nowNs: number): void;
}

/** The trace that sees nothing. */
export const NO_LIVE_TRACE: LiveTrace = Object.freeze({
  begun() {},
  observed() {},
  looked() {},
  injected() {},
});
