import { checkParts } from "../../../core/arguments.ts";
import type { ConsumerSpecification, FeedSpecification, SystemSpecification } from "../../../config/mod.ts";
import { PauseCalendar } from "../../system/timed/pause_calendar.ts";
import { stabilityOf } from "./stability.ts";
import type { ServiceTimes } from "../../system/timed/service_times.ts";

/** How much of a consumer's time a feed asks for. */
export interface FeedLoad {
  /**
   * Share of the consumer's time: arrivals per second times the mean time of one. Undefined, where fewer than two events, or
   * events of one moment, tell no rate; Infinity, where the consumer takes none.
   */
  readonly load: number | undefined;
  /**
   * Whether some ring is enough for as long as the load lasts: below 1, and at 1 where nothing is drawn. Undefined, if it does
   * not last: a recording and a burst have an end.
   */
  readonly isStable: boolean | undefined;
  /** Events by which the backlog grows in a second, in the long run; 0 if it does not, or nothing lasts. */
  readonly growthPerSecond: number;
}

/** What a load depends on. */
export interface FeedLoadSettings {
  /** The system: its feed, pauses and step. */
  readonly system: Pick<SystemSpecification, "feed" | "pauses" | "step">;
  /** The consumer. */
  readonly consumer: Pick<ConsumerSpecification, "polls" | "service" | "pauses">;
  /** Its service times; undefined, if it is paced by polls. */
  readonly times: ServiceTimes | undefined;
  /** Events that arrived. */
  readonly events: number;
  /** From the first of them to the last, in nanoseconds; undefined, if there was none. */
  readonly spanNs: number | undefined;
}

/**
 * The load of a feed on a consumer, by arithmetic: mean rate × mean service, over the share of time outside pauses.
 *
 * A model that goes on has the mean rate that follows from its parameters. A recording, and a burst, has that of its events:
 * (events - 1) / (last - first). The mean service is that of an event and its share of a pass in a full batch; the mean of a
 * log-normal distribution is not its median.
 *
 * @param settings the feed, the consumer and what arrived
 *
 * @experimental
 */
export function feedLoad(settings: FeedLoadSettings): FeedLoad {
  checkParts("reckon a load", "settings", settings, { system: "feed", consumer: "pauses" });
  const { system, consumer, times, events, spanNs = 0 } = settings;
  const lasting = lastingRate(system.feed, system.step);
  const perSecond = lasting ?? (events > 1 && spanNs > 0 ? (events - 1) * 1e9 / spanNs : undefined);
  if (perSecond === undefined) return { load: undefined, isStable: undefined, growthPerSecond: 0 };
  const { growth, ...rest } = stabilityOf({
    arrivals: perSecond,
    taken: serviceRate(settings),
    lasts: lasting !== undefined && typeof (consumer.polls ?? 0) === "number",
    isDrawn: times?.drawn === true || isFeedDrawn(system.feed),
  });
  return { ...rest, growthPerSecond: growth };
}

/** Events that a consumer can take in a second, in the long run. */
function serviceRate({ system, consumer: { service, polls = 0, pauses }, times }: FeedLoadSettings): number {
  if (service === undefined || times === undefined) {
    // A poll that is due in a pause comes at its end: none is left out.
    const perStep = typeof polls === "number" ? polls : polls.reduce((sum, count) => sum + count, 0) / polls.length;
    return perStep * 1e9 / system.step;
  }
  const meanNs = times.meanNs + service.perPass / service.maxBatch;
  return 1e9 / meanNs * new PauseCalendar([...system.pauses, ...pauses]).shareOutside();
}

/** Mean events per second of a feed that goes on; undefined for one that ends. */
export function lastingRate(feed: FeedSpecification, step: number): number | undefined {
  switch (feed.model) {
    case "steps":
      if (feed.mean !== undefined) return feed.mean * 1e9 / step;
      return typeof feed.perStep === "number" ? feed.perStep * 1e9 / step : undefined;
    case "constant":
    case "poisson":
    case "hawkes":
      return feed.events === undefined ? feed.rate : undefined;
    case "on-off":
      return feed.every === undefined || feed.bursts !== undefined ? undefined : feed.burst * 1e9 / feed.every;
    case "recorded":
      return undefined;
    case "merged":
      return feed.feeds.reduce<number | undefined>((sum, one) => {
        const rate = lastingRate(one, step);
        return sum === undefined || rate === undefined ? undefined : sum + rate;
      }, 0);
  }
}

function isFeedDrawn(feed: FeedSpecification): boolean {
  if (feed.model === "merged") return feed.feeds.some(isFeedDrawn);
  return feed.model === "poisson" || feed.model === "hawkes" || (feed.model === "steps" && feed.mean !== undefined);
}
