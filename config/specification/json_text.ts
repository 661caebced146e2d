import { ConfigError } from "../config_error.ts";
import { quoteText } from "../printable.ts";

/** Lines of the keys of objects, and of the elements of arrays. The first line of a text is 1. */
type JsonLines = Readonly<Record<string, number>> | readonly number[];

/** Lines of what was read, for as long as somebody keeps that. */
const LINES: WeakMap<object, JsonLines> = /* @__PURE__ */ new WeakMap();

/**
 * The line that a part of an object or array stands on.
 *
 * @param owner the object or array, as it was read
 * @returns the line, or undefined if {@linkcode parseJson} has not read it
 */
export function lineOf(owner: object, key: string | number): number | undefined {
  return (LINES.get(owner) as Readonly<Record<string | number, number>> | undefined)?.[key];
}

/** Most characters of a text. */
const TEXT_MAX = 2 ** 25;

/** Most objects and arrays inside one another. */
const DEPTH_MAX = 64;

/**
 * Reads JSON (RFC 8259), and refuses what JSON is silent about: a key that is given twice, a number that is too large, half
 * of a character. A byte order mark at the beginning is passed over.
 *
 * Its objects have no prototype, so that any key can be one of theirs.
 *
 * @param text the text
 * @param name what to call it in messages: its file
 * @throws {ConfigError} if it is not JSON, with line and column
 */
export function parseJson(text: string, name: string): unknown {
  if (text.length > TEXT_MAX) {
    throw new ConfigError(name, `must have at most ${TEXT_MAX} characters, got ${text.length}`);
  }
  return new JsonReader(text, name).read();
}

/** A part of a text: characters that stand for themselves, or an escape. */
// deno-lint-ignore no-control-regex
const PART = /[^"\\\0-\x1f]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** A run of letters and digits, to be named whole in a message. */
const WORD = /[\p{L}\p{N}_.+-]+/uy;

/** Reads one text, from its beginning to its end. */
class JsonReader {
  declare private readonly _text: string;
  declare private readonly _name: string;
  private _at = 0;
  /** The line of the next character, and where that line begins. */
  private _line = 1;
  private _lineStart = 0;

  constructor(text: string, name: string) {
    this._text = text;
    this._name = name;
    if (text.startsWith("\ufeff")) this._at = this._lineStart = 1;
  }

  read(): unknown {
    this._skipBlanks();
    if (this._at === this._text.length) throw new ConfigError(this._name, "is not JSON: it is empty");
    const value = this._value(0);
    this._skipBlanks();
    if (this._at < this._text.length) this._expect("the end of the text");
    return value;
  }

  private _value(depth: number): unknown {
    if (depth > DEPTH_MAX) this._fail(`at most ${DEPTH_MAX} objects and arrays may be inside one another`);
    switch (this._text[this._at]) {
      case "{":
        return this._object(depth);
      case "[":
        return this._array(depth);
      case '"':
        return this._string();
      case "t":
        return this._word("true", true);
      case "f":
        return this._word("false", false);
      case "n":
        return this._word("null", null);
      default:
        return this._number();
    }
  }

  private _object(depth: number): unknown {
    const object: Record<string, unknown> = Object.create(null);
    const lines: Record<string, number> = Object.create(null);
    LINES.set(object, lines);
    this._take();
    for (let isFirst = true; !this._isOver("}", isFirst); isFirst = false) {
      const [line, from] = [this._line, this._at];
      if (this._text[this._at] !== '"') this._expect('a key in quotation marks, or "}" after the last value');
      const key = this._string();
      if (key in object) {
        const again = `at line ${line}, column ${this._column(from)}`;
        throw new ConfigError(
          this._name,
          `must have every key once, got ${quoteText(key)} at line ${lines[key]} and again ${again}`,
        );
      }
      this._skipBlanks();
      if (this._text[this._at] !== ":") this._expect('":" after a key');
      this._take();
      lines[key] = line;
      object[key] = this._value(depth + 1);
    }
    return object;
  }

  private _array(depth: number): unknown {
    const array: unknown[] = [];
    const lines: number[] = [];
    LINES.set(array, lines);
    this._take();
    for (let isFirst = true; !this._isOver("]", isFirst); isFirst = false) {
      lines.push(this._line);
      array.push(this._value(depth + 1));
    }
    return array;
  }

  /** Passes over a comma, or the end of an object or array and says that it is over. */
  private _isOver(end: string, isFirst: boolean): boolean {
    this._skipBlanks();
    if (this._text[this._at] === end) {
      this._at++;
      return true;
    }
    if (isFirst) return false;
    if (this._text[this._at] !== ",") this._expect(`"," or "${end}"`);
    this._take();
    if (this._text[this._at] === end) this._fail(`no "," may stand before "${end}"`);
    return false;
  }

  private _string(): string {
    const { _text: text } = this;
    const from = this._at;
    for (PART.lastIndex = from + 1; PART.test(text);) this._at = PART.lastIndex;
    if (this._at === from) this._at++; // nothing stands between its quotation marks
    const next = text[this._at];
    if (next === "\\") this._fail(`${quoteText(text.slice(this._at, this._at + 2))} is no escape`);
    if (next !== '"' && next !== undefined && next !== "\n" && next !== "\r") {
      this._fail(`a text must have its control characters as escapes, got ${quoteText(next)}`);
    }
    const to = this._at + 1;
    this._at = from;
    if (next !== '"') this._fail("a text has no closing quotation mark in its line");
    const string: string = JSON.parse(text.slice(from, to));
    if (!string.isWellFormed()) this._fail(`a text must be well-formed Unicode, got ${quoteText(string)}`);
    this._at = to;
    return string;
  }

  private _number(): number {
    NUMBER.lastIndex = this._at;
    const digits = NUMBER.exec(this._text)?.[0];
    if (digits === undefined) this._expect("a value");
    if (this._wordHere().length > digits.length) this._expect("a value");
    const number = Number(digits);
    if (!Number.isFinite(number)) this._fail(`${digits.slice(0, 40)} is too large for a number`);
    this._at += digits.length;
    return number;
  }

  private _word<Value>(word: string, value: Value): Value {
    if (this._wordHere() !== word) this._expect("a value");
    this._at += word.length;
    return value;
  }

  /** Passes over a character, and the blanks after it. */
  private _take(): void {
    this._at++;
    this._skipBlanks();
  }

  private _skipBlanks(): void {
    const { _text: text } = this;
    for (;; this._at++) {
      const character = text[this._at];
      if (character === "\n" || (character === "\r" && text[this._at + 1] !== "\n")) {
        this._line++;
        this._lineStart = this._at + 1;
      } else if (character !== " " && character !== "\t" && character !== "\r") {
        return;
      }
    }
  }

  private _wordHere(): string {
    WORD.lastIndex = this._at;
    return WORD.exec(this._text)?.[0] ?? "";
  }

  /** The column of a character of this line, in characters from 1 on. */
  private _column(at = this._at): number {
    return [...this._text.slice(this._lineStart, at)].length + 1;
  }

  /** Refuses what stands here in place of what is expected. */
  private _expect(expected: string): never {
    const { _text: text, _at: at } = this;
    if (at === text.length) this._fail(`the text ends where ${expected} is expected`);
    const rest = text.slice(at, at + 2);
    if (rest === "//" || rest === "/*" || rest[0] === "#") this._fail("JSON has no comments");
    if (rest[0] === "'") this._fail("JSON has texts between \" and \", not between ' and '");
    const got = this._wordHere() || String.fromCodePoint(text.codePointAt(at)!);
    return this._fail(`${expected} is expected, got ${quoteText(got)}`);
  }

  private _fail(problem: string): never {
    throw new ConfigError(this._name, `is not JSON at line ${this._line}, column ${this._column()}: ${problem}`);
  }
}
