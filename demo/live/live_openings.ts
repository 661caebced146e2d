import type { SystemSpecification } from "../../config/mod.ts";
import { printable } from "../../config/printable.ts";
import { type ClockRequest, type ClockSelection, ClockUnavailableError, createClock } from "../../mod.ts";
import type { ArrivalFeed } from "../system/feed/arrival_feed.ts";
import { FeedError } from "../system/feed/feed_error.ts";
import { openFeed } from "../system/feed/open_feed.ts";
import { makeServiceTimes } from "../system/feed/services/make_service_times.ts";
import { reasonOf } from "../terminal/files/file_access.ts";
import { openInput, STANDARD_INPUT } from "../terminal/files/input_file.ts";
import { problemOf } from "../terminal/problem_of.ts";
import { UsageError } from "../terminal/usage_error.ts";
import { HOSTNAME } from "./page/page_door.ts";
import { type LivePage, servePage } from "./page/page_server.ts";
import { ArrivalPump } from "./plane/arrival_pump.ts";
import { LiveFeed } from "./plane/live_feed.ts";

/** The entry point of the library, beside which its folders are. */
const LIBRARY = new URL("../../mod.ts", import.meta.url);

/** Where the modules of threads are. They are loaded while the program runs, and that takes a permission. */
const THREAD_MODULES = [
  new URL("./", import.meta.url),
  new URL("../system/", import.meta.url),
  LIBRARY,
  new URL("./core/", LIBRARY),
  new URL("./control/", LIBRARY),
  new URL("./runtime/", LIBRARY),
  new URL("./config/", LIBRARY),
];

/**
 * Refuses to begin where threads could not load their modules.
 *
 * @throws {UsageError} if they may not be read
 */
export function refuseUnreadableModules(): void {
  for (const url of THREAD_MODULES) {
    if (url.protocol !== "file:" || Deno.permissions.querySync({ name: "read", path: url }).state === "granted") {
      continue;
    }
    throw new UsageError("threads load their modules from files, which is not permitted; run with --allow-read");
  }
}

/**
 * Opens the clock of the control plane.
 *
 * @throws {UsageError} if it cannot be had here
 */
export function openClock(clock: ClockRequest): ClockSelection {
  try {
    return createClock(clock);
  } catch (error) {
    if (!(error instanceof ClockUnavailableError)) throw error;
    throw new UsageError(clock === "auto" ? error.message : `--clock ${clock}: ${problemOf(error)}`);
  }
}

/**
 * Serves the page of a run. Never asks for the permission.
 *
 * @param port the port; 0 for one that is free
 * @throws {UsageError} if that is not permitted, or the port cannot be had
 */
export function openPage(port: number): LivePage {
  const host = port === 0 ? HOSTNAME : `${HOSTNAME}:${port}`;
  if (Deno.permissions.querySync({ name: "net", host }).state !== "granted") {
    throw new UsageError(`--page needs --allow-net=${HOSTNAME}: ${commandWith()}`);
  }
  try {
    return servePage(port);
  } catch (error) {
    throw new UsageError(`--page: cannot listen on ${host}: ${printable(reasonOf(error))}`);
  }
}

/** Observations that a consumer may be behind with: so long after an event, somebody may ask when it was due. */
const OBSERVATIONS = 2 ** 18;

/**
 * Opens the feed of a system, and reads its beginning, and the files of its service times: what is wrong there is refused before
 * anything runs. Later, threads read the service times for themselves.
 *
 * @throws {UsageError} if a file cannot be read, has no arrivals in it, or has no service times
 */
export function openLiveFeed(system: SystemSpecification): LiveFeed {
  try {
    const open = (path: string) => openInput(path, commandWith);
    for (const { name, service } of system.consumers) {
      if (service !== undefined) makeServiceTimes(service.perEvent, { seed: system.seed, consumer: name }, open);
    }
    const pump = new ArrivalPump(openArrivals(system), system.ring.capacity + OBSERVATIONS);
    pump.fill();
    return new LiveFeed(pump);
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    throw new UsageError(error.message);
  }
}

/**
 * Opens the feed of a system once more, from its beginning.
 *
 * @returns the feed; nothing, if it comes from standard input, which has been read
 */
export function openArrivalsAgain(system: SystemSpecification): ArrivalFeed | undefined {
  const { feed } = system;
  const feeds = feed.model === "merged" ? feed.feeds : [feed];
  const isGone = feeds.some((one) => one.model === "recorded" && one.file === STANDARD_INPUT);
  return isGone ? undefined : openArrivals(system);
}

function openArrivals({ feed, seed, step, duration }: SystemSpecification): ArrivalFeed {
  return openFeed(feed, { seed, step, duration, open: (path) => openInput(path, commandWith) });
}

/** The task has every permission that a file can need. */
export function commandWith(): string {
  return "deno task live has them";
}
