import { OVERRUN_POLICIES } from "../../../core/bus/overrun_policy.ts";
import { nearestName } from "../../nearest_name.ts";
import {
  type ConsumerSpecification,
  type MeasuredTimes,
  type OnOverrunSpecification,
  type PauseSpecification,
  type ServiceSpecification,
  type ServiceTimeSpecification,
  TIME_UNITS,
} from "../system_specification.ts";
import { countsRule } from "./feed_rules.ts";
import { type ObjectRule, objectRule, optional, refuseUnknown, required, withDefault } from "./object_rule.ts";
import { isPlainObject, type Rule } from "./rule.ts";
import { choiceRule, durationOfRule, integerRule, listRule, nameRule, pathRule } from "./scalar_rules.ts";
import type { AfterGap } from "./written_system.ts";

/** Longest service time: an hour. */
const SERVICE_MAX_NS = 3_600_000_000_000;

/** How many times the median the 99th percentile may be: beyond that, what is drawn is beyond all measure. */
const SPREAD_MAX = 10_000;

/** Most events of a pass, most overruns. */
const COUNT_MAX = 1_000_000_000;

/** Most pauses, and most failures, of a list. */
export const SPANS_MAX = 10_000;

type Exponential = { readonly mean: number };
type LogNormal = { readonly median: number; readonly p99: number };

function describeExponential(): ObjectRule<Exponential> {
  return objectRule<Exponential>({
    id: "exponential",
    noun: "an exponential service time",
    keys: {
      mean: required(durationOfRule({ min: 1, max: SERVICE_MAX_NS })),
    },
  });
}

function describeLogNormal(): ObjectRule<LogNormal> {
  return objectRule<LogNormal>({
    id: "log-normal",
    noun: "a log-normal service time",
    keys: {
      median: required(durationOfRule({ min: 1, max: SERVICE_MAX_NS })),
      p99: required(durationOfRule({ min: 1, max: SERVICE_MAX_NS })),
    },
    finish: (times, place, given) => {
      const { median, p99 } = times;
      if (p99 < median || p99 > SPREAD_MAX * median) {
        const rule = `from the median, ${median} ns, to ${SPREAD_MAX} times that`;
        place.at(given, "p99").fail(`must be ${rule}, got ${p99} ns`);
      }
      return times;
    },
  });
}

function describeMeasured(): ObjectRule<MeasuredTimes> {
  return objectRule<MeasuredTimes>({
    id: "measured",
    noun: "a measured service time",
    keys: {
      file: required(pathRule()),
      unit: withDefault(choiceRule(TIME_UNITS), "ns"),
    },
  });
}

/** The forms of a service time that is an object, each known by the key that no other has. */
interface TimeForms {
  readonly mean: ObjectRule<Exponential>;
  readonly median: ObjectRule<LogNormal>;
  readonly file: ObjectRule<MeasuredTimes>;
}

/** Keys of all forms. */
const TIME_KEYS = ["mean", "median", "p99", "file", "unit"] as const;

function describeServiceTime(forms: TimeForms): Rule<ServiceTimeSpecification> {
  const fixed = durationOfRule({ max: SERVICE_MAX_NS });
  const rule = `${fixed.rule}; or an object with mean, with median and p99, or with file`;
  return {
    rule,
    read: (value, place) => {
      if (typeof value === "string" || typeof value === "number") return fixed.read(value, place);
      if (!isPlainObject(value)) return place.refuse(rule, value);
      refuseUnknown(value, TIME_KEYS, "a service time", place);
      if (value.mean !== undefined) return forms.mean.read(value, place);
      if (value.median !== undefined || value.p99 !== undefined) return forms.median.read(value, place);
      if (value.file !== undefined || value.unit !== undefined) return forms.file.read(value, place);
      return place.refuse(rule, value, " without any of them");
    },
    fromText: (text) => fixed.fromText(text),
    shape: { is: "any", of: [fixed.shape, ...Object.values(forms).map(({ shape }: Rule<unknown>) => shape)] },
  };
}

/** A service: a bare duration is its time for an event. */
function describeService(perEvent: Rule<ServiceTimeSpecification>): ObjectRule<ServiceSpecification> {
  const object = objectRule<ServiceSpecification>({
    id: "service",
    noun: "a service",
    keys: {
      perEvent: required(perEvent),
      perPass: withDefault(durationOfRule({ max: SERVICE_MAX_NS }), 0),
      maxBatch: withDefault(integerRule(1, COUNT_MAX), 1),
      wakeUp: withDefault(durationOfRule({ max: SERVICE_MAX_NS }), 0),
    },
  });
  const bare = durationOfRule({ max: SERVICE_MAX_NS });
  const rule = `${bare.rule}; or ${object.rule}`;
  return {
    ...object,
    rule,
    read: (value, place) => {
      if (isPlainObject(value)) return object.read(value, place);
      if (typeof value !== "string" && typeof value !== "number") return place.refuse(rule, value);
      return object.read({ perEvent: bare.read(value, place) }, place);
    },
    fromText: (text) => bare.fromText(text),
    shape: { is: "any", of: [bare.shape, object.shape] },
  };
}

const LEAVE = /^leave[:=](\d+)$/;

function describeOnOverrun(leave: ObjectRule<{ readonly leave: number }>): Rule<OnOverrunSpecification> {
  const names = [...OVERRUN_POLICIES, "leave:N"];
  const rule = `one of ${names.join(", ")}, or an object with leave`;
  return {
    rule,
    read: (value, place) => {
      if (typeof value === "string") {
        const policy = OVERRUN_POLICIES.find((name) => name === value);
        if (policy !== undefined) return policy;
        const [, times] = LEAVE.exec(value) ?? [];
        if (times !== undefined) return leave.read({ leave: Number(times) }, place);
        return place.refuse(rule, value, `: did you mean ${nearestName(value, names)}?`);
      }
      return isPlainObject(value) ? leave.read(value, place) : place.refuse(rule, value);
    },
    fromText: (text) => text,
    shape: {
      is: "any",
      of: [{ is: "choice", names: OVERRUN_POLICIES }, { is: "pattern", pattern: LEAVE }, leave.shape],
    },
  };
}

function describeLeave(): ObjectRule<{ readonly leave: number }> {
  return objectRule<{ readonly leave: number }>({
    id: "leave",
    noun: "a policy",
    keys: {
      leave: required(integerRule(1, COUNT_MAX)),
    },
  });
}

type SinglePause = Extract<PauseSpecification, { readonly at: number }>;
type RepeatedPause = Extract<PauseSpecification, { readonly every: number }>;

function describeSinglePause(): ObjectRule<SinglePause> {
  return objectRule<SinglePause>({
    id: "pause",
    noun: "a pause",
    keys: {
      at: required(durationOfRule()),
      for: required(durationOfRule({ min: 1 })),
    },
    finish: (pause, place, given) => {
      const end = pause.at + pause.for;
      if (!Number.isSafeInteger(end)) place.at(given, "for").fail(`must end before 2^53 ns, got an end at ${end} ns`);
      return pause;
    },
  });
}

function describeRepeatedPause(): ObjectRule<RepeatedPause> {
  return objectRule<RepeatedPause>({
    id: "repeated-pause",
    noun: "a repeated pause",
    keys: {
      every: required(durationOfRule({ min: 2 })),
      for: required(durationOfRule({ min: 1 })),
    },
    finish: (pause, place, given) => {
      if (pause.for >= pause.every) {
        place.at(given, "for").fail(`must be less than every, ${pause.every} ns, got ${pause.for} ns`);
      }
      return pause;
    },
  });
}

function describePause(
  single: ObjectRule<SinglePause>,
  repeated: ObjectRule<RepeatedPause>,
): Rule<PauseSpecification> {
  const rule = "an object with at and for, or with every and for";
  return {
    rule,
    read: (value, place) => {
      if (!isPlainObject(value)) return place.refuse(rule, value);
      refuseUnknown(value, ["at", "every", "for"], "a pause", place);
      if (value.at !== undefined && value.every !== undefined) return place.refuse(rule, value, " with at and every");
      return value.every === undefined ? single.read(value, place) : repeated.read(value, place);
    },
    fromText: (text) => text,
    shape: { is: "any", of: [single.shape, repeated.shape] },
  };
}

function describeAfterGap(): ObjectRule<AfterGap> {
  return objectRule<AfterGap>({
    id: "after-gap",
    noun: "an afterGap",
    keys: {
      provisionalFor: required(durationOfRule()),
    },
  });
}

function describeConsumer(parts: {
  readonly service: ObjectRule<ServiceSpecification>;
  readonly onOverrun: Rule<OnOverrunSpecification>;
  readonly pause: Rule<PauseSpecification>;
  readonly afterGap: ObjectRule<AfterGap>;
}): ObjectRule<ConsumerSpecification> {
  return objectRule<ConsumerSpecification>({
    id: "consumer",
    noun: "a consumer",
    keys: {
      name: required(nameRule()),
      polls: optional(countsRule("counts")),
      service: optional(parts.service),
      onOverrun: withDefault(parts.onOverrun, "stall"),
      pauses: withDefault(listRule(parts.pause, "pauses", 0, SPANS_MAX), []),
      afterGap: optional(parts.afterGap),
    },
    finish: (consumer, place) => {
      if (consumer.polls === undefined && consumer.service === undefined) {
        place.fail("has no pace: it must have either polls or service");
      }
      if (consumer.polls !== undefined && consumer.service !== undefined) {
        place.fail("has two paces: it must have either polls or service, got both");
      }
      return consumer;
    },
  });
}

/** Describes all that a consumer consists of. */
function describeConsumers() {
  const forms: TimeForms = { mean: describeExponential(), median: describeLogNormal(), file: describeMeasured() };
  const leave = describeLeave();
  const single = describeSinglePause();
  const repeated = describeRepeatedPause();
  const service = describeService(describeServiceTime(forms));
  const onOverrun = describeOnOverrun(leave);
  const pause = describePause(single, repeated);
  const afterGap = describeAfterGap();
  const consumer = describeConsumer({ service, onOverrun, pause, afterGap });
  const times = new Map(Object.values(forms).flatMap((form: ObjectRule<unknown>) => [...form.keys]));
  return {
    consumer,
    service,
    times,
    onOverrun,
    pause,
    afterGap,
    objects: [...Object.values(forms), leave, single, repeated],
  };
}

/** The rules of consumers. */
export const CONSUMERS: ReturnType<typeof describeConsumers> = /* @__PURE__ */ describeConsumers();
