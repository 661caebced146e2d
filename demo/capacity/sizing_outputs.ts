import type { SimulateWorld } from "../simulate/simulate_world.ts";
import { paletteOf, readColor } from "../terminal/color_option.ts";
import { reportWidth } from "../terminal/command_io.ts";
import { openHtmlFile } from "../terminal/files/html_file_option.ts";
import { valueOf } from "../terminal/option_values.ts";
import { type ParsedOptions, shellWord } from "../terminal/options.ts";
import { refuseTwoReports } from "../terminal/printed_reports.ts";
import { replayWords } from "../terminal/files/replay_words.ts";
import { renderSizingPage } from "./html/sizing_page.ts";
import { renderBriefSizing } from "./sizing_brief.ts";
import { renderSizingJson } from "./sizing_json.ts";
import { renderSizing } from "./sizing_report.ts";
import type { SizingLimits, SizingResult } from "./sizing_result.ts";

/** Where a sizing goes. */
export interface SizingOutputs {
  /**
   * Prints the report, or what was asked for in its place, and writes the file.
   *
   * @returns whether it was written
   */
  tell(result: SizingResult, limits: SizingLimits): boolean;
}

/** The command that gives the same, without the files that were written. */
export function capacityReplay(args: readonly string[]): string {
  return ["deno task capacity", ...replayWords(args).map(shellWord)].join(" ");
}

/**
 * Makes sure that a sizing can be told as it was asked for, so that this is known before anything runs. Never asks for a
 * permission.
 *
 * @param parsed the arguments
 * @param args the same as they were given
 * @param world where the output goes
 * @param commandWith makes the command that works with a permission, for messages
 * @throws {UsageError} if the file may not be written, or two options contradict
 */
export function openSizingOutputs(
  parsed: ParsedOptions,
  args: readonly string[],
  { io, files }: Pick<SimulateWorld, "io" | "files">,
  commandWith: (permissions: string) => string,
): SizingOutputs {
  refuseTwoReports(parsed);
  const palette = paletteOf(readColor(parsed), io);
  const { flags } = parsed;
  const html = openHtmlFile(valueOf(parsed, "html"), files, (text) => io.out(text), commandWith);
  return {
    tell: (result, limits) => {
      if (flags.has("json")) io.out(renderSizingJson(result, limits));
      else if (html?.isPrinted !== true) {
        const render = flags.has("brief") ? renderBriefSizing : renderSizing;
        io.out(render(result, limits, { width: reportWidth(io), palette }));
      }
      const problem = html?.write(renderSizingPage(result, limits, capacityReplay(args)));
      if (problem !== undefined) io.err(`error: ${problem}\n`);
      return problem === undefined;
    },
  };
}
