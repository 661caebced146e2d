import { checkInteger, checkParts, shown } from "../../core/arguments.ts";
import type { Condition } from "./runbook_step.ts";
import { Runbook } from "./runbook.ts";

/** Action named in messages. */
const ACTION = "create runbook isolate-slow-consumer";

/** A consumer as far as it can be seen from outside. */
export interface WatchedConsumer {
  /** Its name. */
  readonly name: string;
  /** Events published that it has neither read nor given up. */
  readonly lag: number;
  /** How long ago it polled, in nanoseconds; needed where {@linkcode IsolationParts.heartbeatAgeNsMax} is given. */
  readonly heartbeatAgeNs?: number;
}

/** A consumer that can be taken out of service. */
export interface IsolatableConsumer extends WatchedConsumer {
  /** Whether it is out of service. */
  readonly isolated: boolean;
  /** Takes it out of service: it is polled no more, and health does not judge it. */
  isolate(): void;
  /** Takes it back into service, where it stopped. */
  rejoin(): void;
}

/** Parts of the isolation of a slow consumer. */
export interface IsolationParts {
  /** The slow consumer. */
  readonly consumer: IsolatableConsumer;
  /** The consumers that stay in service. */
  readonly others: readonly WatchedConsumer[];
  /** Readiness of the system. A readiness probe is one. */
  readonly readiness: { readonly ready: boolean };
  /** The greatest lag of a consumer that keeps up, in events: a whole number, at least 0. */
  readonly lagMax: number;
  /**
   * The greatest age of the heartbeat of a consumer that works, in nanoseconds: a finite number, at least 0. One that has
   * stopped lags by little for as long as few events come. Default: heartbeats are not looked at.
   */
  readonly heartbeatAgeNsMax?: number;
  /** Ticks that may pass until the others keep up, and until the system is READY: a whole number, at least 0. */
  readonly ticksMax: number;
}

/**
 * Makes the runbook that takes a slow consumer out of service, so that a system which it degrades is ready again.
 *
 * A slow consumer holds up no other part: the producer does not know it, and neither do the others. But where health judges it, its
 * lag degrades the whole system. The runbook begins only if the consumer does lag and another one is left to carry on.
 * Whatever it was for is no longer done, so that step waits for approval.
 *
 * If the others do not keep up either, or the system does not become READY within the bound, the consumer was not what was
 * wrong: it is taken back into service.
 *
 * @param parts what it acts on, and the bounds
 * @throws {RangeError} if a bound is not a whole number from 0
 *
 * @example Take a slow consumer out of service
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { isolateSlowConsumer } from "@low-latency/trading-sim/control";
 *
 * const consumer = {
 *   name: "analytics",
 *   lag: 60,
 *   isolated: false,
 *   isolate: () => void (consumer.isolated = true),
 *   rejoin: () => void (consumer.isolated = false),
 * };
 * const others = [{ name: "executor", lag: 2 }];
 * const readiness = {
 *   get ready() {
 *     return consumer.isolated;
 *   },
 * };
 * const runbook = isolateSlowConsumer({ consumer, others, readiness, lagMax: 48, ticksMax: 10 });
 * const outcome = runbook.run({ tick: () => {}, approve: () => true });
 * assertEquals(outcome.status, "completed");
 * assert(consumer.isolated);
 * ```
 */
export function isolateSlowConsumer(parts: IsolationParts): Runbook {
  const shape = { consumer: "isolate()", others: "[]", readiness: "ready" };
  checkParts(ACTION, "parts", parts, shape);
  const { consumer, others, readiness, lagMax, heartbeatAgeNsMax, ticksMax } = parts;
  checkInteger(ACTION, "lagMax", lagMax, 0);
  if (heartbeatAgeNsMax !== undefined && !(Number.isFinite(heartbeatAgeNsMax) && heartbeatAgeNsMax >= 0)) {
    throw new RangeError(
      `Cannot ${ACTION}: heartbeatAgeNsMax must be a finite number from 0, got ${shown(heartbeatAgeNsMax)}`,
    );
  }
  // An unknown heartbeat counts as none.
  const beats = ({ heartbeatAgeNs = Infinity }: WatchedConsumer) => heartbeatAgeNs <= (heartbeatAgeNsMax ?? Infinity);
  const andPolls = heartbeatAgeNsMax === undefined
    ? ""
    : `, and every one has polled in the last ${heartbeatAgeNsMax} ns`;
  const inService: Condition = {
    sentence: `The consumer ${consumer.name} is in service.`,
    holds: () => !consumer.isolated,
  };
  return new Runbook({
    id: "isolate-slow-consumer",
    sentence: "Remove a lagging consumer from service, so that the system can be ready without it.",
    preconditions: [
      inService,
      {
        sentence: `The consumer ${consumer.name} lags by more than ${lagMax} events.`,
        holds: () => consumer.lag > lagMax,
      },
      { sentence: "Another consumer is left to carry on.", holds: () => others.length > 0 },
    ],
    steps: [
      {
        id: "isolate",
        sentence: `Take ${consumer.name} out of service: it is polled no more, and health does not judge it.`,
        isRisky: true,
        precondition: inService,
        action: () => consumer.isolate(),
        undo: () => consumer.rejoin(),
        verification: {
          sentence: `The consumer ${consumer.name} is out of service.`,
          holds: () => consumer.isolated,
        },
        ticksMax: 0,
      },
      {
        id: "verify-others",
        sentence: "See that the consumers that are left keep up.",
        verification: {
          sentence: `No other consumer lags by more than ${lagMax} events${andPolls}.`,
          holds: () => others.every(({ lag }) => lag <= lagMax) && others.every(beats),
        },
        ticksMax,
      },
      {
        id: "verify-readiness",
        sentence: "Wait until the readiness probe says yes, as a sender of traffic does.",
        verification: { sentence: "The readiness probe says yes.", holds: () => readiness.ready },
        ticksMax,
      },
    ],
  });
}
