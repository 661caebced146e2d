import { CAPACITY_MAX, PAYLOAD_WORDS_MAX, recordShift, RING_WORDS_MAX } from "../../../core/bus/slot_layout.ts";
import type { CheckSpecification, RingSpecification, SystemSpecification } from "../system_specification.ts";
import { CONSUMERS, SPANS_MAX } from "./consumer_rules.ts";
import { FEEDS } from "./feed_rules.ts";
import { type ObjectRule, objectRule, optional, required, withDefault } from "./object_rule.ts";
import { isPlainObject, type Key, type Rule } from "./rule.ts";
import {
  choiceRule,
  durationOfRule,
  integerRule,
  listRule,
  numberRule,
  powerOfTwoRule,
  textRule,
} from "./scalar_rules.ts";
import { finishSystem } from "./whole_rules.ts";
import type { WrittenFailure, WrittenSystem, WrittenWarmup } from "./written_system.ts";

/** Kinds of failures that can be injected: those of the failures in `control`. */
export const FAILURE_KINDS: readonly string[] = /* @__PURE__ */ Object.freeze([
  "market-data-outage",
  "execution-failure",
]);

/** Most consumers of a system. */
const CONSUMERS_MAX = 1_000;

/** Most steps that a system is watched for before it is well again. */
const TICKS_MAX = 1_000_000_000;

/** The greatest limit of a check. */
const LIMIT_MAX = Number.MAX_SAFE_INTEGER;

function describeRing(): ObjectRule<RingSpecification> {
  return objectRule<RingSpecification>({
    id: "ring",
    noun: "a ring",
    keys: {
      capacity: withDefault(powerOfTwoRule(CAPACITY_MAX), 64),
      payloadWords: withDefault(integerRule(0, PAYLOAD_WORDS_MAX), 4),
    },
    finish: (ring, place, given) => {
      // Two records for every event of the capacity, of whole cells of two words each.
      const most = RING_WORDS_MAX / (2 * 2 ** recordShift(ring.payloadWords));
      if (ring.capacity > most) {
        place.at(given, "capacity").fail(
          `must be at most ${most} with ${ring.payloadWords} payload words, got ${ring.capacity}`,
        );
      }
      return ring;
    },
  });
}

function describeFailure(): ObjectRule<WrittenFailure> {
  return objectRule<WrittenFailure>({
    id: "failure",
    noun: "a failure",
    keys: {
      kind: required(choiceRule(FAILURE_KINDS)),
      from: optional(durationOfRule()),
      fromStep: optional(integerRule(0)),
      to: optional(durationOfRule({ min: 1 })),
      toStep: optional(integerRule(1)),
    },
    finish: (failure, place, given) => {
      if (failure.from === undefined && failure.fromStep === undefined) {
        place.at(given, "from").fail("is missing: give it, or fromStep");
      }
      if (failure.from !== undefined && failure.fromStep !== undefined) {
        place.at(given, "fromStep").fail("cannot be combined with from: give one of them");
      }
      if (failure.to !== undefined && failure.toStep !== undefined) {
        place.at(given, "toStep").fail("cannot be combined with to: give one of them");
      }
      return failure;
    },
  });
}

function describeWarmup(): ObjectRule<WrittenWarmup> {
  return objectRule<WrittenWarmup>({
    id: "warmup",
    noun: "a warm-up",
    keys: {
      ticks: required(integerRule(0, TICKS_MAX)),
      tick: optional(durationOfRule({ min: 1 })),
    },
  });
}

/** Ids of the health checks, in the order of reports: those of the checks in `control`. */
export const CHECK_KEYS: readonly string[] = /* @__PURE__ */ Object.freeze([
  "lag",
  "staleness",
  "heartbeat",
  "quiet",
  "loss",
  "overrun",
  "stall",
  "drop",
]);

/** Those whose limits are durations. */
const TIMED_CHECKS = ["staleness", "heartbeat", "quiet"];

function describeCheck(isDuration: boolean): ObjectRule<CheckSpecification> {
  const limit = (): Rule<number> =>
    isDuration ? durationOfRule() : numberRule(0, LIMIT_MAX, "a number from 0 to 2^53 - 1");
  const object = objectRule<{ readonly limit: number; readonly recoveryLimit?: number }, CheckSpecification>({
    id: isDuration ? "check-of-time" : "check",
    noun: isDuration ? "a check of a time" : "a check",
    keys: {
      limit: required(limit()),
      recoveryLimit: optional(limit()),
    },
    finish: ({ limit, recoveryLimit = limit }, place, given) => {
      if (recoveryLimit > limit) {
        place.at(given, "recoveryLimit").fail(`must be at most limit, ${limit}, got ${recoveryLimit}`);
      }
      return { limit, recoveryLimit };
    },
  });
  const bare = limit();
  const rule = `${bare.rule}; or an object with limit and recoveryLimit`;
  return {
    ...object,
    rule,
    read: (value, place) => {
      if (isPlainObject(value)) return object.read(value, place);
      if (typeof value !== "string" && typeof value !== "number") return place.refuse(rule, value);
      return object.read({ limit: bare.read(value, place) }, place);
    },
    shape: { is: "any", of: [bare.shape, object.shape] },
  };
}

function describeChecks(): ObjectRule<Readonly<Record<string, CheckSpecification>>> {
  const keys: Record<string, Key<CheckSpecification>> = {};
  for (const id of CHECK_KEYS) keys[id] = optional(describeCheck(TIMED_CHECKS.includes(id)));
  return objectRule<Readonly<Record<string, CheckSpecification>>>({
    id: "checks",
    noun: "the health checks",
    keys,
  });
}

function describeSystem() {
  const ring = describeRing();
  const failure = describeFailure();
  const warmup = describeWarmup();
  const checks = describeChecks();
  const system = objectRule<WrittenSystem, SystemSpecification>({
    id: "system",
    noun: "a specification",
    keys: {
      $schema: optional(textRule()),
      ring: withDefault(ring, {}),
      feed: required(FEEDS.feed),
      consumers: required(listRule(CONSUMERS.consumer, "consumers", 1, CONSUMERS_MAX)),
      pauses: withDefault(listRule(CONSUMERS.pause, "pauses", 0, SPANS_MAX), []),
      failures: withDefault(listRule(failure, "failures", 0, SPANS_MAX), []),
      warmup: optional(warmup),
      checks: withDefault(checks, {}),
      afterGap: optional(CONSUMERS.afterGap),
      recoveryTicks: withDefault(integerRule(1, TICKS_MAX), 3),
      step: withDefault(durationOfRule({ min: 1 }), "1ms"),
      duration: optional(durationOfRule({ min: 1 })),
      seed: withDefault(integerRule(0), 1),
    },
    finish: finishSystem,
  });
  const limits = [describeCheck(false), describeCheck(true)];
  return { system, ring, failure, warmup, checks, limits };
}

/** The rules of a system. */
export const SYSTEM: ReturnType<typeof describeSystem> = /* @__PURE__ */ describeSystem();
