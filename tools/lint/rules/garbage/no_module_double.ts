import { isFunction, type Node, parentOf } from "../../source/nodes.ts";
import type { Rule } from "../../_rule.ts";

const INSTEAD = "keep it in a class field with a real initial value, or in a cell of a typed array";

/** No variable outside the function that hot code changes. */
export const noModuleDouble: Rule = {
  name: "no-module-double",
  cost: "16 bytes for each double written to the variable",
  check(file, report) {
    function checkWrite(node: Node, target: Node): void {
      if (target.type !== "Identifier" || !file.isHot(node)) return;
      const binding = file.bindingOf(target);
      if (binding?.type !== "VariableDeclaration" || (isTopLevel(binding) && file.hot)) return;
      if (functionOf(binding) !== functionOf(node)) {
        report(node, `A double written to a variable outside the function is boxed; ${INSTEAD}.`);
      }
    }
    return {
      VariableDeclaration(node) {
        if (node.declare || !file.hot || (node.kind !== "let" && node.kind !== "var") || !isTopLevel(node)) return;
        if (file.isDeclaredHot(node)) {
          report(node, `A double in a variable of the module is boxed when written; ${INSTEAD}.`);
        }
      },
      AssignmentExpression: (node) => checkWrite(node as Node, node.left),
      UpdateExpression: (node) => checkWrite(node, node.argument),
    };
  },
};

function isTopLevel(declaration: Node): boolean {
  const parent = parentOf(declaration);
  return parent?.type === "Program" || parent?.type === "ExportNamedDeclaration" || parent?.type === "TSModuleBlock";
}

function functionOf(node: Node): Node | null {
  for (let at: Node | null = node; at !== null; at = parentOf(at)) if (isFunction(at)) return at;
  return null;
}
