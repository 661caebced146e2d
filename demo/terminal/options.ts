import { parseArgs } from "@std/cli/parse-args";
import { nearestName } from "../../config/nearest_name.ts";
import { printable, quoteText } from "../../config/printable.ts";
import { UsageError } from "./usage_error.ts";

/** An option of a command. */
export interface Option {
  /** Its name, without the dashes. */
  readonly name: string;
  /** Placeholder of its value in the help; none, if it is a flag. */
  readonly value?: string;
  /** What its value looks like, if it may also be given without one. What else follows it is not its value. */
  readonly optionalValue?: RegExp;
  /** Rule for its value, as the end of "it must be ...". */
  readonly rule?: string;
  /** Whether it may be given more than once. */
  readonly repeatable?: boolean;
  /** Its description, for the help. */
  readonly help: string;
}

/** A command line, taken apart. */
export interface ParsedOptions {
  /** Arguments that are not options, in order. */
  readonly positionals: readonly string[];
  /** The values of each option that was given, in order; of one that may stand alone and does, the empty text. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** The flags that were given. */
  readonly flags: ReadonlySet<string>;
  /** Whether nothing was given at all. */
  readonly isEmpty: boolean;
}

/**
 * Takes a command line apart, and refuses what is not an option, is given twice, lacks its value or has one too many.
 *
 * A value is the argument after its option, even if it begins with a minus, or follows after `=`. A `--` changes nothing.
 *
 * @param args the arguments
 * @param options the options there are
 * @throws {UsageError} if an option cannot be understood
 */
export function parseOptions(args: readonly string[], options: readonly Option[]): ParsedOptions {
  const flags = options.filter(isFlag).map(({ name }) => name);
  const valued = options.filter((option) => !isFlag(option)).map(({ name }) => name);
  for (const arg of args) refuseFlagValue(arg, flags);
  args.forEach(refuseMalformed);
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
    isEmpty: joined.length === 0,
  };
}

/** Names of one letter, as far as they are usual. */
const SHORT_NAMES = { help: "h" };

function isFlag({ value }: Option): boolean {
  return value === undefined;
}

/**
 * Writes every option with its value as one argument. Otherwise a value that begins with a minus would be taken for an
 * option, and a `true` that follows a flag for the value of the flag. A `--` is left out: runners of tasks pass it on, and
 * nothing that is no option begins with a minus here.
 */
function joinValues(args: readonly string[], options: readonly Option[]): string[] {
  const joined: string[] = [];
  for (let n = 0; n < args.length; n++) {
    if (args[n] === "--") continue;
    const option = options.find(({ name }) => args[n] === `--${name}`);
    const hasNext = n + 1 < args.length && !args[n + 1].startsWith("--");
    if (option === undefined) joined.push(args[n]);
    else if (isFlag(option)) joined.push(`${args[n]}=true`);
    else if (option.optionalValue?.test(args[n + 1]) === false) joined.push(`${args[n]}=`);
    else joined.push(`${args[n]}=${hasNext ? args[++n] : ""}`);
  }
  return joined;
}

function refuseFlagValue(arg: string, flags: readonly string[]): void {
  const name = flags.find((name) => arg.startsWith(`--${name}=`));
  if (name !== undefined) throw new UsageError(`--${name} takes no value, got ${quote(arg.slice(name.length + 3))}`);
}

/**
 * Refuses a text with half of a character in it, and one with the sign that stands for bytes that were none: what was meant
 * is not known any more, and a file would be made under another name.
 */
function refuseMalformed(arg: string): void {
  if (arg.isWellFormed() && !arg.includes("\ufffd")) return;
  throw new UsageError(`an argument must be well-formed Unicode, got ${quote(arg)}`);
}

/** Refuses an option that is called `_`, as parseArgs calls the arguments that are not options. */
function refuseReserved(args: readonly string[], options: readonly Option[]): void {
  const reserved = args.find((arg) => /^(--_(=|$)|-[^-=]*_)/.test(arg));
  if (reserved !== undefined) throw new UsageError(describeUnknown(reserved, options));
}

function refuseRepeated({ name, repeatable }: Option, times: number): void {
  if (times > 1 && !repeatable) throw new UsageError(`--${name} is given ${times} times: give it once`);
}

function needValue({ name, rule, optionalValue }: Option, value: unknown): string {
  if (typeof value === "string" && (value !== "" || optionalValue !== undefined)) return value;
  throw new UsageError(`--${name} needs a value: ${rule}`);
}

function describeUnknown(arg: string, options: readonly Option[]): string {
  const [given] = arg.split("=");
  const names = options.map(({ name }) => `--${name}`);
  const known = `options are ${names.join(", ")}`;
  return `unknown option ${quote(given)}: did you mean ${nearestName(given, names)}? ${known}`;
}

/** A text as a message shows it: on one line, with a clear end, and cut if it is long. */
export function quote(text: string): string {
  return text.length <= BARE_MAX && /^[\w.:@/+-]*[\w.@/+-]$/.test(text) ? text : quoteText(text);
}

const BARE_MAX = 200;

/** A text as a word of a command that can be pasted into a shell. */
export function shellWord(text: string): string {
  if (/^[\w.:@%=,/+-]+$/.test(text)) return text;
  if (printable(text) === text) return `'${text.replaceAll("'", `'\\''`)}'`;
  const escaped = text.replace(/[\\']/g, "\\$&");
  return `$'${printable(escaped)}'`;
}
