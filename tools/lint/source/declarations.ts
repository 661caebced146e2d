/**
 * Nodes that a mark can stand above: a declaration, from its first decorator on, and each of its overloads.
 *
 * @module
 */
import { type Node, parentOf } from "./nodes.ts";

/**
 * The declarations a mark may stand above. The type is `string`, because the compiler's list of node types lacks some
 * that the linter delivers.
 */
const MARKABLE: ReadonlySet<string> = new Set([
  "AccessorProperty",
  "ArrowFunctionExpression",
  "ClassDeclaration",
  "ClassExpression",
  "ExportDefaultDeclaration",
  "ExportNamedDeclaration",
  "FunctionDeclaration",
  "FunctionExpression",
  "MethodDefinition",
  "Property",
  "PropertyDefinition",
  "TSAbstractAccessorProperty",
  "TSAbstractMethodDefinition",
  "TSAbstractPropertyDefinition",
  "TSCallSignatureDeclaration",
  "TSConstructSignatureDeclaration",
  "TSDeclareFunction",
  "TSInterfaceDeclaration",
  "TSMethodSignature",
  "TSPropertySignature",
  "TSTypeAliasDeclaration",
  "VariableDeclaration",
]);

/** Whether a mark may stand above the node. */
export function isMarkable(node: Node): boolean {
  return MARKABLE.has(node.type);
}

/**
 * The offsets at which the code of a declaration may be said to start: where its node does, at each of its decorators,
 * and behind each of them. A decorator of an exported class may stand before or behind the `export`.
 */
export function startsOf(node: Node, text: string): readonly number[] {
  const exported = node.type === "ExportNamedDeclaration" || node.type === "ExportDefaultDeclaration";
  const declaration = exported ? node.declaration as Node | null : node;
  const { decorators } = (declaration ?? node) as { decorators?: readonly Node[] };
  if (decorators === undefined || decorators.length === 0) return [node.range[0]];
  return [node.range[0], ...decorators.flatMap(({ range }) => [range[0], codeFrom(text, range[1])])];
}

/** The offset of the first code at or behind an offset: spaces and comments are none. */
function codeFrom(text: string, offset: number): number {
  return offset + /^(?:\s|\/\/.*|\/\*[^]*?\*\/)*/.exec(text.slice(offset))![0].length;
}

/**
 * A declaration with all its overloads, in their order. These are the neighbours of the same name of which only the last
 * may have a body: of a function, exported or not, of a method, a constructor, or a signature in a type. For any other
 * node it is the node alone.
 */
export function overloadsOf(node: Node, text: string): readonly Node[] {
  const name = signatureName(node, text);
  const siblings = name === null ? null : siblingsOf(node);
  if (siblings === null) return [node];
  const isOther = (sibling: Node | undefined) => sibling !== undefined && signatureName(sibling, text) === name;
  let first = siblings.indexOf(node);
  let last = first;
  if (first < 0) return [node];
  while (isOther(siblings[first - 1]) && !hasBody(siblings[first - 1])) first--;
  while (!hasBody(siblings[last]) && isOther(siblings[last + 1])) last++;
  const statements = siblings.slice(first, last + 1);
  // A mark may stand between `export` and `function`, too.
  return statements.flatMap((statement) => {
    const inner = declarationIn(statement);
    return inner === statement ? [statement] : [statement, inner];
  });
}

/** The nodes beside a declaration, itself or the `export` around it among them. */
function siblingsOf(node: Node): readonly Node[] | null {
  const parent = parentOf(node);
  for (const list of ["body", "members", "consequent"] as const) {
    const nodes = (parent as { [list: string]: unknown } | null)?.[list];
    if (Array.isArray(nodes)) return nodes;
  }
  return null;
}

/** The declaration in an `export`; any other node itself. */
function declarationIn(node: Node): Node {
  if (node.type !== "ExportNamedDeclaration" && node.type !== "ExportDefaultDeclaration") return node;
  return (node.declaration as Node | null) ?? node;
}

/** The identity that the overloads of a declaration share; null for a declaration that cannot have overloads. */
function signatureName(node: Node, text: string): string | null {
  const declaration = declarationIn(node);
  switch (declaration.type) {
    case "FunctionDeclaration":
    case "TSDeclareFunction":
      return `function ${declaration.id?.name ?? ""}`;
    case "MethodDefinition":
    case "TSAbstractMethodDefinition":
    case "TSMethodSignature": {
      if (declaration.kind === "get" || declaration.kind === "set") return null;
      return `${"static" in declaration && declaration.static ? "static" : "own"} ${keyName(declaration.key, text)}`;
    }
    case "TSCallSignatureDeclaration":
      return "call";
    case "TSConstructSignatureDeclaration":
      return "new";
    default:
      return null;
  }
}

/** The name of a member, however it is written; that of a computed one is its source. */
function keyName(key: Node, text: string): string {
  if (text.slice(0, key.range[0]).trimEnd().endsWith("[")) return `[${text.slice(...key.range)}]`;
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  return key.type === "Literal" ? String(key.value) : text.slice(...key.range);
}

function hasBody(node: Node): boolean {
  const declaration = declarationIn(node);
  if (declaration.type === "FunctionDeclaration") return true;
  if (declaration.type !== "MethodDefinition") return false;
  const { value } = declaration;
  return value.type === "FunctionExpression" && value.body !== null && value.body !== undefined;
}
