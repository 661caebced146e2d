import type { Rule } from "../_rule.ts";
import { type Node, parentOf } from "../source/nodes.ts";
import { exportedNames, isValue, type SourceFile } from "../source/source_file.ts";

/** No use of what is imported or exported: the engine does not treat such a binding as a constant, even if it is one. */
export const noLiveBinding: Rule = {
  name: "no-live-binding",
  cost: "0.2 to 0.5 ns for a use, and 1.8 times as long for a loop with four of them",
  check(file, report) {
    const exported = exportedNames(file.code.ast);
    return {
      Identifier(node) {
        if (!isValue(node) || !file.isHot(node) || isNotRead(node)) return;
        const binding = file.bindingOf(node);
        if (binding === null || !isTopLevel(binding) || isInside(node, binding)) return;
        if (binding.type === "ImportDeclaration") {
          report(
            node,
            `\`${node.name}\` is imported, so every use loads and checks it; ` +
              "read it once, at the top level, into a `const` that is not exported.",
          );
        } else if (exported.has(node.name) && !isMarkedCold(file, binding)) {
          report(
            node,
            `\`${node.name}\` is exported, so every use loads and checks it; ` +
              "declare it without `export` under another name, and export a `const` made from that.",
          );
        }
      },
    };
  },
};

/** Whether an identifier is only written, or is the class of a `new`: both have rules of their own. */
function isNotRead(node: Deno.lint.Identifier): boolean {
  const parent = parentOf(node);
  return parent?.type === "NewExpression" && parent.callee === node ||
    parent?.type === "AssignmentExpression" && parent.left === node || parent?.type === "UpdateExpression";
}

function isTopLevel(declaration: Node): boolean {
  const type = parentOf(declaration)?.type;
  return type === "Program" || type === "ExportNamedDeclaration" || type === "ExportDefaultDeclaration";
}

/** Whether the name means a class within that class itself, where it is no export. */
function isInside(node: Node, binding: Node): boolean {
  if (binding.type !== "ClassDeclaration") return false;
  for (let at = parentOf(node); at !== null; at = parentOf(at)) if (at === binding) return true;
  return false;
}

/** Whether a declaration carries a cold mark itself: what is rarely called may take its time. */
function isMarkedCold(file: SourceFile, binding: Node): boolean {
  return file.markOf(binding) === "cold" || file.markOf(parentOf(binding)!) === "cold";
}
