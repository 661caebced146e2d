import { exploreLines } from "../scenarios/explore_address.ts";

/**
 * The commands at the foot of a page.
 *
 * @param replay the command that gives the same
 * @param explore the address of the run in the explorer, or the file of its specification. Default: neither says it
 */
export function commandsOf(
  replay: string,
  explore?: string | undefined,
): readonly (readonly [does: string, command: string])[] {
  const shown = explore === undefined ? [] : [["explore", exploreLines("", explore, Infinity).join("")] as const];
  return [["replay", replay], ...shown];
}
