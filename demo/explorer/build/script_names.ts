/** What a name stands for where it is written. */
export type NameRole = "variable" | "property" | "shorthand";

/** A name in a script. */
export interface NameUse {
  /** The name. */
  readonly name: string;
  /** Where it begins. */
  readonly from: number;
  /** What it is there. A shorthand is both: the property of an object, and the variable whose value it has. */
  readonly role: NameRole;
}

/** A method of a class. */
export interface MethodUse {
  /** Its name. */
  readonly name: string;
  /** Where it begins, with `get`, `static` and the like. */
  readonly from: number;
  /** Where it ends. */
  readonly to: number;
}

/** The names of a script. */
export interface ScriptNames {
  /** Every name but keywords, in order. */
  readonly uses: readonly NameUse[];
  /** Names that the outermost function declares, in order. */
  readonly declared: readonly string[];
  /** The methods of classes that have a plain name. */
  readonly methods: readonly MethodUse[];
  /** Words in texts, which may name a property. */
  readonly words: ReadonlySet<string>;
}

/** A bracket that is open. */
interface Bracket {
  /** What it encloses. */
  readonly kind: "paren" | "square" | "block" | "object" | "class" | "template";
  /** Whether it is the condition of a statement, after which a regular expression may stand. */
  readonly isCondition: boolean;
  /** Conditional operators whose `:` is to come. */
  conditionals: number;
  /** Whether the `:` of a `case` is to come. */
  isCase: boolean;
  /** In a class: where the element begins, once it has; and its name, if it is a method. */
  from: number | undefined;
  method: string | undefined;
}

/** A token: a name, a number, a text and so on by its first character, or a sign. */
interface Token {
  readonly text: string;
  readonly kind: "name" | "keyword" | "value" | "sign";
  /** Whether a regular expression may stand behind it. */
  readonly endsStatement?: boolean;
}

const KEYWORDS = new Set(
  ("break case catch class const continue debugger default delete do else export extends false finally for function if import in " +
    "instanceof let new null return super switch this throw true try typeof var void while with yield await").split(
      " ",
    ),
);

/** Keywords that are values: behind them `/` divides. */
const VALUES = new Set(["this", "super", "null", "true", "false"]);

const SIGN = /=>|\?\.(?!\d)|\?\?|\.\.\.|\+\+|--|[^\s]/y;
const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const NUMBER = /(?:0[xob][\da-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)n?/iy;
const TEXT = /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/y;
const REGULAR = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;
const TEMPLATE = /(?:[^`\\$]|\\[^]|\$(?!\{))*/y;
const COMMENT = /\/\/.*|\/\*[^]*?\*\//y;

/**
 * Reads the names of a script that Deno has bundled and minified as one function. It knows as much of the language as it takes to
 * tell a variable from a property, and a regular expression from a division.
 *
 * @param script the script
 * @returns its names; undefined, if it is of another form
 */
export function scriptNames(script: string): ScriptNames | undefined {
  if (!script.startsWith("(()=>{")) return undefined;
  const uses: NameUse[] = [];
  const declared: string[] = [];
  const methods: MethodUse[] = [];
  const words = new Set<string>();
  const stack: Bracket[] = [];
  let last: Token = { text: "", kind: "sign" };
  let before: Token = last;
  let at = 0;
  /** Whether a variable statement of the outermost function goes on, and whether a class begins. */
  let isDeclaring = false;
  let isClass = false;

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(script)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const seen = (token: Token) => {
    before = last;
    last = token;
  };
  const collect = (text: string) => {
    for (const word of text.match(/[\w$]+/g) ?? []) words.add(word);
  };
  const open = (kind: Bracket["kind"], isCondition = false) => {
    stack.push({ kind, isCondition, conditionals: 0, isCase: false, from: undefined, method: undefined });
  };
  /** The next sign or character behind here. */
  const next = () => /\s*(=>|\.\.\.|[^])/y.exec(script.slice(at, at + 20))?.[1] ?? "";
  const takeTemplate = () => {
    collect(take(TEMPLATE) ?? "");
    if (script[at] === "`") {
      at++;
      seen({ text: "`", kind: "value" });
    } else {
      at += 2;
      open("template");
      seen({ text: "${", kind: "sign" });
    }
  };
  const isRegular = () => {
    if (last.kind === "value" || last.kind === "name") return false;
    if (last.kind === "keyword") return !VALUES.has(last.text);
    return last.endsStatement ?? !(last.text === ")" || last.text === "]" || last.text === "++" || last.text === "--");
  };

  function takeName(name: string): void {
    const from = at - name.length;
    const around = stack.at(-1);
    const isMember = last.text === "." || last.text === "?.";
    const follows = next();
    if (around?.kind === "class" && around.from === undefined || around?.kind === "class" && around.method === "") {
      around.from ??= from;
      if (/^(?:static|get|set|async)$/.test(name) && !"(=;}".includes(follows)) {
        around.method = "";
        if (follows === "{") around.method = undefined; // a static block
        return seen({ text: name, kind: "keyword" });
      }
      around.method = follows === "(" ? name : undefined;
      uses.push({ name, from, role: "property" });
      return seen({ text: name, kind: "name" });
    }
    const isKey = around?.kind === "object" &&
      (last.text === "{" || last.text === "," || last.kind === "keyword" && /^(?:get|set|async)$/.test(last.text));
    if (isKey && /^(?:get|set|async)$/.test(name) && !":(,}=".includes(follows)) {
      return seen({ text: name, kind: "keyword" });
    }
    const isProperty = isMember || isKey && (follows === ":" || follows === "(");
    const isOf = name === "of" && around?.isCondition === true &&
      (last.kind === "name" || last.text === "]" || last.text === "}");
    if (!isProperty && (KEYWORDS.has(name) || isOf)) {
      if (name === "class") isClass = true;
      if (around !== undefined && (name === "case" || name === "default")) around.isCase = true;
      if (stack.length === 2 && /^(?:var|let|const)$/.test(name)) isDeclaring = true;
      return seen({ text: name, kind: "keyword" });
    }
    const role = isProperty ? "property" : isKey ? "shorthand" : "variable";
    uses.push({ name, from, role });
    if (!isProperty && isDeclared(follows)) declared.push(name);
    seen({ text: name, kind: "name" });
  }

  /** Whether the name that has just been read is one that the outermost function declares. */
  function isDeclared(follows: string): boolean {
    const isStatement = before.text === ";" || before.text === "}" || before.text === "{" || before.text === "async";
    if (stack.length === 2 && isStatement && (last.text === "function" || last.text === "class")) return true;
    if (!isDeclaring) return false;
    if (stack.length === 2) return /^(?:var|let|const|,)$/.test(last.text);
    // Taken out of an object or array: `var {a:b,c=1}=d`.
    const isPattern = stack.slice(2).every(({ kind }) => kind === "object" || kind === "square") && patternFrom >= 0;
    return isPattern && /^(?:\{|\[|,|:|\.\.\.)$/.test(last.text) && ",}]=".includes(follows);
  }
  /** Where a pattern begins that is declared; -1, if none is being read. */
  let patternFrom = -1;

  function takeSign(sign: string): void {
    const around = stack.at(-1);
    if ("([{".includes(sign)) {
      if (isDeclaring && stack.length === 2) {
        patternFrom = /^(?:var|let|const|,)$/.test(last.text) ? at : -1;
      }
      if (sign === "(") open("paren", last.kind === "keyword" && /^(?:if|while|for|with)$/.test(last.text));
      else if (sign === "[") {
        if (around?.kind === "class") around.from ??= at - 1;
        open("square");
      } else open(braceKind(around));
      return seen({ text: sign, kind: "sign" });
    }
    if (")]}".includes(sign)) {
      const closed = stack.pop();
      const outer = stack.at(-1);
      if (closed?.kind === "template") return takeTemplate();
      if (closed?.kind === "block" && outer?.kind === "class" && outer.from !== undefined) {
        if (outer.method) methods.push({ name: outer.method, from: outer.from, to: at });
        outer.from = outer.method = undefined;
      }
      const endsStatement = sign === ")" ? closed?.isCondition : sign === "}" ? closed?.kind !== "object" : false;
      return seen({ text: sign, kind: "sign", endsStatement });
    }
    if (sign === "*" && last.text === "function" && last.kind === "keyword") return;
    if (around !== undefined) {
      if (sign === "?") around.conditionals++;
      if (sign === ":" && around.conditionals > 0) around.conditionals--;
      else if (sign === ":" && around.isCase) {
        around.isCase = false;
        return seen({ text: ";", kind: "sign" }); // what follows is a statement
      }
      if (sign === ";" && around.kind === "class") around.from = around.method = undefined;
    }
    if (sign === ";" && stack.length === 2) isDeclaring = false;
    seen({ text: sign, kind: "sign" });
  }

  function braceKind(around: Bracket | undefined): Bracket["kind"] {
    if (isClass) {
      isClass = false;
      return "class";
    }
    if (around?.kind === "class") return "block";
    if (last.kind === "keyword") return /^(?:else|do|try|finally|catch)$/.test(last.text) ? "block" : "object";
    if (last.text === "" || last.text === ";" || last.text === ")" || last.text === "=>") return "block";
    return (last.text === "{" || last.text === "}") && around?.kind === "block" ? "block" : "object";
  }

  while (at < script.length) {
    const character = script[at];
    if (/\s/.test(character)) {
      at++;
    } else if (character === "/" && /^\/[/*]/.test(script.slice(at, at + 2))) {
      take(COMMENT);
    } else if (character === '"' || character === "'") {
      collect(take(TEXT) ?? "");
      seen({ text: character, kind: "value" });
      if (stack.at(-1)?.kind === "class") stack.at(-1)!.from ??= at;
    } else if (character === "`") {
      at++;
      takeTemplate();
    } else if (/\d/.test(character) || character === "." && /\d/.test(script[at + 1] ?? "")) {
      take(NUMBER);
      seen({ text: "0", kind: "value" });
    } else if (character === "/" && isRegular()) {
      if (take(REGULAR) === undefined) return undefined;
      seen({ text: "/", kind: "value" });
    } else {
      const name = take(NAME);
      if (name !== undefined) takeName(name);
      else takeSign(take(SIGN) ?? "");
    }
  }
  return stack.length === 0 ? { uses, declared, methods, words } : undefined;
}
