import {
  type ConstantFeed,
  type FeedSpecification,
  type HawkesFeed,
  type MergedFeed,
  type OnOffFeed,
  type PoissonFeed,
  type RecordedFeed,
  SPEED_MAX,
  SPEED_MIN,
  type StepsFeed,
  TIME_UNITS,
} from "../system_specification.ts";
import { type ObjectRule, objectRule } from "./object_rule.ts";
import type { Place } from "./place.ts";
import { isPlainObject, type JsonSchema, type Rule } from "./rule.ts";
import {
  choiceRule,
  durationOfRule,
  integerRule,
  listRule,
  numberRule,
  oneOrList,
  pathRule,
  rateRule,
} from "./scalar_rules.ts";

/** Most events of a feed, and most polls of a consumer. */
export const EVENTS_MAX = 10_000_000_000;

/** Most events, or polls, in one step. */
const STEP_COUNT_MAX = 1_000_000_000;

/** Most counts in a list of one a step. */
const STEPS_MAX = 1_000_000;

/** Most bytes of a message. */
const SIZE_MAX = 1_000_000_000;

/** Events that one event may bring about directly: at more, hardly any group of them ends. */
const BRANCHING_MAX = 0.999;

/** Feeds that can be merged. */
const MERGED_MAX = 64;

/** A feed of one model. */
export type SingleFeed = Exclude<FeedSpecification, MergedFeed>;

/** The rules of the models, by their names. */
export type FeedRules = { readonly [Feed in FeedSpecification as Feed["model"]]: ObjectRule<Feed> };

/** One count for every step, or a list of one a step. */
export function countsRule(items: string): Rule<number | readonly number[]> {
  return oneOrList(integerRule(0, STEP_COUNT_MAX), listRule(integerRule(0, STEP_COUNT_MAX), items, 1, STEPS_MAX));
}

const SIZE = () => ({
  rule: integerRule(0, SIZE_MAX),
  sentence: "Bytes of every message: counted, and never refused for exceeding the payload.",
  missing: { means: "the payload is full, and no bytes are counted" },
});

const EVENTS = (sentence = "Events after which the feed ends.") => ({
  rule: integerRule(1, EVENTS_MAX),
  sentence,
  missing: { means: "it does not end" },
});

const model = <Name extends string>(name: Name) => ({
  rule: choiceRule([name]),
  sentence: "The model.",
  missing: "required" as const,
});

function describeSteps(): ObjectRule<StepsFeed> {
  return objectRule<StepsFeed>({
    id: "steps",
    noun: "a feed by steps",
    keys: {
      model: model("steps"),
      perStep: {
        rule: countsRule("counts"),
        sentence:
          "Events in every step, spread evenly over its first half; or one count a step, after which none come.",
        missing: "required",
      },
      mean: {
        rule: numberRule(0, STEP_COUNT_MAX),
        sentence: "Where the counts were drawn: the mean of what they were drawn from, in events a step.",
        missing: { means: "they are not drawn" },
      },
      size: SIZE(),
    },
  });
}

function describeConstant(): ObjectRule<ConstantFeed> {
  return objectRule<ConstantFeed>({
    id: "constant",
    noun: "a constant feed",
    keys: {
      model: model("constant"),
      rate: { rule: rateRule(), sentence: "Events per second: event i arrives at ⌊i / rate⌋.", missing: "required" },
      events: EVENTS(),
      size: SIZE(),
    },
  });
}

function describePoisson(): ObjectRule<PoissonFeed> {
  return objectRule<PoissonFeed>({
    id: "poisson",
    noun: "a Poisson feed",
    keys: {
      model: model("poisson"),
      rate: {
        rule: rateRule(),
        sentence: "Mean events per second, with independent, exponentially distributed gaps.",
        missing: "required",
      },
      events: EVENTS(),
      size: SIZE(),
    },
  });
}

/**
 * Length of a burst in nanoseconds, from its first event to its last: ⌊(burst - 1) / rate⌋, by the decimal digits of the rate,
 * as the feed works it out.
 */
function burstNs(burst: number, rate: number): number {
  const [whole, fraction = ""] = String(rate).split(".");
  return Number(BigInt(burst - 1) * 10n ** BigInt(9 + fraction.length) / BigInt(whole + fraction));
}

function describeOnOff(): ObjectRule<OnOffFeed> {
  return objectRule<OnOffFeed>({
    id: "on-off",
    noun: "an on-off feed",
    keys: {
      model: model("on-off"),
      burst: { rule: integerRule(1, EVENTS_MAX), sentence: "Events of a burst.", missing: "required" },
      rate: { rule: rateRule(), sentence: "Events per second within a burst.", missing: "required" },
      every: {
        rule: durationOfRule({ min: 1 }),
        sentence: "From the beginning of a burst to that of the next: no less than from its first event to its last.",
        missing: { means: "there is one burst" },
      },
      bursts: {
        rule: integerRule(1, EVENTS_MAX),
        sentence: "Bursts after which the feed ends; it needs `every`, unless it is 1.",
        missing: { means: "it does not end, if `every` is given" },
      },
      size: SIZE(),
    },
    finish: (feed, place) => {
      const { burst, rate, every, bursts = 1 } = feed;
      if (every === undefined) {
        if (bursts > 1) place.at(feed, "bursts").fail(`must be 1 without every, got ${bursts}`);
        return feed;
      }
      const takesNs = burstNs(burst, rate);
      if (every < takesNs) {
        const rule = `no less than a burst takes from its first event to its last, ${takesNs} ns`;
        place.at(feed, "every").fail(`must be ${rule}, got ${every} ns`);
      }
      return feed;
    },
  });
}

/** Rate at which what an event brings about follows, if nothing is said of it: after a millisecond on average. */
const DECAY = 1_000;

function describeHawkes(): ObjectRule<HawkesFeed> {
  return objectRule<Omit<HawkesFeed, "slowDecay"> & { slowDecay?: number }, HawkesFeed>({
    id: "hawkes",
    noun: "a Hawkes feed",
    keys: {
      model: model("hawkes"),
      rate: {
        rule: rateRule(),
        sentence: "Mean events per second, of those that come unasked and those brought about by others together.",
        missing: "required",
      },
      branching: {
        rule: numberRule(0, BRANCHING_MAX),
        sentence: "Events that one event brings about directly, on average.",
        missing: "required",
      },
      decay: {
        rule: rateRule(),
        sentence: "How fast what an event brings about follows: the inverse of the mean delay.",
        missing: { is: DECAY },
      },
      slowDecay: {
        rule: rateRule(),
        sentence: "The same for the slow share. At most `decay`.",
        missing: { means: "as `decay`" },
      },
      slowShare: {
        rule: numberRule(0, 1),
        sentence: "Share of the events brought about that follow slowly.",
        missing: { is: 0 },
      },
      events: EVENTS(),
      size: SIZE(),
    },
    finish: ({ model, rate, branching, decay, slowDecay = decay, slowShare, ...rest }, place, given) => {
      if (slowDecay > decay) {
        place.at(given, "slowDecay").fail(`must be at most decay, ${decay} per second, got ${slowDecay} per second`);
      }
      return { model, rate, branching, decay, slowDecay, slowShare, ...rest };
    },
  });
}

function describeRecorded(): ObjectRule<RecordedFeed> {
  return objectRule<RecordedFeed>({
    id: "recorded",
    noun: "a recorded feed",
    keys: {
      model: model("recorded"),
      file: {
        rule: pathRule(),
        sentence: "The file, CSV or classic pcap; relative to the specification.",
        missing: "required",
      },
      speed: {
        rule: numberRule(SPEED_MIN, SPEED_MAX, `a number from ${SPEED_MIN} to ${SPEED_MAX}`),
        sentence: "What the times are divided by: ⌊t / speed⌋.",
        missing: { is: 1 },
      },
      timeUnit: {
        rule: choiceRule(TIME_UNITS),
        sentence: "Unit of the times of a CSV whose header names none.",
        missing: { is: "ns" },
      },
      from: {
        rule: durationOfRule(),
        sentence: "Arrivals before this are left out; counted from the first of the file, before `speed`.",
        missing: { means: "none is" },
      },
      to: {
        rule: durationOfRule({ min: 1 }),
        sentence: "Arrivals from this on are left out. More than `from`.",
        missing: { means: "none is" },
      },
    },
    finish: (feed, place, given) => {
      const { from = 0, to } = feed;
      if (to !== undefined && to <= from) {
        place.at(given, "to").fail(`must be more than from, ${from} ns, got ${to} ns`);
      }
      return feed;
    },
  });
}

function describeMerged(single: Rule<SingleFeed>): ObjectRule<MergedFeed> {
  return objectRule<MergedFeed>({
    id: "merged",
    noun: "a merged feed",
    keys: {
      model: model("merged"),
      feeds: {
        rule: listRule(single, "feeds that are not merged themselves", 1, MERGED_MAX),
        sentence: "The feeds, in order of time; at one moment that which is listed first.",
        missing: "required",
      },
    },
  });
}

/** A feed of any of these models. */
function feedRule<Feed extends FeedSpecification>(rules: Readonly<Record<string, ObjectRule<Feed>>>): Rule<Feed> {
  const models = Object.keys(rules);
  const name = choiceRule(models);
  const rule = `an object with model: ${models.join(", ")}`;
  return {
    rule,
    read: (value, place) => {
      if (!isPlainObject(value)) return place.refuse(rule, value);
      const model = Object.hasOwn(value, "model") ? value.model : undefined;
      const at = place.at(value, "model");
      if (model === undefined) return at.fail(`is missing: it must be ${name.rule}`);
      return rules[name.read(model, at)].read(value, place);
    },
    fromText: (text) => text,
    schema: (definitions) => ({ anyOf: models.map((model) => rules[model].schema(definitions)) }),
  };
}

/** The rules of all models, and the rule for a feed: an array is a merged one. */
function describeFeeds(): {
  readonly rules: FeedRules;
  readonly single: Rule<SingleFeed>;
  readonly feed: Rule<FeedSpecification>;
} {
  const singles = {
    "steps": describeSteps(),
    "constant": describeConstant(),
    "poisson": describePoisson(),
    "on-off": describeOnOff(),
    "hawkes": describeHawkes(),
    "recorded": describeRecorded(),
  };
  const single = feedRule<SingleFeed>(singles as unknown as Record<string, ObjectRule<SingleFeed>>);
  const rules: FeedRules = { ...singles, merged: describeMerged(single) };
  const any = feedRule<FeedSpecification>(rules as unknown as Record<string, ObjectRule<FeedSpecification>>);
  const rule = `${any.rule}; or an array of such objects, to be merged`;
  const feed: Rule<FeedSpecification> = {
    ...any,
    rule,
    read: (value, place) => {
      if (Array.isArray(value)) return mergedOf(value, rules, place);
      return isPlainObject(value) ? any.read(value, place) : place.refuse(rule, value);
    },
    schema: (definitions) => {
      const all = any.schema(definitions) as { anyOf: JsonSchema[] };
      return { anyOf: [...all.anyOf, rules.merged.keys.get("feeds")!.rule.schema(definitions)] };
    },
  };
  return { rules, single, feed };
}

/** What an array of feeds stands for. */
function mergedOf(feeds: readonly unknown[], rules: FeedRules, place: Place): MergedFeed {
  const read = rules.merged.keys.get("feeds")!.rule.read(feeds, place) as readonly SingleFeed[];
  return Object.freeze({ model: "merged", feeds: read });
}

/** The rules of feeds. */
export const FEEDS: ReturnType<typeof describeFeeds> = /* @__PURE__ */ describeFeeds();
