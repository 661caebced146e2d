/**
 * The name that was meant by one that was typed: one that contains what was typed, if there is one; of several, the one
 * that takes the fewest edits to make from it: insert, remove or replace a character. Case is ignored. Of several that are
 * as near, the first.
 *
 * @param typed the text that was typed
 * @param names the names there are, at least one
 */
export function nearestName<Name extends string>(typed: string, names: readonly Name[]): Name {
  const wanted = typed.slice(0, TYPED_MAX).toLowerCase();
  const containing = names.filter((name) => name.toLowerCase().includes(wanted));
  let nearest = names[0];
  let least = Infinity;
  for (const name of containing.length > 0 ? containing : names) {
    const edits = editDistance(wanted, name.toLowerCase());
    if (edits < least) {
      least = edits;
      nearest = name;
    }
  }
  return nearest;
}

/** Characters of a mistyped name that count: enough for any name, and a bound on the work. */
const TYPED_MAX = 64;

/** Levenshtein's distance, one row of the table at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[to.length];
}
