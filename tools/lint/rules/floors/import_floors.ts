import { bare, globalName, memberName, type Rule } from "../../_rule.ts";
import type { Node } from "../../source/nodes.ts";
import { resolveSpecifier } from "../../_paths.ts";
import { floorOf } from "../../_floors.ts";

/** Imports only reach the floors that the floor of the file may reach. */
export const importFloors: Rule = {
  name: "import-floors",
  cost: "a slow part, or a third-party package, gets within reach of the hot path",
  check(file, report, { floors = {} }) {
    const path = file.path;
    const name = floorOf(path, floors);
    if (path === null || name === null) return {};
    const floor = floors[name];
    const { types = [], values = {} } = floor;
    const allowed = floor.imports === "any" ? "any floor" : `only ${floor.imports.join(", ") || "nothing"}`;
    const allowedTypes = types.length === 0 ? "" : `, and types from ${types.join(", ")}`;

    const reachesAll = floor.imports === "any" && floor.packages !== false;

    function check(node: Node, source: Node | null | undefined, workers: readonly string[] = []): void {
      if (source === null || source === undefined) return;
      const specifier = textOf(source);
      if (specifier === null) {
        if (reachesAll) return;
        report(node, "Name the module in a literal, so that its floor can be checked.");
      } else checkSpecifier(node, specifier, workers);
    }

    function checkSpecifier(
      where: Node | Deno.lint.Range,
      specifier: string,
      workers: readonly string[] = [],
    ): void {
      if (/^(?:\/|\\|file:|[A-Za-z]:[\\/])/.test(specifier)) {
        report(where, `Import "${specifier}" by a relative path, so that its floor can be checked.`);
      } else if (!/^\.\.?(?:\/|$)/.test(specifier)) {
        if (floor.packages === false) {
          report(where, `${name} imports no packages, but "${specifier}"; write it here, or use it on a floor above.`);
        }
      } else {
        const target = resolveSpecifier(path!, specifier);
        const reached = floorOf(target, floors);
        if (workers.includes(reached ?? "")) return;
        if (floor.imports === "any" && target !== null || reached !== null && floor.imports.includes(reached)) return;
        const imported = importedValues(where);
        const ofTarget = target === null ? undefined : values[target];
        const isAllowed = imported?.length === 0
          ? reached !== null && types.includes(reached)
          : imported?.every((value) => ofTarget?.includes(value));
        if (isAllowed) return;
        const where_ = reached ?? target ?? "a place outside the project";
        report(
          where,
          `${name} may import ${allowed}${allowedTypes}, but "${specifier}" is in ${where_}; hand the value in from above.`,
        );
      }
    }

    return {
      ImportDeclaration: (node) => check(node as Node, node.source),
      ExportAllDeclaration: (node) => check(node as Node, node.source),
      ExportNamedDeclaration: (node) => check(node as Node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType: (node) => check(node as Node, node.argument),
      TSExternalModuleReference: (node) => check(node as Node, node.expression),
      CallExpression(node) {
        // import.meta.resolve("./x.ts")
        const { callee } = node;
        if (callee.type !== "MemberExpression" || memberName(callee) !== "resolve") return;
        if (callee.object.type === "MetaProperty") check(node, node.arguments[0] as Node);
      },
      NewExpression(node) {
        // new URL("./x.ts", import.meta.url): a worker, or data
        const [source, base] = node.arguments as Node[];
        if (globalName(file, node.callee) !== "URL" || base === undefined || bare(base).type !== "MemberExpression") {
          return;
        }
        if (bare((bare(base) as Deno.lint.MemberExpression).object).type === "MetaProperty") {
          check(node, source, floor.workers);
        }
      },
      Program() {
        for (const { value, range } of file.code.getAllComments()) {
          const reference = /^\/\s*<reference\s+(?:path|types)\s*=\s*["']([^"']+)["']/.exec(value);
          if (reference !== null) checkSpecifier(range, reference[1]);
        }
      },
    };
  },
};

/** Names of the values that a node imports, as their file exports them: none for types; null if it reaches every one. */
function importedValues(node: Node | Deno.lint.Range): readonly string[] | null {
  if (!("type" in node)) return null;
  switch (node.type) {
    case "TSImportType":
      return [];
    case "ImportDeclaration": {
      if (node.importKind === "type") return [];
      if (node.specifiers.length === 0) return null;
      const names = node.specifiers.map((specifier) => {
        if (specifier.type !== "ImportSpecifier") return specifier.type === "ImportDefaultSpecifier" ? "default" : null;
        return specifier.importKind === "type" ? "" : nameOf(specifier.imported);
      });
      return names.includes(null) ? null : names.filter((name) => name !== null && name !== "") as string[];
    }
    case "ExportNamedDeclaration":
      if (node.exportKind === "type") return [];
      return node.specifiers.filter(({ exportKind }) => exportKind !== "type").map(({ local }) => nameOf(local));
    default:
      return null;
  }
}

function nameOf(node: Deno.lint.Identifier | Deno.lint.StringLiteral): string {
  return node.type === "Identifier" ? node.name : node.value;
}

/** The text of a literal, also as a type; null if it is not known before the program runs. */
function textOf(source: Node): string | null {
  const node = source.type === "TSLiteralType" ? source.literal as Node : bare(source);
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : null;
  return node.type === "TemplateLiteral" && node.expressions.length === 0 ? node.quasis[0].cooked : null;
}
