import type { FeedSpecification } from "../../../config/mod.ts";
import { checkInteger, checkObject, shown } from "../../../core/arguments.ts";
import { burstNs } from "./models/even_times.ts";

const ACTION = "open a feed";

/** Models whose arrivals are worked out. */
const MODELS: readonly string[] = ["steps", "constant", "poisson", "on-off", "hawkes"];

/**
 * Refuses the values of a feed that a program has made, and that no specification has been checked for.
 *
 * @throws {RangeError} if a value is out of range
 * @throws {TypeError} if one of the feeds to be merged is no object
 */
export function checkFeed(specification: FeedSpecification): void {
  if (specification.model !== "merged") return checkOne(specification);
  const { feeds } = specification;
  if (!Array.isArray(feeds) || feeds.length === 0) {
    refuse("feeds", "an array of at least 1 feed", Array.isArray(feeds) ? 0 : feeds);
  }
  feeds.forEach((feed, n) => {
    checkObject(ACTION, `feeds[${n}]`, feed, "an object with model");
    checkOne(feed);
  });
}

function checkOne(specification: Exclude<FeedSpecification, { readonly model: "merged" }>): void {
  if (specification.model === "recorded") {
    const { speed, from = 0, to } = specification;
    checkPositive("speed", speed);
    checkInteger(ACTION, "from", from, 0);
    if (to !== undefined) checkInteger(ACTION, "to", to, from + 1);
    return;
  }
  const { model, size } = specification;
  if (!MODELS.includes(model)) refuse("model", `one of ${MODELS.join(", ")}, recorded, merged`, model);
  if (size !== undefined) checkInteger(ACTION, "size", size, 0);
  if (model === "steps") {
    const { perStep } = specification;
    const counts: Iterable<unknown> = Symbol.iterator in Object(perStep) ? perStep as readonly number[] : [perStep];
    for (const count of counts) checkInteger(ACTION, "perStep", count, 0);
    return;
  }
  checkPositive("rate", specification.rate);
  if (model === "on-off") {
    const { burst, rate, every, bursts } = specification;
    checkInteger(ACTION, "burst", burst, 1);
    if (every !== undefined) checkInteger(ACTION, "every", every, Math.max(1, burstNs(burst, rate)));
    if (bursts !== undefined) checkInteger(ACTION, "bursts", bursts, 0, every === undefined ? 1 : undefined);
    return;
  }
  const { events } = specification;
  if (events !== undefined) checkInteger(ACTION, "events", events, 0);
  if (model !== "hawkes") return;
  const { branching, decay, slowDecay, slowShare } = specification;
  if (!(branching >= 0 && branching < 1)) refuse("branching", "a number from 0 to below 1", branching);
  if (!(slowShare >= 0 && slowShare <= 1)) refuse("slowShare", "a number from 0 to 1", slowShare);
  checkPositive("decay", decay);
  checkPositive("slowDecay", slowDecay);
}

function checkPositive(name: string, value: unknown): void {
  if (!(typeof value === "number" && value > 0 && value < Infinity)) refuse(name, "a number above 0", value);
}

function refuse(name: string, rule: string, value: unknown): never {
  throw new RangeError(`Cannot ${ACTION}: ${name} must be ${rule}, got ${shown(value)}`);
}
