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
import { type ObjectRule, objectRule, optional, required, withDefault } from "./object_rule.ts";
import type { Place } from "./place.ts";
import { isPlainObject, type Rule } from "./rule.ts";
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

const SIZE = () => optional(integerRule(0, SIZE_MAX));

const EVENTS = () => optional(integerRule(1, EVENTS_MAX));

const model = <Name extends string>(name: Name) => required(choiceRule([name]));

function describeSteps(): ObjectRule<StepsFeed> {
  return objectRule<StepsFeed>({
    id: "steps",
    noun: "a feed by steps",
    keys: {
      model: model("steps"),
      perStep: required(countsRule("counts")),
      mean: optional(numberRule(0, STEP_COUNT_MAX)),
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
      rate: required(rateRule()),
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
      rate: required(rateRule()),
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
      burst: required(integerRule(1, EVENTS_MAX)),
      rate: required(rateRule()),
      every: optional(durationOfRule({ min: 1 })),
      bursts: optional(integerRule(1, EVENTS_MAX)),
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
      rate: required(rateRule()),
      branching: required(numberRule(0, BRANCHING_MAX)),
      decay: withDefault(rateRule(), DECAY),
      slowDecay: optional(rateRule()),
      slowShare: withDefault(numberRule(0, 1), 0),
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
      file: required(pathRule()),
      speed: withDefault(numberRule(SPEED_MIN, SPEED_MAX, `a number from ${SPEED_MIN} to ${SPEED_MAX}`), 1),
      timeUnit: withDefault(choiceRule(TIME_UNITS), "ns"),
      from: optional(durationOfRule()),
      to: optional(durationOfRule({ min: 1 })),
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
      feeds: required(listRule(single, "feeds that are not merged themselves", 1, MERGED_MAX)),
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
    shape: { is: "any", of: Object.values(rules).map(({ shape }) => shape) },
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
  const { rule: feeds } = rules.merged.keys.get("feeds")!;
  const rule = `${any.rule}; or an array of such objects, to be merged`;
  const feed: Rule<FeedSpecification> = {
    ...any,
    rule,
    read: (value, place) => {
      if (Array.isArray(value)) return mergedOf(value, rules, place);
      return isPlainObject(value) ? any.read(value, place) : place.refuse(rule, value);
    },
    shape: {
      is: "any",
      of: [...Object.values(rules as Readonly<Record<string, Rule<unknown>>>), feeds].map(({ shape }) => shape),
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
