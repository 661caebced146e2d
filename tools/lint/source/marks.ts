/**
 * The marks: comments that say what is hot and what is cold.
 *
 * `// @cold: reason` and `// @hot` stand directly above a declaration, `// @cold-file: reason` and `// @hot-file` above
 * the first statement of a file. Every comment that looks like a mark and is none is a problem, so that no mark is
 * silently without effect.
 *
 * @module
 */

type Comment = Deno.lint.LineComment | Deno.lint.BlockComment;

/** How often code runs: hot for every event, cold otherwise. */
export type Heat = "hot" | "cold";

/** Something wrong with a mark. */
export interface MarkProblem {
  readonly range: Deno.lint.Range;
  readonly message: string;
}

/** A mark above a declaration. */
export interface DeclarationMark {
  readonly heat: Heat;
  readonly range: Deno.lint.Range;
}

/** The marks of one file. */
export interface Marks {
  /** The mark of the whole file. */
  readonly file: Heat | null;
  /** The marks of declarations, by the offset at which the declaration has to start. */
  readonly declarations: ReadonlyMap<number, DeclarationMark>;
  readonly problems: readonly MarkProblem[];
}

const WORDS = ["cold", "hot", "cold-file", "hot-file"];
const HOW = "write `// @cold: reason`, `// @hot`, `// @cold-file: reason` or `// @hot-file`";

/**
 * Reads the marks of a file.
 *
 * @param text the source of the file
 * @param comments every comment of the file, in order
 * @param firstStatement offset of the file's first statement
 */
export function readMarks(text: string, comments: readonly Comment[], firstStatement: number): Marks {
  let file: Heat | null = null;
  const declarations = new Map<number, DeclarationMark>();
  const problems: MarkProblem[] = [];
  const endOfCommentAt = new Map(comments.map(({ range }) => [range[0], range[1]]));

  for (const { type, range, value } of comments) {
    const refuse = (message: string) => problems.push({ range, message });
    const documentation = type === "Block" && value.startsWith("*");
    const lines = value.split("\n").map((line) => type === "Block" ? line.replace(/^\s*\*+/, "").trim() : line.trim());
    const ignored = /^deno-lint-ignore(?:-file)?\s(?=.*\bhot-path\/)(?!.*\s--\s+\S)/.test(lines[0]);
    if (ignored) refuse("A rule of the hot path is ignored without a reason; add ` -- reason`.");

    if (lines.some((line, n) => (n > 0 || documentation) && /^@(?:cold|hot)\b/i.test(line))) {
      refuse("A mark inside a longer comment does nothing; give it a line comment of its own below this one.");
      continue;
    }
    if (documentation) continue;
    const mark = readMark(lines[0]);
    if (mark === null) continue;
    if ("problem" in mark) {
      refuse(mark.problem);
    } else if (mark.wholeFile) {
      if (range[0] > firstStatement) {
        refuse(`\`@${mark.heat}-file\` has to stand above the first statement of the file.`);
      } else if (file !== null && file !== mark.heat) refuse("The file is marked both hot and cold; keep one mark.");
      else file = mark.heat;
    } else {
      const start = type === "Line" && !startsLine(text, range[0])
        ? -1
        : declarationBelow(text, range[1], endOfCommentAt);
      const other = declarations.get(start);
      if (start === -1) {
        refuse(
          `\`@${mark.heat}\` has to stand directly above its declaration, on a line of its own, with no empty line between.`,
        );
      } else if (other !== undefined && other.heat !== mark.heat) {
        refuse("The declaration is marked both hot and cold; keep one mark.");
      } else declarations.set(start, { heat: mark.heat, range });
    }
  }
  return { file, declarations, problems };
}

type Reading = { heat: Heat; wholeFile: boolean } | { problem: string } | null;

function readMark(line: string): Reading {
  const parts = /^(@?)([A-Za-z][\w-]*)(:?)\s*(.*)$/s.exec(line);
  if (parts === null) return null;
  const [, at, word, colon, rest] = parts;
  if (at === "") return WORDS.includes(word) && colon !== "" ? { problem: `A mark starts with \`@\`; ${HOW}.` } : null;
  if (!WORDS.includes(word)) {
    const looksLikeOne = /^(?:cold|hot)/i.test(word) || WORDS.some((known) => isSlipOf(known, word.toLowerCase()));
    return looksLikeOne ? { problem: `\`@${word}\` is no mark; ${HOW}.` } : null;
  }
  const heat = word.startsWith("cold") ? "cold" : "hot";
  if (colon === "" && rest !== "") return { problem: `\`@${word}\` needs a colon before its reason; ${HOW}.` };
  // A reason has words in it. Hot needs none: it asks for more checking, not for less.
  if (!/\p{L}/u.test(rest) && (heat === "cold" || colon !== "")) {
    return { problem: `\`@${word}\` needs a reason; ${HOW}.` };
  }
  return { heat, wholeFile: word.endsWith("-file") };
}

/** Whether `b` is `a` with one letter after the first added, left out, changed or swapped with its neighbour. */
function isSlipOf(a: string, b: string): boolean {
  if (a[0] !== b[0] || b === "host") return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const restA = a.slice(start, a.length - end);
  const restB = b.slice(start, b.length - end);
  return restA.length <= 1 && restB.length <= 1 ||
    restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}

function startsLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset).trim() === "";
}

/** Offset of the code that a comment is attached to: only other comments and single line ends may come between. */
function declarationBelow(text: string, offset: number, endOfCommentAt: ReadonlyMap<number, number>): number {
  for (let at = offset;;) {
    const space = /^\s*/.exec(text.slice(at))![0];
    if (space.indexOf("\n") !== space.lastIndexOf("\n")) return -1;
    at += space.length;
    const end = endOfCommentAt.get(at);
    if (end === undefined) return at < text.length ? at : -1;
    at = end;
  }
}
