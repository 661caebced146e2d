import {
  checkSpecification,
  type FeedSpecification,
  formatDuration,
  parseDuration,
  parseSpecifications,
  type SystemSpecification,
} from "../../../config/mod.ts";
import { viewOfTimed } from "../../figures/view_of_timed.ts";
import { type LoadScenario, specificationOf } from "../../scenarios/loads/load_scenario.ts";
import { runLoad } from "../../scenarios/loads/run_load.ts";
import { simulationToJson } from "../../simulate/report/json_report.ts";
import { layOutJson } from "../../terminal/layout/json_layout.ts";
import { plural } from "../../terminal/layout/number_format.ts";
import { integerRule } from "../../terminal/option_values.ts";
import { boundRing } from "./bounds.ts";
import type { RunRequest } from "./explorer_request.ts";
import type { ExplorerRun } from "./explorer_run.ts";
import { forkSystem } from "./fork_run.ts";
import { demoCommand, fieldsOf, readOptions } from "./request_options.ts";
import { refusal, refusing } from "./refusals.ts";
import { type DroppedFiles, jsonOfSystem, runTimed } from "./timed_run.ts";

/** Name of a specification that was pasted, as messages and commands have it. */
const FILE = "system.json";

/**
 * Runs the system of a specification.
 *
 * @param request the request
 * @param text the specification
 * @param files the files that were dropped on the page
 * @throws {RequestError} if it is none, a file is missing, or it is too large for a page
 */
export function runSystem(request: RunRequest, text: string, files: DroppedFiles): ExplorerRun {
  const options = readOptions(request);
  const [system, count] = refusing(() => systemOf(text, options));
  const { consumers, feed } = system;
  const title = `${plural(consumers.length, "consumer")}, ${feed.model} feed`;
  const about = { request, name: "your system", title, proves: "" };
  const run = runTimes(about, system, files, `deno task simulate ${FILE}`);
  const settings = fieldsOf(undefined, (name) => valueOf(name, system, options, count)).map((field) =>
    field.name === "run" ? { ...field, rule: integerRule(1, count) } : field
  );
  return { ...run, settings };
}

/**
 * Runs a scenario of a load.
 *
 * @throws {RequestError} if an option or a fork is not allowed, or it is too large for a page
 */
export function runLoadScenario(request: RunRequest, scenario: LoadScenario): ExplorerRun {
  const options = readOptions(request);
  const numberOf = (name: string) => options.has(name) ? Number(options.get(name)) : undefined;
  const changes = { capacity: numberOf("capacity"), seed: numberOf("seed") };
  const command = demoCommand(scenario.id, options);
  const { id: name, title } = scenario;
  const about = { request, name, title, proves: "" };
  return refusing(() => {
    const system = specificationOf(scenario, changes);
    const settings = fieldsOf(name, (name) => String(name === "capacity" ? system.ring.capacity : system.seed));
    if (request.forks.length > 0) return { ...runTimes(about, system, new Map(), command), settings };
    boundRing(system.ring, command);
    const { result, claims, isOwn } = runLoad(scenario, changes);
    return {
      ...runOf(about, result, simulationToJson(result, claims), command),
      proves: isOwn ? scenario.proves : "",
      settings,
    };
  });
}

/** What a run says of itself beside its result. */
type About = Pick<ExplorerRun, "request" | "name" | "title" | "proves">;

/** Runs a system with the forks that are asked for. */
function runTimes(about: About, system: SystemSpecification, files: DroppedFiles, command: string): ExplorerRun {
  const { forks } = about.request;
  let result = runTimed(system, files, command);
  if (forks.length > 0) {
    const { intervalNs, lagMax } = result.record.consumers[0].intervals;
    result = runTimed(forkSystem(system, forks, intervalNs, lagMax.length), files, command);
  }
  return runOf(about, result, jsonOfSystem(result), forks.length > 0 ? "deno task simulate fork.json" : command);
}

/** A run by times as the page shows it. */
function runOf(
  about: About,
  result: Parameters<typeof viewOfTimed>[0],
  json: ReturnType<typeof jsonOfSystem>,
  command: string,
): ExplorerRun {
  return {
    ...about,
    views: result.record.consumers.map((_, n) => viewOfTimed(result, n)),
    tracks: [],
    needed: result.laws.map(({ neededCapacity }) => neededCapacity),
    stable: result.laws.map(({ isStable }) => isStable),
    areConsumers: true,
    claims: json.claims,
    digest: json.digest,
    command,
    settings: [],
    json: () => layOutJson(json),
    specification: () => layOutJson(result.specification),
  };
}

/** The system of a text with the options of a request, and how many the text has. */
function systemOf(text: string, options: ReadonlyMap<string, string>): [system: SystemSpecification, count: number] {
  const all = parseSpecifications(text, { file: FILE });
  const run = Number(options.get("run") ?? 1);
  if (run > all.length) {
    throw refusal(
      `run must be ${integerRule(1, all.length)}, which is as many as ${FILE} has, got ${run}`,
      "run",
    );
  }
  const written = all[run - 1];
  const { ring, consumers } = written;
  const changed: Record<string, unknown> = { ...written };
  const change = (name: string, apply: (value: string) => void) => {
    const value = options.get(name);
    if (value !== undefined) apply(value);
  };
  change("capacity", (value) => changed.ring = { ...(typeof ring === "object" ? ring : {}), capacity: Number(value) });
  change("seed", (value) => changed.seed = Number(value));
  change("duration", (value) => changed.duration = parseDuration(value));
  change("on-overrun", (onOverrun) => {
    // What is no consumer is refused by the check of the whole.
    if (Array.isArray(consumers)) {
      changed.consumers = consumers.map((one) => typeof one === "object" ? { ...one, onOverrun } : one);
    }
  });
  const system = checkSpecification(changed, { file: FILE });
  const speed = options.get("speed");
  return [speed === undefined ? system : { ...system, feed: atSpeed(system.feed, Number(speed)) }, all.length];
}

/** The feed with another speed of its recordings. */
function atSpeed(feed: FeedSpecification, speed: number): FeedSpecification {
  const feeds = feed.model === "merged" ? feed.feeds : [feed];
  if (!feeds.some(({ model }) => model === "recorded")) {
    throw refusal(`speed is for recorded arrivals: this feed is of the model ${feeds[0].model}`, "speed");
  }
  const changed = feeds.map((one) => one.model === "recorded" ? { ...one, speed } : one);
  return feed.model === "merged" ? { ...feed, feeds: changed } : changed[0];
}

/** What a run used; undefined for an option that it cannot have. */
function valueOf(
  name: string,
  { ring, feed, consumers, duration, seed }: SystemSpecification,
  options: ReadonlyMap<string, string>,
  count: number,
): string | undefined {
  const [{ onOverrun }] = consumers;
  switch (name) {
    case "capacity":
      return String(ring.capacity);
    case "seed":
      return String(seed);
    case "duration":
      return duration === undefined ? undefined : formatDuration(duration);
    case "speed":
      return feed.model === "recorded" ? String(feed.speed) : undefined;
    case "run":
      return count === 1 ? undefined : options.get(name) ?? "1";
    default:
      // One answer for all, where they have one: they are changed together.
      return typeof onOverrun === "string" && consumers.every((one) => one.onOverrun === onOverrun)
        ? onOverrun
        : undefined;
  }
}
