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
import { type ObjectRule, objectRule, refuseUnknown } from "./object_rule.ts";
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
      mean: {
        rule: durationOfRule({ min: 1, max: SERVICE_MAX_NS }),
        sentence: "Mean of the exponential distribution that it is drawn from.",
        missing: "required",
      },
    },
  });
}

function describeLogNormal(): ObjectRule<LogNormal> {
  return objectRule<LogNormal>({
    id: "log-normal",
    noun: "a log-normal service time",
    keys: {
      median: {
        rule: durationOfRule({ min: 1, max: SERVICE_MAX_NS }),
        sentence: "Median of the log-normal distribution that it is drawn from.",
        missing: "required",
      },
      p99: {
        rule: durationOfRule({ min: 1, max: SERVICE_MAX_NS }),
        sentence: `99th percentile of the same: from the median to ${SPREAD_MAX} times that.`,
        missing: "required",
      },
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
      file: {
        rule: pathRule(),
        sentence: "The file: an .hgrm percentile table, or one duration a line; relative to the specification.",
        missing: "required",
      },
      unit: { rule: choiceRule(TIME_UNITS), sentence: "Unit of its durations.", missing: { is: "ns" } },
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
    schema: (definitions) => ({
      anyOf: [
        fixed.schema(definitions),
        ...Object.values(forms).map((form: Rule<unknown>) => form.schema(definitions)),
      ],
    }),
  };
}

/** A service: a bare duration is its time for an event. */
function describeService(perEvent: Rule<ServiceTimeSpecification>): ObjectRule<ServiceSpecification> {
  const object = objectRule<ServiceSpecification>({
    id: "service",
    noun: "a service",
    keys: {
      perEvent: {
        rule: perEvent,
        sentence: "Time that an event takes, from the decision on it to its completion.",
        missing: "required",
      },
      perPass: {
        rule: durationOfRule({ max: SERVICE_MAX_NS }),
        sentence: "Once for each poll that finds events, before the first of them is decided.",
        missing: { is: 0 },
      },
      maxBatch: { rule: integerRule(1, COUNT_MAX), sentence: "Most events that one poll takes.", missing: { is: 1 } },
      wakeUp: {
        rule: durationOfRule({ max: SERVICE_MAX_NS }),
        sentence: "From an arrival that finds it asleep to its poll. 0 is a consumer that spins.",
        missing: { is: 0 },
      },
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
    schema: (definitions) => ({ anyOf: [bare.schema(definitions), object.schema(definitions)] }),
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
    schema: (definitions) => ({
      anyOf: [{ enum: [...OVERRUN_POLICIES] }, { type: "string", pattern: LEAVE.source }, leave.schema(definitions)],
    }),
  };
}

function describeLeave(): ObjectRule<{ readonly leave: number }> {
  return objectRule<{ readonly leave: number }>({
    id: "leave",
    noun: "a policy",
    keys: {
      leave: {
        rule: integerRule(1, COUNT_MAX),
        sentence: "The overrun from which on it is out of service; before that it skips to the head.",
        missing: "required",
      },
    },
  });
}

type SinglePause = Extract<PauseSpecification, { readonly at: number }>;
type RepeatedPause = Extract<PauseSpecification, { readonly every: number }>;

const FOR = () => ({
  rule: durationOfRule({ min: 1 }),
  sentence: "How long it lasts.",
  missing: "required" as const,
});

function describeSinglePause(): ObjectRule<SinglePause> {
  return objectRule<SinglePause>({
    id: "pause",
    noun: "a pause",
    keys: {
      at: { rule: durationOfRule(), sentence: "When it begins.", missing: "required" },
      for: FOR(),
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
      every: {
        rule: durationOfRule({ min: 2 }),
        sentence: "One begins at this time, at twice this, and so on.",
        missing: "required",
      },
      for: { ...FOR(), sentence: "How long each lasts: less than `every`." },
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
    schema: (definitions) => ({ anyOf: [single.schema(definitions), repeated.schema(definitions)] }),
  };
}

function describeAfterGap(): ObjectRule<AfterGap> {
  return objectRule<AfterGap>({
    id: "after-gap",
    noun: "an afterGap",
    keys: {
      provisionalFor: {
        rule: durationOfRule(),
        sentence:
          "How long the system is held in DEGRADED from the resume on, as what it knows has a gap; 0 is not at all.",
        missing: "required",
      },
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
      name: { rule: nameRule(), sentence: "Its name in reports: that of no other.", missing: "required" },
      polls: {
        rule: countsRule("counts"),
        sentence:
          "Polls in every step, spread evenly over its second half, each of at most one event and in no time; or " +
          "one count a step. Either this or `service`; it needs a `duration`.",
        missing: { means: "`service` is given" },
      },
      service: {
        rule: parts.service,
        sentence: "How long it is busy. Either this or `polls`; a bare duration is its `perEvent`.",
        missing: { means: "`polls` is given" },
      },
      onOverrun: {
        rule: parts.onOverrun,
        sentence:
          "Its answer to an overrun: `leave` is being out of service from the Nth on, skipping to the head before.",
        missing: { is: "stall" },
      },
      pauses: {
        rule: listRule(parts.pause, "pauses", 0, SPANS_MAX),
        sentence: "Its own pauses, beside those of the system: its work is suspended in them.",
        missing: { is: [] },
      },
      afterGap: {
        rule: parts.afterGap,
        sentence: "What going on after a gap costs.",
        missing: { means: "that of the system" },
      },
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
    across: { oneOf: [{ required: ["polls"] }, { required: ["service"] }] },
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
