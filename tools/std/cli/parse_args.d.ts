// Types for parseArgs of @std/cli. The real ones also follow dotted names, aliases and nested defaults; these do not,
// so code that passes here passes there. Leave the type parameters to inference: theirs come in another order.

/** The options of {@linkcode parseArgs}. The type parameters are the unions of the names in each list. */
export interface ParseOptions<
  Booleans extends string,
  Strings extends string,
  Collected extends string,
  Negatable extends string,
  Defaults extends { readonly [Name in Booleans | Strings | Collected]?: unknown },
  DoubleDash extends boolean,
> {
  /** When true, what follows `--` is in `result["--"]` rather than in `result._`. */
  "--"?: DoubleDash;
  /** Other names for an option, by its name. */
  alias?: Record<string, string | readonly string[]>;
  /** Options without a value. They are false when absent. */
  boolean?: readonly Booleans[];
  /** Options that may be given more than once. They are `[]` when absent. */
  collect?: readonly Collected[];
  /** Values for options that are absent, by name. */
  default?: Defaults;
  /** Options that `--no-name` sets to false. */
  negatable?: readonly Negatable[];
  /** When true, everything after the first argument that is not an option is in `result._`. */
  stopEarly?: boolean;
  /** Options whose value stays a string even where it looks like a number. */
  string?: readonly Strings[];
  /** Called with each argument that no list names. The argument is dropped when it returns false. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

/** The value of an option: never absent where it has a default. */
type Value<Name, Type, Negatable, Defaults> =
  | Type
  | (Name extends Negatable ? false : never)
  | (Name extends keyof Defaults ? Defaults[Name] : undefined);

/** The value that {@linkcode parseArgs} returns. */
export type Args<
  Booleans extends string,
  Strings extends string,
  Collected extends string,
  Negatable extends string,
  Defaults,
  DoubleDash extends boolean,
> =
  & { [name: string]: unknown }
  & { [Name in Exclude<Strings, Collected>]: Value<Name, string, Negatable, Defaults> }
  & { [Name in Exclude<Booleans, Collected>]: Name extends keyof Defaults ? boolean | Defaults[Name] : boolean }
  & { [Name in Collected & Strings]: Name extends keyof Defaults ? string[] | Defaults[Name] : string[] }
  & { [Name in Collected & Booleans]: Name extends keyof Defaults ? boolean[] | Defaults[Name] : boolean[] }
  & { [Name in Exclude<Collected, Strings | Booleans>]: unknown }
  & { _: (string | number)[] }
  & (DoubleDash extends true ? { "--": string[] } : unknown);

/** Parses command-line arguments into an object of options, and what is left into its `_`. */
export declare function parseArgs<
  const Booleans extends string = never,
  const Strings extends string = never,
  const Collected extends string = never,
  const Negatable extends string = never,
  Defaults extends { readonly [Name in Booleans | Strings | Collected]?: unknown } = Record<never, never>,
  const DoubleDash extends boolean = false,
>(
  args: string[],
  options: ParseOptions<Booleans, Strings, Collected, Negatable, Defaults, DoubleDash>,
): Args<Booleans, Strings, Collected, Negatable, Defaults, DoubleDash>;
