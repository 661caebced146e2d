import { ConfigError } from "../config_error.ts";
import { nearestName } from "../nearest_name.ts";
import { quoteText } from "../printable.ts";
import { show } from "../show.ts";
import { CONSUMERS } from "./rules/consumer_rules.ts";
import { FEEDS, type SingleFeed } from "./rules/feed_rules.ts";
import type { ObjectRule } from "./rules/object_rule.ts";
import { Place } from "./rules/place.ts";
import type { ConsumerSpecification, RecordedFeed, ServiceSpecification } from "./system_specification.ts";

export type { SingleFeed };

/** Form of a feed on a command line, as the end of "it must be ...". */
export const FEED_TEXT_RULE = "a file, or MODEL:KEY=VALUE,... as in hawkes:rate=10/s,branching=0.9";

/** Form of a service on a command line, as the end of "it must be ...". */
export const SERVICE_TEXT_RULE = "a duration, or KEY=VALUE,... as in perEvent=2us,maxBatch=64 or median=2us,p99=40us";

/** Form of a consumer on a command line, as the end of "it must be ...". */
export const CONSUMER_TEXT_RULE = "NAME:SERVICE or NAME:SERVICE:POLICY, as in execution:800ns:skip-to-head";

/**
 * Reads a feed as a command line gives it: `hawkes:rate=10/s,branching=0.9`, by the keys and rules of a specification, or the
 * path of a recording.
 *
 * It is a model if the text up to its first colon, or all of it, is the name of one. Anything else is a file, which may
 * therefore have colons and commas in its path; a file that is called like a model is given as `./poisson`. What looks like a
 * model, a word, a colon and a key with its value, and is none, is refused.
 *
 * @param text the feed
 * @param name the option that it was given by, for messages. Default: `--arrivals`
 * @returns the feed with its defaults filled in, frozen
 * @throws {ConfigError} if it breaks a rule
 *
 * @example A model, and a file
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseFeedText } from "@low-latency/trading-sim/config";
 *
 * assertEquals(parseFeedText("constant:rate=2M/s,events=10"), { model: "constant", rate: 2_000_000, events: 10 });
 * assertEquals(parseFeedText("feed.csv"), { model: "recorded", file: "feed.csv", speed: 1, timeUnit: "ns" });
 * ```
 *
 * @experimental
 */
export function parseFeedText(text: string, name = "--arrivals"): SingleFeed {
  checkText("a feed", text);
  const colon = text.indexOf(":");
  const word = colon < 0 ? text : text.slice(0, colon);
  const { merged: _, ...rules } = FEEDS.rules;
  const models = Object.keys(rules);
  if (!models.includes(word)) {
    if (/^[\w-]+:\w+=/.test(text)) {
      const hint = `did you mean ${nearestName(word, models)}? A file of this name is given as ${
        quoteText(`./${text}`)
      }`;
      throw new ConfigError(name, `must have one of the models ${models.join(", ")}, got ${show(word)}: ${hint}`);
    }
    return readRecorded(text, name);
  }
  const rule = rules[word as keyof typeof rules] as ObjectRule<SingleFeed>;
  const place = new Place({ whole: `${name} ${word}`, option: `${name} ${word}: ` });
  const given = colon < 0 ? "" : text.slice(colon + 1);
  return rule.read({ model: word, ...readPairs(given, rule.keys, rule.noun, place) }, place);
}

function readRecorded(file: string, name: string): RecordedFeed {
  if (file === "") new Place({ whole: name }).refuse(FEED_TEXT_RULE, file);
  const rule = FEEDS.rules.recorded.keys.get("file")!.rule;
  rule.read(file, new Place({ whole: name })); // the path is all that was given
  return FEEDS.rules.recorded.read({ model: "recorded", file }, new Place({ whole: name }));
}

/**
 * Reads a service as a command line gives it: a duration, which is its `perEvent`, or `perEvent=2us,perPass=1us,maxBatch=64`
 * by the keys and rules of a specification. The keys of a service time stand among them: `median=2us,p99=40us`, `mean=2us`,
 * `file=measured.hgrm`.
 *
 * @param text the service
 * @param name the option that it was given by, for messages. Default: `--service`
 * @returns the service with its defaults filled in, frozen
 * @throws {ConfigError} if it breaks a rule
 * @experimental
 */
export function parseServiceText(text: string, name = "--service"): ServiceSpecification {
  checkText("a service", text);
  return readService(text, new Place({ whole: name, option: `${name}: ` }));
}

function readService(text: string, place: Place): ServiceSpecification {
  const { service } = CONSUMERS;
  if (!text.includes("=")) {
    if (!/^[\d.]/.test(text)) place.refuse(SERVICE_TEXT_RULE, text);
    return service.read(service.fromText(text), place);
  }
  const times = CONSUMERS.times;
  const given = readPairs(text, new Map([...service.keys, ...times]), service.noun, place);
  const entries = Object.entries(given);
  const ofTime = entries.filter(([key]) => times.has(key));
  if (ofTime.length === 0) return service.read(given, place);
  if (given.perEvent !== undefined) {
    place.at(given, "perEvent").fail(
      `cannot be combined with ${ofTime[0][0]}, which is a perEvent too: give one of them`,
    );
  }
  const ofService = entries.filter(([key]) => !times.has(key));
  return service.read({ ...Object.fromEntries(ofService), perEvent: Object.fromEntries(ofTime) }, place);
}

/**
 * Reads a consumer as a command line gives it: `NAME:SERVICE[:POLICY]`, as in `execution:800ns:skip-to-head`. The service is
 * that of {@linkcode parseServiceText}; the policy is one of a specification, or `leave:3`, which may be written `leave=3`.
 * The name has no colon.
 *
 * @param text the consumer
 * @param name the option that it was given by, for messages. Default: `--consumer`
 * @returns the consumer with its defaults filled in, frozen
 * @throws {ConfigError} if it breaks a rule
 * @experimental
 */
export function parseConsumerText(text: string, name = "--consumer"): ConsumerSpecification {
  checkText("a consumer", text);
  const colon = text.indexOf(":");
  if (colon < 0) throw new ConfigError(name, `must be ${CONSUMER_TEXT_RULE}, got ${show(text)}`);
  const word = text.slice(0, colon);
  CONSUMERS.consumer.keys.get("name")!.rule.read(word, new Place({ whole: `${name} NAME` }));
  const whole = `${name} ${word}`;
  const { service, policy } = splitPolicy(text.slice(colon + 1));
  if (service === "") throw new ConfigError(whole, `has no service: it must be ${CONSUMER_TEXT_RULE}`);
  const onOverrun = CONSUMERS.onOverrun.read(
    policy ?? "stall",
    new Place({ whole: `${whole}: policy`, option: `${whole}: policy.` }),
  );
  const given = { name: word, service: readService(service, new Place({ whole, option: `${whole}: ` })), onOverrun };
  return CONSUMERS.consumer.read(given, new Place({ whole }));
}

/** Tells the policy from the service before it, whose file may have colons in its path. */
function splitPolicy(text: string): { readonly service: string; readonly policy: string | undefined } {
  const [, before, leave] = /^(.*):(leave[:=][^:]*)$/s.exec(text) ?? [];
  if (leave !== undefined) return { service: before, policy: leave };
  const colon = text.lastIndexOf(":");
  const last = text.slice(colon + 1);
  if (colon < 0 || /[\\/=]/.test(last)) return { service: text, policy: undefined };
  return { service: text.slice(0, colon), policy: last };
}

/** The values of `key=value,key=value`, each as the rule of its key has it. */
function readPairs(
  text: string,
  keys: ObjectRule<unknown>["keys"],
  noun: string,
  place: Place,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const names = [...keys.keys()].filter((key) => key !== "model");
  for (const pair of text === "" ? [] : text.split(",")) {
    const [, key, value] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    if (key === undefined) place.fail(`must have KEY=VALUE between its commas, got ${show(pair)}`);
    if (!names.includes(key)) {
      place.at(values, key).fail(`is no key of ${noun}: did you mean ${nearestName(key, names)}?`);
    }
    const at = place.at(values, key);
    if (Object.hasOwn(values, key)) at.fail("is given twice: give it once");
    if (value === "") at.fail(`needs a value: it must be ${keys.get(key)!.rule.rule}`);
    values[key] = keys.get(key)!.rule.fromText(value);
  }
  return values;
}

function checkText(kind: string, text: string): void {
  if (typeof text !== "string") throw new TypeError(`Cannot read ${kind}: text must be a text, got ${show(text)}`);
}
