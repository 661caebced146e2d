import { checkSpecification, parseSpecifications } from "../../../config/mod.ts";
import { STANDARD_INPUT } from "../../terminal/files/input_file.ts";
import { findNamed, readInteger } from "../../terminal/option_values.ts";
import { type ParsedOptions, quote } from "../../terminal/options.ts";
import { UsageError } from "../../terminal/usage_error.ts";
import { ADDRESS_MAX, FIRST_ADDRESS, formatAddress, readAddress } from "../model/address.ts";
import { SCENARIO_IDS } from "../model/request_options.ts";

/**
 * The address within the page that a command line asks for.
 *
 * @param parsed the options, and what to show as the only operand
 * @param readText reads a file
 * @throws {UsageError} or {ConfigError} if there is nothing of that name, or a file is no specification
 */
export function exploredAddress(
  parsed: Pick<ParsedOptions, "positionals" | "values">,
  readText: (path: string) => string,
): string {
  const { positionals: [operand, ...others], values } = parsed;
  if (others.length > 0) {
    throw new UsageError(`one thing at a time, got ${[operand, ...others].map(quote).join(" and ")}`);
  }
  const isFile = operand !== undefined && (operand === STANDARD_INPUT || /[/\\]|\.json$/i.test(operand));
  if (values.has("run") && !isFile) throw new UsageError("--run picks a specification of a file: name the file");
  if (operand === undefined) return FIRST_ADDRESS;
  if (operand.startsWith("#")) return checkedAddress(operand);
  if (isFile) return addressOfFile(operand, parsed, readText);
  return `#${findNamed("scenario", operand, SCENARIO_IDS)}`;
}

/** An address as the page would write it. What the page would replace by a default is refused here. */
function checkedAddress(address: string): string {
  const { request, problems } = readAddress(address);
  if (problems.length > 0) throw new UsageError(`the page cannot show ${quote(address)}: ${problems[0]}`);
  return formatAddress(request);
}

function addressOfFile(
  path: string,
  parsed: Pick<ParsedOptions, "values">,
  readText: (path: string) => string,
): string {
  const file = path === STANDARD_INPUT ? "standard input" : path;
  const all = parseSpecifications(readText(path), { file });
  const run = readInteger(parsed, "run", 1, all.length);
  if (run === undefined && all.length > 1) {
    throw new UsageError(`${file} has ${all.length} specifications: pick one with --run, 1 to ${all.length}`);
  }
  const specification = all[(run ?? 1) - 1];
  checkSpecification(specification, { file });
  const address = formatAddress({
    scenario: undefined,
    specification: JSON.stringify(specification),
    options: new Map(),
    forks: [],
    compare: undefined,
    step: undefined,
    consumer: 0,
  });
  if (address.length <= ADDRESS_MAX) return address;
  throw new UsageError(
    `an address must have at most ${ADDRESS_MAX} characters, got ${address.length} for ${quote(file)}: ` +
      "show the page without it, and drop the file there",
  );
}
