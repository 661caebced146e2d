import {
  configFromEnv,
  createConfig,
  SETTING_KEYS,
  type SettingKey,
  SETTINGS,
  type SimulationConfig,
} from "../../config/mod.ts";
import type { Injection, MetricsLabels } from "../../control/mod.ts";
import type { LoadChanges, LoadScenario } from "./loads/load_scenario.ts";
import type { Scenario } from "./scenario.ts";
import { optionOf, readSettings, SETTING_OPTIONS } from "./setting_options.ts";
import type { Environment } from "../terminal/environment.ts";
import { COLOR_OPTION, type ColorChoice, readColor } from "../terminal/color_option.ts";
import { type Command, parseCommand, renderCommandHelp } from "../terminal/command.ts";
import { injectOption, readInjections } from "../terminal/inject_option.ts";
import {
  METRICS_LABEL_OPTION,
  metricsFileOption,
  readMetricsFile,
  readMetricsLabels,
} from "../terminal/files/metrics_file_option.ts";
import { HTML_FILE_OPTION } from "../terminal/files/html_file_option.ts";
import { readTimeline, TIMELINE_OPTIONS, type TimelineRequest } from "../terminal/files/timeline_option.ts";
import { readOperand, ruleSentence, valueOf } from "../terminal/option_values.ts";
import type { Option, ParsedOptions } from "../terminal/options.ts";
import { refuseTwoReports } from "../terminal/printed_reports.ts";
import { UsageError } from "../terminal/usage_error.ts";

/** Parsed command line. */
export type DemoCommand = HelpCommand | RunCommand | LoadCommand;

/** Show the help. */
export interface HelpCommand {
  /** Tells it from the other command. */
  readonly kind: "help";
}

/** Run a scenario of a load. */
export interface LoadCommand {
  /** Tells it from the other commands. */
  readonly kind: "load";
  /** The scenario. */
  readonly scenario: LoadScenario;
  /** The numbers that replace the scenario's own. */
  readonly changes: LoadChanges;
  /** The variables of the environment that gave some of these. */
  readonly variables: readonly string[];
  /** How the result is shown. */
  readonly format: "text" | "json";
  /** Whether it is in colour. */
  readonly color: ColorChoice;
  /** Whether its specification is printed, and nothing run. */
  readonly printSpec: boolean;
  /** Where the report as a page goes, if anywhere. */
  readonly html: string | undefined;
  /** The timeline that is asked for, if any. */
  readonly timeline: TimelineRequest | undefined;
}

/** Run a scenario. */
export interface RunCommand {
  /** Tells it from the other command. */
  readonly kind: "run";
  /** The scenario. */
  readonly scenario: Scenario;
  /** The numbers that replace the scenario's own. */
  readonly settings: Partial<SimulationConfig>;
  /** The variables of the environment that gave some of these. */
  readonly variables: readonly string[];
  /** The injections that replace the scenario's own. */
  readonly injections?: readonly Injection[];
  /** How the result is shown. */
  readonly format: "text" | "json";
  /** Whether it is in colour. */
  readonly color: ColorChoice;
  /** Whether every step is shown before it. */
  readonly trace: boolean;
  /** Whether the specification of each run is printed instead, and none is run. */
  readonly printSpec: boolean;
  /** Where the report as a page goes, if anywhere. */
  readonly html: string | undefined;
  /** Where the numbers of the system are written to, if anywhere. */
  readonly metricsFile?: string;
  /** Labels that these numbers get. */
  readonly metricsLabels: MetricsLabels;
  /** The timeline that is asked for, if any. */
  readonly timeline: TimelineRequest | undefined;
}

/** All options. */
const OPTIONS: readonly Option[] = [
  ...SETTING_OPTIONS.map(([name, value, key]) => ({
    name,
    value,
    rule: SETTINGS[key].rule,
    help: `${SETTINGS[key].sentence} ${ruleSentence(SETTINGS[key].rule)}`,
  })),
  injectOption("and replaces the scenario's own failures."),
  { name: "json", help: "Prints one JSON object instead of the report." },
  { name: "trace", help: "Prints a line for every step before the report." },
  {
    name: "print-spec",
    help: "Prints the specification of each run instead, as a JSON array: what simulate reads. Nothing is run.",
  },
  HTML_FILE_OPTION,
  metricsFileOption("Writes the numbers of the first run, as they are at its end:"),
  METRICS_LABEL_OPTION,
  ...TIMELINE_OPTIONS,
  COLOR_OPTION,
];

/**
 * Reads the command line of the demo.
 *
 * @param args the arguments
 * @param scenarios the scenarios there are
 * @param env the variables of the environment, by name. They replace numbers of the scenario, and options replace them
 * @param loads the scenarios of a load. Default: none
 * @throws {UsageError} or {ConfigError} if it cannot be carried out
 */
export function parseDemoCommand(
  args: readonly string[],
  scenarios: readonly Scenario[],
  env: Environment = {},
  loads: readonly LoadScenario[] = [],
): DemoCommand {
  const parsed = parseCommand(demoCommandOf([...scenarios, ...loads]), args);
  if (parsed === undefined) return { kind: "help" };
  const { values, flags } = parsed;
  const id = readOperand("scenario", parsed, [...scenarios, ...loads].map(({ id }) => id));
  const load = loads.find((load) => load.id === id);
  if (load !== undefined) return readLoadCommand(load, parsed, env);
  const scenario = scenarios.find((scenario) => scenario.id === id)!;
  const fromEnv = readEnvironment(env, scenario);
  const settings = { ...fromEnv, ...readSettings((name) => valueOf(parsed, name)) };
  if (flags.has("json") && flags.has("trace")) {
    throw new UsageError("--trace cannot be combined with --json, which has every step anyway: give one of them");
  }
  refuseBesidePrintSpec(parsed);
  refuseTwoReports(parsed);
  const { totalSteps } = createConfig({ ...scenario.settings, ...settings });
  const inject = values.get("inject");
  const injections = inject === undefined ? undefined : readInjections(inject, totalSteps);
  return {
    kind: "run",
    scenario,
    settings,
    variables: SETTING_KEYS.filter((key) => key in fromEnv).map((key) => SETTINGS[key].variable),
    injections,
    format: flags.has("json") ? "json" : "text",
    color: readColor(parsed),
    trace: flags.has("trace"),
    printSpec: flags.has("print-spec"),
    html: valueOf(parsed, "html"),
    metricsFile: readMetricsFile(parsed),
    metricsLabels: readMetricsLabels(parsed),
    timeline: readTimeline(parsed),
  };
}

/** Options that a scenario of a load has. */
const LOAD_OPTIONS = ["capacity", "seed", "json", "print-spec", "html", "color", "timeline", "timeline-events"];

function readLoadCommand(scenario: LoadScenario, parsed: ParsedOptions, env: Environment): LoadCommand {
  const { values, flags } = parsed;
  const other = [...values.keys(), ...flags].find((name) => !LOAD_OPTIONS.includes(name));
  if (other !== undefined) {
    throw new UsageError(
      `--${other} is for scenarios by steps, and ${scenario.id} is none: change its ring by --capacity or its seed by ` +
        `--seed, or print it by --print-spec, change that, and simulate it`,
    );
  }
  refuseBesidePrintSpec(parsed);
  refuseTwoReports(parsed);
  const given: Partial<SimulationConfig> = {
    ...readEnvironment(env, { settings: {} }),
    ...readSettings((name) => valueOf(parsed, name)),
  };
  const { ringCapacity: capacity, seed } = given;
  return {
    kind: "load",
    scenario,
    changes: { capacity, seed },
    variables: (["ringCapacity", "seed"] as const)
      .map((key) => SETTINGS[key].variable).filter((variable) => env[variable] !== undefined),
    format: flags.has("json") ? "json" : "text",
    color: readColor(parsed),
    printSpec: flags.has("print-spec"),
    html: valueOf(parsed, "html"),
    timeline: readTimeline(parsed),
  };
}

/** Refuses options that ask something of a run, beside the one that has none. */
function refuseBesidePrintSpec({ flags, values }: ParsedOptions): void {
  if (!flags.has("print-spec")) return;
  const asked = ["json", "trace", "html", "metrics-file", "timeline"].find((name) =>
    flags.has(name) || values.has(name)
  );
  if (asked === undefined) return;
  throw new UsageError(`--print-spec cannot be combined with --${asked}, since it runs nothing: give one of them`);
}

/** The help of the demo. */
export function renderDemoHelp(scenarios: readonly ListedScenario[]): string {
  return renderCommandHelp(demoCommandOf(scenarios));
}

/** A scenario, as far as the help has it. */
type ListedScenario = Pick<Scenario, "id" | "title">;

/** The command that runs these scenarios. */
function demoCommandOf(scenarios: readonly ListedScenario[]): Command {
  return {
    usage: "deno task demo SCENARIO [OPTION...]",
    summary:
      "Runs a scenario in simulated time, checks what it claims, and reports. The same command prints the same bytes on " +
      "every machine. It needs no permission, unless it is to write a file. With --allow-env, which the task does not " +
      "give, environment variables replace numbers of the scenario; options take precedence over them.",
    operands: { title: "Scenarios", entries: scenarios.map(({ id, title }) => [id, title]) },
    optionsTitle: "Options, each replacing a number of the scenario",
    options: OPTIONS,
    notes: [{
      title: "Environment, if the command may read it",
      entries: SETTING_KEYS.map((key) => [SETTINGS[key].variable, meaningOf(key)]),
    }],
    statuses: [["0", "every claim held"], ["1", "a claim did not hold"]],
    isHelpWhenEmpty: true,
    optionOf,
  };
}

/** The settings that the environment has. */
function readEnvironment(env: Environment, scenario: Pick<Scenario, "settings">): Partial<SimulationConfig> {
  const config = configFromEnv(env, scenario.settings);
  const keys = SETTING_KEYS.filter((key) => env[SETTINGS[key].variable] !== undefined);
  return Object.fromEntries(keys.map((key) => [key, config[key]]));
}

/** Meaning of a variable: that of its option, if there is one. */
function meaningOf(key: SettingKey): string {
  const option = optionOf(key);
  if (option !== undefined) return `As ${option}.`;
  return `${SETTINGS[key].sentence} ${ruleSentence(SETTINGS[key].rule)}`;
}
