import { scriptNames } from "./script_names.ts";

/** Methods that nothing in a script calls by their name, but the platform does. */
const CALLED =
  /^(?:constructor|toString|toJSON|valueOf|then|next|return|throw|handleEvent|observedAttributes|.*Callback)$/;

/**
 * Shortens a script that is bundled and minified, as a bundler cannot that knows nothing of this one: it leaves out methods of
 * classes that nothing calls, gives fields whose names begin with `_` short ones, and numbers the names of the outermost function in the
 * order in which they are declared, which makes them easy to predict for what packs the script.
 *
 * @param script the script
 * @returns the same, which takes fewer bytes once it is packed; the script itself, if it is of another form
 */
export function shortenScript(script: string): string {
  const pruned = withoutUnused(script);
  const named = withShortNames(pruned);
  return isScript(named) ? named : script;
}

/** Leaves out the methods of classes whose names stand nowhere else but in methods of that very name, until none is left. */
function withoutUnused(script: string): string {
  for (;;) {
    const names = scriptNames(script);
    if (names === undefined) return script;
    const methods = Map.groupBy(names.methods, ({ name }) => name);
    const isInOwnMethod = (name: string, at: number) =>
      methods.get(name)?.some(({ from, to }) => at >= from && at < to) === true;
    const used = new Set(names.uses.filter(({ name, from }) => !isInOwnMethod(name, from)).map(({ name }) => name));
    const isUnused = (name: string) => !used.has(name) && !names.words.has(name) && !CALLED.test(name);
    const cut = names.methods.filter(({ name }) => isUnused(name)).sort((one, other) => other.from - one.from);
    if (cut.length === 0) return script;
    for (const { from, to } of cut) script = script.slice(0, from) + script.slice(to);
  }
}

function withShortNames(script: string): string {
  const names = scriptNames(script);
  if (names === undefined) return script;
  const { uses, declared } = names;
  const variables = new Map<string, string>();
  const properties = new Map<string, string>();
  const tops = new Set(declared);
  const taken = new Set(uses.map(({ name }) => name).filter((name) => !tops.has(name)));
  const fresh = numbered(UPPER + LOWER, LOWER + UPPER + "0123456789");
  for (const name of tops) variables.set(name, nextFree(fresh, taken));
  const fields = numbered("_", LOWER, LOWER);
  for (const { name, role } of uses) {
    if (role === "property" && /^_[a-zA-Z]/.test(name) && !properties.has(name) && !names.words.has(name)) {
      properties.set(name, nextFree(fields, taken));
    }
  }
  const parts: string[] = [];
  let done = 0;
  for (const { name, from, role } of uses) {
    const variable = variables.get(name) ?? name;
    const property = properties.get(name) ?? name;
    const short = role === "variable" ? variable : role === "property" ? property : `${property}:${variable}`;
    if (short === name || role === "shorthand" && property === variable) continue;
    parts.push(script.slice(done, from), short);
    done = from + name.length;
  }
  return parts.join("") + script.slice(done);
}

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();

/** Names of one character of each alphabet, in order, and then longer ones. */
function* numbered(...alphabets: string[]): Generator<string, never> {
  for (let more = alphabets;; more = [...more, LOWER]) {
    let names = [""];
    for (const alphabet of more) names = names.flatMap((name) => [...alphabet].map((letter) => name + letter));
    yield* names;
  }
}

function nextFree(names: Generator<string, never>, taken: ReadonlySet<string>): string {
  for (;;) {
    const { value } = names.next();
    if (!taken.has(value) && !/^(?:do|if|in|as|is|of|NaN)$/.test(value)) return value;
  }
}

/** Whether a text can be read as a script, which nothing is run of. */
function isScript(text: string): boolean {
  try {
    new Function(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
