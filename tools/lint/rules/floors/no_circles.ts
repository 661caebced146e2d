import { floorOf } from "../../_floors.ts";
import { resolveSpecifier } from "../../_paths.ts";
import type { Rule } from "../../_rule.ts";
import type { Node } from "../../source/nodes.ts";
import type { HotPathOptions } from "../../options.ts";

/** The files that each file imports, types included, by root-relative paths. */
type Imports = Map<string, Set<string>>;

/** Imports known so far. A linter shows a rule one file at a time. */
const KNOWN = new WeakMap<HotPathOptions, Imports>();

/**
 * No file on a floor reaches itself through its imports, types included.
 *
 * The rule keeps the imports of the files that it has seen, and reports a circle in the file that closes it. A file that is
 * seen again, as in an editor, replaces what was known of it.
 */
export const noCircles: Rule = {
  name: "no-circles",
  cost: "no file of the circle can be read, tested or moved without all the others",
  check(file, report, options) {
    const { path } = file;
    if (path === null || floorOf(path, options.floors ?? {}) === null) return {};
    const known = KNOWN.get(options) ?? new Map<string, Set<string>>();
    KNOWN.set(options, known);
    const imports = new Set<string>();
    known.set(path, imports);

    function check(node: Node, source: Node | null | undefined): void {
      if (source?.type !== "Literal" || typeof source.value !== "string") return;
      const specifier = source.value;
      const target = /^\.\.?\//.test(specifier) ? resolveSpecifier(path!, specifier) : null;
      if (target === null) return;
      imports.add(target);
      const way = wayBetween(known, target, path!);
      if (way === undefined) return;
      const circle = [path, ...way].join(" -> ");
      report(node, `"${specifier}" leads back here: ${circle}; move what both need into a file below them.`);
    }

    return {
      ImportDeclaration: (node) => check(node as Node, node.source),
      ExportAllDeclaration: (node) => check(node as Node, node.source),
      ExportNamedDeclaration: (node) => check(node as Node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType(node) {
        const argument = node.argument as Node;
        check(node as Node, argument.type === "TSLiteralType" ? argument.literal as Node : argument);
      },
    };
  },
};

/** The shortest path along imports from one file to another, both included; undefined if there is no path. */
function wayBetween(known: Imports, from: string, to: string): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const at of cameFrom.keys()) { // A map also yields what is added to it meanwhile.
    if (at === to) {
      const way: string[] = [];
      for (let step: string | undefined = at; step !== undefined; step = cameFrom.get(step)) way.unshift(step);
      return way;
    }
    for (const next of known.get(at) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, at);
  }
  return undefined;
}
