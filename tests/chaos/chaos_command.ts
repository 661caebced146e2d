import { readSetting, SETTING_RULES } from "../../config/setting_rules.ts";
import { COLOR_OPTION, paletteOf, readColor } from "../../demo/terminal/color_option.ts";
import { type CommandIo, reportWidth } from "../../demo/terminal/command_io.ts";
import { ExitStatus } from "../../demo/terminal/exit_status.ts";
import { type Command, runCommand } from "../../demo/terminal/command.ts";
import { choose, integerRule, readInteger, valueOf } from "../../demo/terminal/option_values.ts";
import { type Option, quote } from "../../demo/terminal/options.ts";
import { UsageError } from "../../demo/terminal/usage_error.ts";
import { layOutJson } from "../../demo/terminal/layout/json_layout.ts";
import { runCampaign, type RunSeed } from "./chaos_campaign.ts";
import { CHAOS_STEPS_MAX, OPERATION_KINDS, type OperationKind, type PlanCut } from "./plan/chaos_plan.ts";
import { chaosToJson, renderChaos } from "./chaos_report.ts";
import { runChaos } from "./chaos_run.ts";
import { shrink } from "./plan/shrink.ts";

const SEEDS_MAX = 1_000_000;
const SEEDS_DEFAULT = 1_000;
const SEEDS_RULE = integerRule(1, SEEDS_MAX);
const STEPS_RULE = integerRule(0, CHAOS_STEPS_MAX);
const WITHOUT_RULE = `names from ${OPERATION_KINDS.join(", ")}, with commas between them`;

const OPTIONS: readonly Option[] = [
  {
    name: "seeds",
    value: "NUMBER",
    rule: SEEDS_RULE,
    help: `How many runs, ${SEEDS_RULE}. Default ${SEEDS_DEFAULT}.`,
  },
  {
    name: "seed",
    value: "NUMBER",
    rule: SETTING_RULES.seed.rule,
    help:
      `The seed of the first run, ${SETTING_RULES.seed.rule}; the others count up from it. Default ${SETTING_RULES.seed.default}.`,
  },
  {
    name: "steps",
    value: "STEPS",
    rule: STEPS_RULE,
    help: `Stops the faults of every run after so many steps, ${STEPS_RULE}. Default: as many as the seed draws.`,
  },
  {
    name: "without",
    value: "KINDS",
    rule: WITHOUT_RULE,
    help: `Leaves kinds of operations out of every run: ${WITHOUT_RULE}.`,
  },
  { name: "json", help: "Prints one JSON object instead of the report." },
  COLOR_OPTION,
];

const CHAOS: Command = {
  usage: "deno task chaos [OPTION...]",
  summary:
    "Draws a whole system and everything that happens to it from each seed, runs it, and checks at every step that nothing " +
    "false has happened. Then the faults stop, and the system must come back. It ends at the first violation, and says " +
    "how to replay it. It needs no permission.",
  options: OPTIONS,
  statuses: [["0", "no violation"], ["1", "a violation"]],
  optionOf: (setting) => setting === "seed" ? "--seed" : undefined,
};

/**
 * Carries out a command line that runs the system through chaos, seed after seed. How far it is goes to standard error: to
 * a terminal one line that is refreshed, elsewhere ten lines in all.
 *
 * @param args the arguments, without the name of the program
 * @param io where the output goes
 * @param run what carries out a seed. Default: the chaos run
 */
export function runChaosCommand(args: readonly string[], io: CommandIo, run: RunSeed = runChaos): ExitStatus {
  return runCommand(CHAOS, args, io, (options) => {
    const seeds = readInteger(options, "seeds", 1, SEEDS_MAX) ?? SEEDS_DEFAULT;
    const firstSeed = readSetting("seed", valueOf(options, "seed") ?? String(SETTING_RULES.seed.default), "--seed");
    if (firstSeed + seeds - 1 > Number.MAX_SAFE_INTEGER) {
      throw new UsageError(
        `--seed must leave room for ${seeds} seeds up to ${Number.MAX_SAFE_INTEGER}, got ${firstSeed}`,
      );
    }
    const cut: PlanCut = {
      steps: readInteger(options, "steps", 0, CHAOS_STEPS_MAX) ?? Infinity,
      without: readKinds(valueOf(options, "without")),
    };
    const palette = paletteOf(readColor(options), io);
    const shown = progress(io, seeds);
    const campaign = runCampaign({ firstSeed, seeds, cut, run, onRun: shown.show });
    shown.clear();
    const { finding } = campaign;
    const shrunk = finding === undefined ? undefined : shrink(finding, cut, run);
    const result = { firstSeed, seeds, cut, campaign, shrunk };
    io.out(
      options.flags.has("json")
        ? layOutJson(chaosToJson(result))
        : renderChaos(result, { width: reportWidth(io), palette }),
    );
    return finding === undefined ? ExitStatus.OK : ExitStatus.NOT_HELD;
  });
}

/** Shows how far a campaign is. */
interface Progress {
  /** Is told after every run how many there have been. */
  show(runs: number): void;
  /** Takes away what is still shown, before anything else is written. */
  clear(): void;
}

/** Shows nothing of a single run, which is over before anybody could read it. */
function progress(io: CommandIo, seeds: number): Progress {
  const isTerminal = io.columns !== Infinity;
  const every = isTerminal ? 10 : Math.ceil(seeds / 10);
  let shown = "";
  return {
    show: (runs) => {
      if (seeds === 1 || (runs !== seeds && runs % every !== 0)) return;
      const text = `${runs} of ${seeds} runs`;
      if (!isTerminal) return io.err(`${text}\n`);
      io.err(`\r${text}`);
      shown = text;
    },
    clear: () => {
      if (shown !== "") io.err(`\r${" ".repeat(shown.length)}\r`);
    },
  };
}

function readKinds(text: string | undefined): OperationKind[] {
  if (text === undefined) return [];
  return text.split(",").map((name) =>
    choose(name, OPERATION_KINDS, `--without must be ${WITHOUT_RULE}, got ${quote(name)}`)
  );
}
