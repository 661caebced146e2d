/**
 * Facts about a file that all rules use: which code is hot, what a name refers to, where the file belongs.
 *
 * @module
 */
import type { HotPathOptions } from "../options.ts";
import { folderOf, pathMatcher, relativeTo } from "../_paths.ts";
import { isMarkable, overloadsOf, startsOf } from "./declarations.ts";
import { type DeclarationMark, type Heat, type Marks, readMarks } from "./marks.ts";
import { type FunctionNode, isFunction, type Node, parentOf } from "./nodes.ts";

/** One file, as one configuration of the plugin sees it. */
export class SourceFile {
  /** Path relative to the project's root, with forward slashes; null outside the project, or when no root is known. */
  declare readonly path: string | null;
  /** The marks of the file. */
  declare readonly marks: Marks;
  /** Whether code without a mark is hot. */
  declare readonly hot: boolean;
  /** Whether asynchrony, console, wall clock and randomness are forbidden in cold code as well. */
  declare readonly strict: boolean;
  /** Source and syntax tree. */
  declare readonly code: Deno.lint.SourceCode;
  readonly #bindings = new WeakMap<Node, Map<string, Node>>();

  constructor(code: Deno.lint.SourceCode, path: string | null, hot: boolean, strict: boolean) {
    this.code = code;
    this.path = path;
    this.marks = readMarks(code.text, code.getAllComments(), code.ast.body[0]?.range[0] ?? code.text.length);
    this.hot = this.marks.file === null ? hot : this.marks.file === "hot";
    this.strict = strict;
  }

  /**
   * Whether the code of the node runs for every event. The initialisers of fields, class blocks and the top level of a
   * module do not, with any mark.
   */
  isHot(node: Node): boolean {
    const owner = functionAround(node);
    return owner !== null && this.isDeclaredHot(owner);
  }

  /** Whether the node is in hot code, or in a file where even cold code has to keep the rule. */
  isHotOrStrict(node: Node): boolean {
    return this.strict || this.isHot(node);
  }

  /**
   * Whether a function, class, field or signature is hot: the nearest mark above it or above what contains it decides;
   * then the file. A constructor is cold without a mark. A function inside another takes after it, but one inside a
   * constructor does not, because constructors are where long-lived functions are made.
   */
  isDeclaredHot(node: Node): boolean {
    const first = markableStart(node);
    for (let at: Node | null = node; at !== null; at = parentOf(at)) {
      const mark = this.markOf(at);
      if (mark !== null) return mark === "hot";
      if (at === first && isConstructor(at)) return false;
    }
    return this.hot;
  }

  /** The mark that stands above this very node, or above an overload of it. */
  markOf(node: Node): Heat | null {
    return this.marksOf(node)[0]?.heat ?? null;
  }

  /** The marks that stand above this very node and above its overloads: what is one function takes one mark. */
  marksOf(node: Node): readonly DeclarationMark[] {
    if (this.marks.declarations.size === 0 || !isMarkable(node)) return [];
    return overloadsOf(node, this.code.text).flatMap((overload) =>
      startsOf(overload, this.code.text).flatMap((start) => this.marks.declarations.get(start) ?? [])
    );
  }

  /** Whether the identifier means the global of its name: it is a value, and nothing in the file declares it. */
  isGlobal(node: Deno.lint.Identifier): boolean {
    if (!isValue(node)) return false;
    const binding = this.bindingOf(node);
    return binding === null || isBuiltinImport(binding);
  }

  /** The declaration in this file that an identifier refers to; null for a global. */
  bindingOf(node: Deno.lint.Identifier): Node | null {
    for (let at = parentOf(node); at !== null; at = parentOf(at)) {
      let names = this.#bindings.get(at);
      if (names === undefined) this.#bindings.set(at, names = bindingsOf(at));
      const binding = names.get(node.name);
      if (binding !== undefined) return binding;
    }
    return null;
  }
}

/** A function from what a rule gets to what this file's rules share; the work for a file is done once. */
export function sourceFiles(options: HotPathOptions): (context: Deno.lint.RuleContext) => SourceFile {
  const root = options.root === undefined ? null : folderOf(options.root);
  const isHotPath = pathMatcher(options.hot ?? []);
  const isStrictPath = pathMatcher(options.strict ?? []);
  const files = new WeakMap<Deno.lint.Program, SourceFile>();
  return ({ filename, sourceCode }) => {
    let file = files.get(sourceCode.ast);
    if (file === undefined) {
      const path = root === null ? null : relativeTo(root, filename);
      file = new SourceFile(sourceCode, path, isHotPath(path), isStrictPath(path));
      files.set(sourceCode.ast, file);
    }
    return file;
  };
}

/** The function whose code the node is; null at the top level, in a class block and in the initialiser of a field. */
export function functionAround(node: Node): FunctionNode | null {
  for (let at = parentOf(node); at !== null; at = parentOf(at)) {
    if (isFunction(at)) return at;
    const type: string = at.type;
    if (type === "StaticBlock" || type === "PropertyDefinition" || type === "AccessorProperty") return null;
  }
  return null;
}

/** For the function of a method, the method. */
function markableStart(node: Node): Node {
  const parent = parentOf(node);
  return parent?.type === "MethodDefinition" && parent.value === node ? parent : node;
}

function isConstructor(node: Node): boolean {
  return node.type === "MethodDefinition" && node.kind === "constructor";
}

/** The file's own variables, functions and classes that it exports, by their names in the file. */
export function exportedNames(program: Deno.lint.Program): ReadonlySet<string> {
  const names = new Map<string, Node>();
  const specified: string[] = [];
  for (const statement of program.body) {
    if (statement.type === "ExportNamedDeclaration") {
      addStatement(statement, names);
      if (statement.source !== null || statement.exportKind === "type") continue;
      for (const { exportKind, local } of statement.specifiers) {
        if (exportKind === "value" && local.type === "Identifier") specified.push(local.name);
      }
    } else if (statement.type === "ExportDefaultDeclaration") addStatement(statement, names);
  }
  return new Set([...names.keys(), ...specified]);
}

/** Whether an identifier is read or written as a value, and not a property's name, a declaration, a type or a label. */
export function isValue(node: Deno.lint.Identifier): boolean {
  const parent = parentOf(node);
  if (parent === null) return false;
  switch (parent.type) {
    case "MemberExpression":
      return parent.object === node || parent.computed;
    case "Property":
      if (parentOf(parent)?.type === "ObjectPattern") return parent.computed && parent.key === node;
      return parent.value === node || parent.computed;
    case "MethodDefinition":
      return parent.computed;
    case "PropertyDefinition":
      return parent.value === node || parent.computed;
    case "AssignmentPattern":
      return parent.right === node;
    case "VariableDeclarator":
      return parent.init === node;
    case "ArrowFunctionExpression":
      return parent.body === node;
    case "ClassDeclaration":
    case "ClassExpression":
      return parent.superClass === node;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "CatchClause":
    case "RestElement":
    case "ArrayPattern":
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
    case "ExportSpecifier":
      return false;
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
    case "TSExportAssignment":
      return true;
    default:
      return !parent.type.startsWith("TS");
  }
}

/** Whether a declaration imports from the runtime itself, so that the name still means what the global means. */
function isBuiltinImport(binding: Node): boolean {
  return binding.type === "ImportDeclaration" && binding.source.value.startsWith("node:");
}

/** The names that a node declares for what is inside it. */
function bindingsOf(node: Node): Map<string, Node> {
  const names = new Map<string, Node>();
  if (isFunction(node)) {
    if (node.type === "FunctionExpression" && node.id !== null) names.set(node.id.name, node);
    for (const parameter of node.params) addPattern(parameter as Node, node, names);
    return names;
  }
  switch (node.type) {
    case "Program":
    case "BlockStatement":
    case "TSModuleBlock":
      for (const statement of node.body) addStatement(statement as Node, names);
      break;
    case "SwitchStatement":
      for (const { consequent } of node.cases) for (const statement of consequent) addStatement(statement, names);
      break;
    case "ForStatement":
      if (node.init !== null) addStatement(node.init as Node, names);
      break;
    case "ForInStatement":
    case "ForOfStatement":
      addStatement(node.left as Node, names);
      break;
    case "CatchClause":
      if (node.param !== null) addPattern(node.param, node, names);
      break;
    case "ClassExpression":
      if (node.id !== null) names.set(node.id.name, node);
      break;
  }
  return names;
}

function addStatement(statement: Node, names: Map<string, Node>): void {
  switch (statement.type) {
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      if (statement.declaration !== null) addStatement(statement.declaration as Node, names);
      break;
    case "ImportDeclaration":
      for (const { local } of statement.specifiers) names.set(local.name, statement);
      break;
    case "VariableDeclaration":
      // An ambient declaration does not declare here, but says that the name exists elsewhere.
      if (statement.declare) break;
      for (const { id } of statement.declarations) addPattern(id, statement, names);
      break;
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
      if (statement.id !== null) names.set(statement.id.name, statement);
      break;
  }
}

function addPattern(pattern: Node, declaration: Node, names: Map<string, Node>): void {
  switch (pattern.type as string) {
    case "Identifier":
      names.set((pattern as Deno.lint.Identifier).name, declaration);
      break;
    case "AssignmentPattern":
      addPattern((pattern as Deno.lint.AssignmentPattern).left, declaration, names);
      break;
    case "RestElement":
      addPattern((pattern as Deno.lint.RestElement).argument, declaration, names);
      break;
    case "TSParameterProperty":
      addPattern((pattern as unknown as Deno.lint.TSParameterProperty).parameter, declaration, names);
      break;
    case "ArrayPattern":
      for (const element of (pattern as Deno.lint.ArrayPattern).elements) {
        if (element !== null) addPattern(element, declaration, names);
      }
      break;
    case "ObjectPattern":
      for (const property of (pattern as Deno.lint.ObjectPattern).properties) {
        addPattern(property.type === "Property" ? property.value as Node : property, declaration, names);
      }
      break;
  }
}
