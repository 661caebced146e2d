/**
 * The form all rules have, and what several of them need.
 *
 * @module
 */
import type { HotPathOptions } from "./options.ts";
import { type Node, parentOf } from "./source/nodes.ts";
import type { SourceFile } from "./source/source_file.ts";

/** Reports a breach: where it is, and one line that says what to do instead. */
export type Report = (where: Node | Deno.lint.Range, message: string) => void;

/** One rule of the law. */
export interface Rule {
  /** Name after `hot-path/`. */
  readonly name: string;
  /** The cost of a breach, for the hint and for the document of the law; measured figures where there are any. */
  readonly cost: string;
  /** Visitors, by the kind of node. */
  check(file: SourceFile, report: Report, options: HotPathOptions): Deno.lint.LintVisitor;
}

/** The name of a member that is written out: `a.name`, `a["name"]`, `a.#name`; null when it is computed. */
export function memberName(node: Deno.lint.MemberExpression): string | null {
  const { property } = node;
  if (property.type === "Literal") return typeof property.value === "string" ? property.value : null;
  if (property.type === "PrivateIdentifier") return property.name;
  return property.type === "Identifier" && !node.computed ? property.name : null;
}

/** The expression without what only the compiler sees: `a!`, `a as T`, `<T> a`, `a satisfies T`, and without chains. */
export function bare(node: Node): Node {
  for (let at = node;;) {
    switch (at.type) {
      case "TSAsExpression":
      case "TSNonNullExpression":
      case "TSSatisfiesExpression":
      case "TSTypeAssertion":
      case "TSInstantiationExpression":
      case "ChainExpression":
        at = at.expression as Node;
        break;
      default:
        return at;
    }
  }
}

/** The initial value of a variable of this file; null if there is no such variable or value. */
export function valueOf(file: SourceFile, node: Deno.lint.Identifier): Node | null {
  const binding = file.bindingOf(node);
  if (binding?.type !== "VariableDeclaration") return null;
  return binding.declarations.find(({ id }) => id.type === "Identifier" && id.name === node.name)?.init ?? null;
}

/** Whether the expression is the global of one of these names, by itself or as a member of the global object. */
export function globalName(file: SourceFile, expression: Node): string | null {
  const node = bare(expression);
  if (node.type === "Identifier") return file.isGlobal(node) ? node.name : null;
  if (node.type !== "MemberExpression") return null;
  const object = bare(node.object);
  const throughGlobalObject = object.type === "Identifier" && GLOBAL_OBJECTS.has(object.name) && file.isGlobal(object);
  return throughGlobalObject ? memberName(node) : null;
}

const GLOBAL_OBJECTS = new Set(["global", "globalThis", "self", "window"]);

/**
 * A visitor that calls back with every use of a global, by its own name or as a member of the global object, also where
 * it is taken out of the global object by destructuring.
 */
export function onGlobals(file: SourceFile, found: (name: string, node: Node) => void): Deno.lint.LintVisitor {
  return {
    Identifier(node) {
      if (file.isGlobal(node)) found(node.name, node);
    },
    MemberExpression(node) {
      const name = globalName(file, node);
      if (name !== null) found(name, node);
    },
    VariableDeclarator(node) {
      if (node.id.type !== "ObjectPattern" || node.init === null) return;
      const source = bare(node.init);
      if (source.type !== "Identifier" || !GLOBAL_OBJECTS.has(source.name) || !file.isGlobal(source)) return;
      for (const property of node.id.properties) {
        if (property.type === "Property" && property.key.type === "Identifier") found(property.key.name, property.key);
      }
    },
  };
}

/** Whether the node stands in a type, and so is gone when the code runs. */
export function isInType(node: Node): boolean {
  const parent = parentOf(node);
  return parent !== null && parent.type.startsWith("TS") && bare(parent) === parent &&
    (parent.type as string) !== "TSParameterProperty";
}
