import { COMPRESS, minified, type SyntaxTree, syntaxTree } from "./bundle_script.ts";

/** Methods that nothing in a script calls by their name, but the platform does. */
const CALLED =
  /^(?:constructor|toString|toJSON|valueOf|then|next|return|throw|handleEvent|observedAttributes|.*Callback)$/;

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();

/**
 * Minifies a module that imports nothing, as a minifier cannot that knows nothing of this one: it leaves out methods of classes
 * that nothing calls, gives fields whose names begin with `_` short ones, and numbers the names of the module in the order in which
 * they are declared, which makes them easy to predict for what packs the script.
 *
 * @param module the text of the module
 * @returns a script that does the same, and leaves no names behind
 * @throws {BundleError} if Terser cannot be had
 */
export async function shortenScript(module: string): Promise<string> {
  const tree = await syntaxTree(module);
  while (leaveOutUnused(tree));
  const short = await minified(tree, {
    compress: { ...COMPRESS, toplevel: true },
    mangle: {
      nth_identifier: numbered(LOWER + UPPER),
      // A field that a text names may be asked for by that text.
      properties: { regex: /^_[a-zA-Z]/, nth_identifier: numbered("_", LOWER), reserved: [...wordsOf(tree)] },
    },
  });
  // By now the names inside of functions have one letter, and keep it; those of the module get two.
  const code = await minified(short, {
    compress: false,
    mangle: {
      toplevel: true,
      nth_identifier: numbered(UPPER + LOWER, LOWER + UPPER + "0123456789"),
      reserved: [...LOWER + UPPER],
    },
  });
  return `(()=>{${code}})();`;
}

/** Leaves out the methods of classes whose names stand nowhere else but in methods of that very name; false, if there are none. */
function leaveOutUnused(tree: SyntaxTree): boolean {
  const words = wordsOf(tree);
  const used = new Set<string>();
  const note = (node: SyntaxTree, around: readonly string[]) => {
    const method = methodOf(node);
    if (method === undefined) {
      if (node.type === "Identifier" && !around.includes(node.name as string)) used.add(node.name as string);
      for (const part of partsOf(node)) note(part, around);
    } else note(node.value as SyntaxTree, [...around, method]);
  };
  note(tree, []);
  let isLess = false;
  const cut = (node: SyntaxTree) => {
    if (node.type === "ClassBody") {
      const members = node.body as readonly SyntaxTree[];
      const kept = members.filter((member) => {
        const method = methodOf(member);
        return method === undefined || used.has(method) || words.has(method) || CALLED.test(method);
      });
      isLess ||= kept.length < members.length;
      node.body = kept;
    }
    partsOf(node).forEach(cut);
  };
  cut(tree);
  return isLess;
}

/** The name of a method of a class, if it is a plain one. */
function methodOf({ type, computed, key }: SyntaxTree): string | undefined {
  const named = key as SyntaxTree | undefined;
  return type === "MethodDefinition" && !computed && named?.type === "Identifier" ? named.name as string : undefined;
}

/** All words that the texts of a script have. */
function wordsOf(node: SyntaxTree, words: Set<string> = new Set()): ReadonlySet<string> {
  const text = node.type === "TemplateElement" ? (node.value as { cooked: string }).cooked : node.value;
  if (typeof text === "string") { for (const word of text.match(/[\w$]+/g) ?? []) words.add(word); }
  for (const part of partsOf(node)) wordsOf(part, words);
  return words;
}

/** The parts of a node that are nodes. */
function partsOf(node: SyntaxTree): SyntaxTree[] {
  return Object.values(node).flat().filter((part): part is SyntaxTree =>
    typeof part === "object" && part !== null && "type" in part
  );
}

/** Names of one character of each alphabet, in order, and behind them the same with a number. */
function numbered(...alphabets: readonly string[]): { get(n: number): string } {
  const names = alphabets.reduce(
    (names, alphabet) => names.flatMap((name) => [...alphabet].map((letter) => name + letter)),
    [""],
  );
  return { get: (n) => names[n] ?? names[n % names.length] + Math.floor(n / names.length) };
}
