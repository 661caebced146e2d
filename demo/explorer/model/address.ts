/**
 * Addresses of the page: `#SCENARIO&NAME=VALUE&...`, with options as the command line has them. `docs/explorer.md` has the form.
 *
 * @module
 */
import { nearestName } from "../../../config/nearest_name.ts";
import { printable } from "../../../config/printable.ts";
import { addressOf } from "../../scenarios/explore_address.ts";
import { findNamed, integerRule } from "../../terminal/option_values.ts";
import { quote } from "../../terminal/options.ts";
import { FORKS_MAX } from "./bounds.ts";
import type { ExplorerRequest, Fork, ReadAddress, RunRequest } from "./explorer_request.ts";
import type { ExplorerRun } from "./explorer_run.ts";
import { checkFork, forkText, readFork } from "./fork_run.ts";
import { optionsOf, SCENARIO_IDS, stepsOf, SYSTEM } from "./request_options.ts";
import { refusing } from "./refusals.ts";

/** The scenario that is shown where none can be had. */
const DEFAULT_SCENARIO = "producer-heavy";

/** What an address without anything in it stands for. */
export const FIRST_ADDRESS = `#${DEFAULT_SCENARIO}&on-overrun=skip-to-head`;

/** Most characters of an address that is read. A page can hold a system that has no address: it can be exported. */
export const ADDRESS_MAX = 65_536;

/** Most values of an address, and most lines about them. */
const VALUES_MAX = 64;
const PROBLEMS_MAX = 8;

/** Names that an address has beside the options of its run. */
const PLACE_NAMES = ["consumer", "compare", "against", "step"];

/** Writes an address: equal requests have equal ones. */
export function formatAddress(request: ExplorerRequest): string {
  const { compare, step, consumer } = request;
  const values = valuesOf(request);
  if (consumer > 0) values.push(["consumer", `${consumer}`]);
  if (compare === "policies") values.push(["compare", compare]);
  else if (compare !== undefined) values.push(["against", addressOf(nameOf(compare), valuesOf(compare)).slice(1)]);
  if (step !== undefined) values.push(["step", `${step}`]);
  return addressOf(nameOf(request), values);
}

function nameOf({ scenario, specification }: RunRequest): string {
  return specification === undefined ? scenario ?? DEFAULT_SCENARIO : SYSTEM;
}

function valuesOf({ scenario, specification, options, forks }: RunRequest): [string, string][] {
  const values: [string, string][] = specification === undefined ? [] : [["specification", compact(specification)]];
  for (const { name } of optionsOf(specification === undefined ? scenario : undefined)) {
    const value = options.get(name);
    if (value !== undefined) values.push([name, value]);
  }
  return [...values, ...forks.map((fork): [string, string] => ["fork", forkText(fork)])];
}

/** JSON without the white space between its tokens. What is none stays as it is, so that it is refused as it is. */
function compact(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
}

/** Takes a line about what cannot be had. */
type Tell = (problem: string, instead: string) => void;

/** Values of an address by name, in order. */
type Values = Map<string, string[]>;

/**
 * Reads an address. It never fails: what cannot be had is told, and replaced by its default.
 *
 * The columns of a run by times are known only when it has been run: {@linkcode fitToRun} looks at the rest.
 *
 * @param hash the address, with or without its `#`
 */
export function readAddress(hash: string): ReadAddress {
  const problems: string[] = [];
  const tell: Tell = (problem, instead) => {
    problems.push(printable(`${problem.replace(/^--/, "")}${problem.endsWith("?") ? "" : ";"} ${instead}`));
  };
  let text = hash.replace(/^#/, "");
  if (text.length > ADDRESS_MAX) {
    tell(`an address must have at most ${ADDRESS_MAX} characters, got ${text.length}`, `${DEFAULT_SCENARIO} is shown`);
    text = DEFAULT_SCENARIO;
  }
  const [name, values] = partsOf(text || FIRST_ADDRESS.slice(1), tell);
  const run = readRun(name, values, PLACE_NAMES, tell);
  const integer = (name: string, max: number, instead: string) => {
    const given = only(values, name, tell, instead);
    if (given === undefined) return undefined;
    if (/^\d+$/.test(given) && Number(given) <= max) return Number(given);
    tell(`${name} must be ${integerRule(0, max)}, got ${quote(given)}`, instead);
    return undefined;
  };
  const steps = Number(run.options.get("steps") ?? stepsOf(run.scenario));
  const request: ExplorerRequest = {
    ...run,
    compare: readCompared(values, tell),
    step: integer("step", (steps || Number.MAX_SAFE_INTEGER) - 1, LAST),
    consumer: integer("consumer", 999, FIRST) ?? 0,
  };
  const more = problems.length - PROBLEMS_MAX;
  return { request, problems: more <= 0 ? problems : [...problems.slice(0, PROBLEMS_MAX), `and ${more} more`] };
}

const LAST = "the end is shown";
const FIRST = "the first is shown";

/** Takes an address apart. */
function partsOf(text: string, tell: Tell): [name: string, values: Values] {
  const [name, ...parts] = text.split("&");
  const values: Values = new Map();
  if (parts.length > VALUES_MAX) {
    tell(`an address must have at most ${VALUES_MAX} values, got ${parts.length}`, "the others are left out");
  }
  for (const part of parts.slice(0, VALUES_MAX)) {
    if (part === "") continue;
    const at = part.indexOf("=");
    const key = at < 0 ? part : part.slice(0, at);
    const value = decode(part.slice(key.length + 1));
    if (value === undefined) tell(`${key} must be percent-encoded UTF-8, got ${quote(part)}`, LEFT_OUT);
    else values.set(key, [...values.get(key) ?? [], value]);
  }
  return [decode(name) ?? name, values];
}

const LEFT_OUT = "it is left out";

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The one value of a name; undefined, if there is none, or not one. */
function only(values: Values, name: string, tell: Tell, instead: string): string | undefined {
  const given = values.get(name);
  if (given === undefined) return undefined;
  if (given.length === 1) return given[0];
  tell(`${name} is given ${given.length} times: give it once`, instead);
  return undefined;
}

/** Reads what an address says of a run. */
function readRun(name: string, values: Values, otherNames: readonly string[], tell: Tell): RunRequest {
  let scenario: string | undefined = name;
  let specification: string | undefined;
  const shown = `${DEFAULT_SCENARIO} is shown`;
  if (name === SYSTEM) {
    specification = only(values, "specification", tell, shown);
    scenario = undefined;
    if (!values.has("specification")) tell(`${SYSTEM} needs a value: specification=JSON`, shown);
    if (specification === undefined) scenario = DEFAULT_SCENARIO;
  } else {
    scenario = attempt(() => findNamed("scenario", name, [...SCENARIO_IDS, SYSTEM]), tell, shown) ?? DEFAULT_SCENARIO;
  }
  const known = optionsOf(scenario);
  const names = [...known.map(({ name }) => name), "fork", ...otherNames];
  for (const key of values.keys()) {
    if (names.includes(key) || key === "specification" && name === SYSTEM) continue;
    tell(
      `unknown option ${quote(key)}: did you mean ${nearestName(key, names)}? options are ${names.join(", ")}`,
      LEFT_OUT,
    );
  }
  const options = new Map<string, string>();
  const stepsNow = () => Number(options.get("steps") ?? stepsOf(scenario));
  for (const { name, rule, read } of known) {
    const instead = "its default is taken";
    const given = name === "inject" ? values.get(name)?.join() : only(values, name, tell, instead);
    if (given === undefined) continue;
    if (given === "") tell(`${name} needs a value: ${rule}`, instead);
    else {
      const value = attempt(() => read(given, stepsNow()), tell, instead);
      if (value !== undefined) options.set(name, value);
    }
  }
  return { scenario, specification, options, forks: readForks(values.get("fork") ?? [], stepsNow(), tell) };
}

function readForks(texts: readonly string[], steps: number, tell: Tell): Fork[] {
  if (texts.length > FORKS_MAX) tell(`an address must have at most ${FORKS_MAX} forks, got ${texts.length}`, LEFT_OUT);
  else {
    return texts.flatMap((text) =>
      attempt(
        () => {
          const fork = readFork(text);
          if (steps > 0) checkFork(fork, steps, Infinity, "step");
          return fork;
        },
        tell,
        LEFT_OUT,
      ) ?? []
    );
  }
  return [];
}

/** Reads something, and tells what is wrong with it. */
function attempt<Value>(read: () => Value, tell: Tell, instead: string): Value | undefined {
  try {
    return refusing(read);
  } catch (error) {
    tell((error as Error).message, instead);
    return undefined;
  }
}

/** Reads what the run is compared with. */
function readCompared(values: Values, tell: Tell): ExplorerRequest["compare"] {
  const instead = "nothing is compared";
  const compare = only(values, "compare", tell, instead);
  const against = only(values, "against", tell, instead);
  if (compare !== undefined && compare !== "policies") tell(`compare must be policies, got ${quote(compare)}`, instead);
  else if (compare !== undefined) {
    if (against !== undefined) {
      tell("compare and against cannot be combined: give one of them", "policies are compared");
    }
    return compare;
  }
  if (against === undefined) return undefined;
  const tellOfIt: Tell = (problem, instead) => tell(`against: ${problem.replace(/^--/, "")}`, instead);
  return readRun(...partsOf(against.replace(/^#/, ""), tellOfIt), [], tellOfIt);
}

/**
 * Fits the place of a reader into a run, whose columns and consumers are known only when it has been run.
 *
 * @param request what was asked for
 * @param run what came of it
 */
export function fitToRun(request: ExplorerRequest, { views }: Pick<ExplorerRun, "views">): ReadAddress {
  const problems: string[] = [];
  let { step, consumer } = request;
  if (consumer >= views.length) {
    problems.push(`consumer must be ${integerRule(0, views.length - 1)}, got ${consumer}; ${FIRST}`);
    consumer = 0;
  }
  const { count } = views[consumer];
  if (step !== undefined && step >= count) {
    problems.push(`step must be ${integerRule(0, count - 1)}, got ${step}; ${LAST}`);
    step = undefined;
  }
  return { request: { ...request, step, consumer }, problems };
}
