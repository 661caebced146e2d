import { ConfigError } from "../../config_error.ts";
import { quoteText } from "../../printable.ts";
import { show } from "../../show.ts";
import { lineOf } from "../json_text.ts";

/** Where a whole value comes from, for messages about its parts. */
export interface Origin {
  /** Name of the whole: that of its file, or of the option that it was given by. */
  readonly whole: string;
  /** Its file: it stands before the path of a part, and before the line where that is known. Default: none. */
  readonly file?: string;
  /** What stands before the path of a part otherwise: `--arrivals hawkes: `. Default: nothing. */
  readonly option?: string;
}

/** Where a value stands, for a message about it: every refusal of a specification is made here. */
export class Place {
  /** Where the whole comes from. */
  declare readonly origin: Origin;
  /** The path of the value in it: `consumers[1].service`. Empty for the whole. */
  declare readonly path: string;
  /** The line it stands on, if that is known. */
  declare readonly line: number | undefined;

  /** Makes the place of a whole value, or of a part of one. */
  constructor(origin: Origin, path: string = "", line: number | undefined = undefined) {
    this.origin = origin;
    this.path = path;
    this.line = line;
  }

  /** The place of a key of an object that stands here, or of an element of a list. */
  at(owner: object, key: string | number): Place {
    return new Place(this.origin, this.path + step(key, this.path === ""), lineOf(owner, key) ?? this.line);
  }

  /** Name of the value in messages. */
  get name(): string {
    const { origin: { whole, file, option = "" }, path, line } = this;
    if (path === "") return whole;
    if (file === undefined) return option + path;
    return line === undefined ? `${file}: ${path}` : `${file}:${line}: ${path}`;
  }

  /** Refuses the value by its rule. */
  refuse(rule: string, value: unknown, hint = ""): never {
    return this.fail(`must be ${rule}, got ${showValue(value)}${hint}`);
  }

  /** Refuses the value for a problem, given as the end of a sentence whose subject is the value. */
  fail(problem: string): never {
    throw new ConfigError(this.name, problem);
  }
}

/** A value as a message shows it; unlike elsewhere, also the sign of 0 and that a list is empty. */
function showValue(value: unknown): string {
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value) && value.length === 0) return "an empty array";
  return show(value);
}

/** A step of a path: a key that is no plain word stands in quotation marks. */
function step(key: string | number, isFirst: boolean): string {
  if (typeof key === "number") return `[${key}]`;
  if (!/^[$\w-]{1,64}$/.test(key)) return `[${quoteText(key)}]`;
  return isFirst ? key : `.${key}`;
}
