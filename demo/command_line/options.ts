import { parseArgs } from "@std/cli/parse-args";
import { nearestName } from "../../config/nearest_name.ts";
import { UsageError } from "./usage_error.ts";

/** An option of a command. */
export interface Option {
  /** Its name, without the dashes. */
  readonly name: string;
  /** What stands for its value in the help; none, if it is a flag. */
  readonly value?: string;
  /** What its value must be, as the end of "it must be ...". */
  readonly rule?: string;
  /** Whether it may be given more than once. */
  readonly repeatable?: boolean;
  /** What it does, for the help. */
  readonly help: string;
}

/** A command line, taken apart. */
export interface ParsedOptions {
  /** Arguments that are not options, in order. */
  readonly positionals: readonly string[];
  /** The values of each option that was given, in order. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** The flags that were given. */
  readonly flags: ReadonlySet<string>;
}

/**
 * Takes a command line apart, and refuses what is not an option, is given twice, lacks its value or has one too many.
 *
 * A value is the argument after its option, even if it begins with a minus, or follows after `=`.
 *
 * @param args the arguments
 * @param options the options there are
 * @throws {UsageError} if an option cannot be understood
 */
export function parseOptions(args: readonly string[], options: readonly Option[]): ParsedOptions {
  const flags = options.filter(isFlag).map(({ name }) => name);
  const valued = options.filter((option) => !isFlag(option)).map(({ name }) => name);
  for (const arg of args) refuseFlagValue(arg, flags);
  const joined = joinValues(args, options);
  refuseReserved(joined, options);
  const parsed = parseArgs(joined, {
    boolean: flags,
    string: [...valued, "_"],
    collect: [...flags, ...valued],
    alias: SHORT_NAMES,
    unknown: (arg, key) => {
      if (key !== undefined) throw new UsageError(describeUnknown(arg, options));
    },
  });
  const values = new Map<string, readonly string[]>();
  for (const option of options) {
    const given = parsed[option.name] as readonly unknown[];
    refuseRepeated(option, given.length);
    if (!isFlag(option) && given.length > 0) values.set(option.name, given.map((value) => needValue(option, value)));
  }
  return {
    positionals: parsed._.map(String),
    values,
    flags: new Set(flags.filter((name) => (parsed[name] as readonly unknown[]).length > 0)),
  };
}

/** Names of one letter, as far as they are usual. */
const SHORT_NAMES = { help: "h" };

function isFlag({ value }: Option): boolean {
  return value === undefined;
}

/**
 * Writes every option with its value as one argument. Otherwise a value that begins with a minus would be taken for an
 * option, and a `true` that follows a flag for the value of the flag.
 */
function joinValues(args: readonly string[], options: readonly Option[]): string[] {
  const joined: string[] = [];
  for (let n = 0; n < args.length; n++) {
    if (args[n] === "--") return [...joined, ...args.slice(n)];
    const option = options.find(({ name }) => args[n] === `--${name}`);
    const hasNext = n + 1 < args.length && !args[n + 1].startsWith("--");
    if (option === undefined) joined.push(args[n]);
    else if (isFlag(option)) joined.push(`${args[n]}=true`);
    else joined.push(hasNext ? `${args[n]}=${args[++n]}` : args[n]);
  }
  return joined;
}

function refuseFlagValue(arg: string, flags: readonly string[]): void {
  const name = flags.find((name) => arg.startsWith(`--${name}=`));
  if (name !== undefined) throw new UsageError(`--${name} takes no value, got ${quote(arg.slice(name.length + 3))}`);
}

/** Refuses an option that is called `_`, as parseArgs calls the arguments that are not options. */
function refuseReserved(args: readonly string[], options: readonly Option[]): void {
  const end = args.indexOf("--");
  const reserved = args.slice(0, end < 0 ? args.length : end).find((arg) => /^(--_(=|$)|-[^-=]*_)/.test(arg));
  if (reserved !== undefined) throw new UsageError(describeUnknown(reserved, options));
}

function refuseRepeated({ name, repeatable }: Option, times: number): void {
  if (times > 1 && !repeatable) throw new UsageError(`--${name} is given ${times} times: give it once`);
}

function needValue({ name, rule }: Option, value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  throw new UsageError(`--${name} needs a value: ${rule}`);
}

function describeUnknown(arg: string, options: readonly Option[]): string {
  const [given] = arg.split("=");
  const names = options.map(({ name }) => `--${name}`);
  const known = `options are ${names.join(", ")}`;
  return `unknown option ${quote(given)}: did you mean ${nearestName(given, names)}? ${known}`;
}

/** A text as a message shows it: in one line, whatever is in it, and with a clear end. */
export function quote(text: string): string {
  return /^[\w.:@/+-]*[\w.@/+-]$/.test(text) ? text : JSON.stringify(text);
}
