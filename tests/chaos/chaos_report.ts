import { alignTable, hang, wrap } from "../../demo/terminal/layout/layout.ts";
import type { Palette } from "../../demo/terminal/layout/palette.ts";
import type { Campaign } from "./chaos_campaign.ts";
import type { PlanCut } from "./plan/chaos_plan.ts";
import type { Shrunk } from "./plan/shrink.ts";
import { INVARIANTS } from "./model/violation.ts";

/** Everything that a report of chaos runs tells. */
export interface ChaosResult {
  /** The first seed. */
  readonly firstSeed: number;
  /** How many seeds were asked for. */
  readonly seeds: number;
  /** Parts left out of every run. */
  readonly cut: PlanCut;
  /** Outcome of the campaign. */
  readonly campaign: Campaign;
  /** The shortest run that still shows the violation; nothing, if there is no violation. */
  readonly shrunk: Shrunk | undefined;
}

/** The one command that carries out a seed, with so much left out of it. */
export function replayCommand(seed: number, { steps, without }: PlanCut): string {
  const parts = [`deno task chaos --seeds 1 --seed ${seed}`];
  if (steps !== Infinity) parts.push(`--steps ${steps}`);
  if (without.length > 0) parts.push(`--without ${without.join()}`);
  return parts.join(" ");
}

/** The result as a report for people. */
export function renderChaos(result: ChaosResult, { width, palette }: { width: number; palette: Palette }): string {
  const { campaign, cut, shrunk } = result;
  const { counts, finding } = campaign;
  const table = alignTable([
    ["runs", String(campaign.runs)],
    ...Object.entries(counts).map(([name, count]) => [name.replaceAll("_", " "), String(count)]),
  ]);
  const lines = [palette.heading("What was tried"), ...table, ""];
  if (finding === undefined) {
    lines.push(palette.good("No violation."));
  } else {
    const tell = (label: string, text: string) => lines.push(...hang(label, wrap(text, width - label.length)));
    lines.push(palette.bad(`Violation: ${finding.invariant}`));
    tell("  must hold:  ", INVARIANTS[finding.invariant]);
    tell("  found:      ", `${finding.message} (seed ${finding.seed}, step ${finding.step})`);
    // A command is never broken into lines: it is there to be copied.
    lines.push(`  replay:     ${replayCommand(finding.seed, cut)}`);
    if (shrunk !== undefined) {
      tell("  shrunk to:  ", `${shrunk.finding.message} (step ${shrunk.finding.step})`);
      lines.push(`  replay it:  ${replayCommand(finding.seed, shrunk.cut)}`);
    }
  }
  lines.push("", `digest ${campaign.digest}`);
  return `${lines.join("\n")}\n`;
}

/** The result as a JSON value, keys in snake_case. */
export function chaosToJson(result: ChaosResult): object {
  const { firstSeed, seeds, cut, campaign, shrunk } = result;
  const { runs, counts, finding, digest } = campaign;
  return {
    config: { seed: firstSeed, seeds, ...cutToJson(cut) },
    runs,
    counts,
    violation: finding === undefined ? null : {
      seed: finding.seed,
      step: finding.step,
      invariant: finding.invariant,
      must_hold: INVARIANTS[finding.invariant],
      found: finding.message,
      replay: replayCommand(finding.seed, cut),
      shrunk: shrunk === undefined ? null : {
        ...cutToJson(shrunk.cut),
        step: shrunk.finding.step,
        found: shrunk.finding.message,
        replay: replayCommand(finding.seed, shrunk.cut),
      },
    },
    digest,
  };
}

function cutToJson({ steps, without }: PlanCut): object {
  return { steps: steps === Infinity ? null : steps, without };
}
