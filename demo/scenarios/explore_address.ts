import type { SimulationConfig } from "../../config/mod.ts";
import type { Injection } from "../../control/mod.ts";
import { shellWord } from "../terminal/options.ts";
import type { LoadChanges } from "./loads/load_scenario.ts";
import { SETTING_OPTIONS } from "./setting_options.ts";

/** The address of a run in the explorer: `#SCENARIO&NAME=VALUE&...`, values percent-encoded as far as they must be. */
export function addressOf(scenario: string, values: Iterable<readonly [name: string, value: string]>): string {
  return "#" + [encode(scenario), ...Array.from(values, ([name, value]) => `${name}=${encode(value)}`)].join("&");
}

/** `, / : = @` are left alone, so that people can read an address; a `'` is not, so that a shell can quote it. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/%(?:2C|2F|3A|3D|40)/g, decodeURIComponent)
    .replaceAll("'", "%27");
}

/** Injections as an address has them: as values of `--inject`, with commas between them. */
export function injectText(injections: readonly Injection[]): string {
  return injections.map(({ step, action }) => `${step}:${action}`).join();
}

/**
 * The address of a scenario with these numbers.
 *
 * @param scenario its id
 * @param settings the numbers that replace its own
 * @param injections the injections that replace its own. Default: none do
 * @returns undefined, if one of the numbers has no option, and so no place in an address
 */
export function scenarioAddress(
  scenario: string,
  settings: Partial<SimulationConfig>,
  injections?: readonly Injection[],
): string | undefined {
  const given = Object.keys(settings).filter((key) => settings[key as keyof SimulationConfig] !== undefined);
  const values = SETTING_OPTIONS.filter(([, , key]) => given.includes(key))
    .map(([name, , key]): [string, string] => [name, String(settings[key])]);
  if (values.length < given.length) return undefined;
  if (injections !== undefined) values.push(["inject", injectText(injections)]);
  return addressOf(scenario, values);
}

/** The address of a scenario of a load. */
export function loadAddress(scenario: string, { capacity, seed }: LoadChanges): string {
  return addressOf(
    scenario,
    Object.entries({ capacity, seed }).flatMap(([name, value]) => value === undefined ? [] : [[name, String(value)]]),
  );
}

/**
 * The command that opens the explorer, as the last lines of a report. An address that is too long for one is quoted in pieces,
 * which a shell puts together again.
 *
 * @param label what the first line begins with
 * @param addressOrFile an address, or the file of a specification
 * @param width columns of the report
 */
export function exploreLines(label: string, addressOrFile: string, width: number): string[] {
  let line = `${label}deno task explore `;
  if (!addressOrFile.startsWith("#")) return [line + shellWord(addressOrFile)];
  const lines: string[] = [];
  line += "'";
  for (const piece of addressOrFile.split(/(?=&)/)) {
    if (piece.startsWith("&") && line.length + piece.length + 2 > width) {
      lines.push(`${line}'\\`);
      line = "'";
    }
    line += piece;
  }
  return [...lines, `${line}'`];
}
