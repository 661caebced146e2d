import { CAPACITY_MAX, PAYLOAD_WORDS_MAX, recordShift, RING_WORDS_MAX } from "../../../core/bus/slot_layout.ts";
import type { CheckSpecification, RingSpecification, SystemSpecification } from "../system_specification.ts";
import { CONSUMERS, SPANS_MAX } from "./consumer_rules.ts";
import { FEEDS } from "./feed_rules.ts";
import { type Key, type ObjectRule, objectRule } from "./object_rule.ts";
import { isPlainObject, type Rule } from "./rule.ts";
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
      capacity: { rule: powerOfTwoRule(CAPACITY_MAX), sentence: "Events that stay readable.", missing: { is: 64 } },
      payloadWords: {
        rule: integerRule(0, PAYLOAD_WORDS_MAX),
        sentence: "32-bit payload words of every event.",
        missing: { is: 4 },
      },
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
      kind: { rule: choiceRule(FAILURE_KINDS), sentence: "Id of the failure.", missing: "required" },
      from: { rule: durationOfRule(), sentence: "When it begins.", missing: { means: "`fromStep` is given" } },
      fromStep: {
        rule: integerRule(0),
        sentence: "The step at whose beginning it begins: `from` is as many times `step`.",
        missing: { means: "`from` is given" },
      },
      to: {
        rule: durationOfRule({ min: 1 }),
        sentence: "When it is over. More than `from`.",
        missing: { means: "it is never over" },
      },
      toStep: {
        rule: integerRule(1),
        sentence: "The step at whose beginning it is over: `to` is as many times `step`.",
        missing: { means: "as `to`" },
      },
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
    across: {
      oneOf: [{ required: ["from"] }, { required: ["fromStep"] }],
      not: { required: ["to", "toStep"] },
    },
  });
}

function describeWarmup(): ObjectRule<WrittenWarmup> {
  return objectRule<WrittenWarmup>({
    id: "warmup",
    noun: "a warm-up",
    keys: {
      ticks: { rule: integerRule(0, TICKS_MAX), sentence: "Ticks that it takes.", missing: "required" },
      tick: {
        rule: durationOfRule({ min: 1 }),
        sentence: "From one to the next: tick n is at n × `tick`, and the system is READY at `ticks` × `tick`.",
        missing: { means: "as `step`" },
      },
    },
  });
}

/** Meaning of the limits of each check, in the order of reports, and whether they are durations. */
const CHECKS: Readonly<Record<string, readonly [sentence: string, isDuration?: true]>> = {
  lag: ["The lag of the slowest consumer, as a share of the capacity."],
  staleness: ["The age of the oldest event not decided on.", true],
  heartbeat: ["How long ago the consumer polled that has not for longest.", true],
  quiet: ["How long ago the latest event arrived.", true],
  loss: ["Events lost since the step before."],
  overrun: ["Overruns since the step before."],
  stall: ["Cycles that took too long since the step before: there are none in simulated time."],
  drop: ["Observations dropped since the step before: there are none in simulated time."],
};

/** Ids of the health checks: those of the checks in `control`. */
export const CHECK_KEYS: readonly string[] = /* @__PURE__ */ Object.freeze(/* @__PURE__ */ Object.keys(CHECKS));

function describeCheck(isDuration: boolean): ObjectRule<CheckSpecification> {
  const limit = (): Rule<number> =>
    isDuration ? durationOfRule() : numberRule(0, LIMIT_MAX, "a number from 0 to 2^53 - 1");
  const object = objectRule<{ readonly limit: number; readonly recoveryLimit?: number }, CheckSpecification>({
    id: isDuration ? "check-of-time" : "check",
    noun: isDuration ? "a check of a time" : "a check",
    keys: {
      limit: { rule: limit(), sentence: "The greatest value that is not yet a failure.", missing: "required" },
      recoveryLimit: {
        rule: limit(),
        sentence: "The greatest value with which it is well again. At most `limit`.",
        missing: { means: "as `limit`" },
      },
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
    schema: (definitions) => ({ anyOf: [bare.schema(definitions), object.schema(definitions)] }),
  };
}

function describeChecks(): ObjectRule<Readonly<Record<string, CheckSpecification>>> {
  const keys: Record<string, Key<CheckSpecification>> = {};
  for (const [id, [sentence, isDuration = false]] of Object.entries(CHECKS)) {
    keys[id] = { rule: describeCheck(isDuration), sentence, missing: { means: "it decides nothing" } };
  }
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
      $schema: {
        rule: textRule(),
        sentence: "Address of the JSON Schema, for editors; the simulation passes over it.",
        missing: { means: "none" },
      },
      ring: { rule: ring, sentence: "The ring.", missing: { is: {} } },
      feed: { rule: FEEDS.feed, sentence: "Where events come from. The first arrival is at 0.", missing: "required" },
      consumers: {
        rule: listRule(CONSUMERS.consumer, "consumers", 1, CONSUMERS_MAX),
        sentence: "The consumers, in the order in which they poll at one moment.",
        missing: "required",
      },
      pauses: {
        rule: listRule(CONSUMERS.pause, "pauses", 0, SPANS_MAX),
        sentence: "Pauses of the whole system: every consumer's work is suspended in them. The feed goes on.",
        missing: { is: [] },
      },
      failures: {
        rule: listRule(failure, "failures", 0, SPANS_MAX),
        sentence: "The failures. Those of one kind that overlap or touch are one.",
        missing: { is: [] },
      },
      warmup: { rule: warmup, sentence: "The warm-up.", missing: { means: "the system is READY from 0 on" } },
      checks: {
        rule: checks,
        sentence:
          "Health checks that act on the system, by id: they are looked at once a step. A bare limit is its own " +
          "`recoveryLimit`.",
        missing: { is: {} },
      },
      afterGap: {
        rule: CONSUMERS.afterGap,
        sentence: "What going on after a gap costs a consumer that has no `afterGap` of its own.",
        missing: { means: "nothing" },
      },
      recoveryTicks: {
        rule: integerRule(1, TICKS_MAX),
        sentence: "Steps in a row that a check must be well before it lets go.",
        missing: { is: 3 },
      },
      step: {
        rule: durationOfRule({ min: 1 }),
        sentence: "From one turn of the control plane to the next; also what `perStep` and `polls` count by.",
        missing: { is: "1ms" },
      },
      duration: {
        rule: durationOfRule({ min: 1 }),
        sentence:
          "Arrivals, polls and turns of the control plane before this count. Needed by a feed that is drawn or does " +
          "not end, and by `polls`.",
        missing: { means: "the run ends when everything has drained" },
      },
      seed: { rule: integerRule(0), sentence: "Seed of everything drawn at random.", missing: { is: 1 } },
    },
    finish: finishSystem,
  });
  const limits = [describeCheck(false), describeCheck(true)];
  return { system, ring, failure, warmup, checks, limits };
}

/** The rules of a system. */
export const SYSTEM: ReturnType<typeof describeSystem> = /* @__PURE__ */ describeSystem();
