/**
 * The nodes of the syntax tree, as the rules name them.
 *
 * @module
 */

/** A node of the syntax tree. */
export type Node = Deno.lint.Node;

/** A function with a body. */
export type FunctionNode =
  | Deno.lint.FunctionDeclaration
  | Deno.lint.FunctionExpression
  | Deno.lint.ArrowFunctionExpression;

/** The node that contains this one; null for the program. */
export function parentOf(node: Node): Node | null {
  return (node as { parent?: Node | null }).parent ?? null;
}

/** Whether the node is a function with a body. */
export function isFunction(node: Node): node is FunctionNode {
  return node.type === "FunctionDeclaration" || node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression";
}
