/**
 * The type of an expression, as far as one file tells: by annotations, by initial values and by the form of the
 * expression.
 *
 * The linter has no types. Where this answers null, nothing is known.
 *
 * @module
 */
import { isKnownClass, NAMESPACES } from "../allocators/lookup.ts";
import { isFunction, type Node, parentOf } from "./nodes.ts";
import type { SourceFile } from "./source_file.ts";

/** One thing that an expression may be. Without a global class and a declaration of this file, it may be anything. */
export interface Known {
  /** An instance of a global class or a primitive, by the name of the class: `Map`, `String`. */
  readonly global?: string;
  /** An instance of a class, interface or type literal of this file, or the class itself. */
  readonly own?: Node;
  /** Whether it is the class itself, with its static members. */
  readonly isClass?: boolean;
  /** The type of its contents, if it is a collection: the elements of an array, the values of a `Map`. */
  readonly element?: () => Kinds;
}

/** Possible types of an expression; null if none is known. */
export type Kinds = readonly Known[] | null;

/** So deep are aliases, members and initial values followed. */
const DEPTH_MAX = 12;

const NUMBER: Kinds = [{ global: "Number" }];
const TEXT: Kinds = [{ global: "String" }];
const TRUTH: Kinds = [{ global: "Boolean" }];
const FUNCTION: Kinds = [{ global: "Function" }];
const NOTHING: Kinds = [];

/** Global types that are other names for classes, or for objects that have no class of their own. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  ArrayBufferLike: "ArrayBuffer",
  ArrayBufferView: "TypedArray",
  ArrayIterator: "Iterator",
  AsyncGenerator: "Generator",
  AsyncIterableIterator: "Generator",
  AsyncIterator: "Generator",
  CallableFunction: "Function",
  Generator: "Generator",
  IterableIterator: "Iterator",
  Iterator: "Iterator",
  IteratorObject: "Iterator",
  MapIterator: "Iterator",
  NewableFunction: "Function",
  PromiseLike: "Promise",
  ReadonlyArray: "Array",
  ReadonlyMap: "Map",
  ReadonlySet: "Set",
  RegExpExecArray: "Array",
  RegExpMatchArray: "Array",
  SetIterator: "Iterator",
  StringIterator: "Iterator",
  TemplateStringsArray: "Array",
};

/** The class that a global type is. */
function className(type: string): string {
  return Object.hasOwn(TYPE_NAMES, type) ? TYPE_NAMES[type] : type;
}

/** Global types that stand for their argument. */
const WRAPPERS = new Set(["NonNullable", "Readonly", "Required", "Partial", "NoInfer", "Awaited"]);

/** Methods of collections that answer with what is in them. */
const ELEMENT_METHODS = new Set(["at", "find", "findLast", "get", "pop", "shift"]);

/** The type of an expression. */
export function kindsOf(file: SourceFile, expression: Node, depth = 0): Kinds {
  if (depth > DEPTH_MAX) return null;
  // A part is smaller than the whole, so only what leads elsewhere makes it deeper.
  const of = (node: Node) => kindsOf(file, node, depth);
  const node = expression;
  switch (node.type) {
    case "ChainExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
    case "TSInstantiationExpression":
      return of(node.expression as Node);
    case "TSAsExpression":
    case "TSTypeAssertion": {
      const type = node.typeAnnotation as Node;
      return isConst(type) ? of(node.expression as Node) : kindsOfType(file, type, depth + 1);
    }
    case "Literal":
      if (node.raw.startsWith("/")) return [{ global: "RegExp" }];
      if (node.value === null) return NOTHING;
      return byTypeof(typeof node.value);
    case "TemplateLiteral":
      return TEXT;
    case "ArrayExpression":
      return [{
        global: "Array",
        element: () => union(node.elements.map((element) => element === null ? NOTHING : of(element as Node))),
      }];
    case "ObjectExpression":
      return [{ own: node }];
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return FUNCTION;
    case "ClassExpression":
      return [{ own: node, isClass: true }];
    case "NewExpression":
      return newKinds(file, node, depth);
    case "CallExpression":
      return callKinds(file, node, depth);
    case "ConditionalExpression":
      return union([of(node.consequent), of(node.alternate)]);
    case "LogicalExpression":
      return union([of(node.left), of(node.right)]);
    case "AssignmentExpression":
      return node.operator === "=" ? of(node.right) : null;
    case "SequenceExpression":
      return of(node.expressions.at(-1)!);
    case "UnaryExpression":
      if (node.operator === "typeof") return TEXT;
      if (node.operator === "!" || node.operator === "delete") return TRUTH;
      if (node.operator === "void") return NOTHING;
      return isBigInt(of(node.argument)) ? [{ global: "BigInt" }] : NUMBER;
    case "UpdateExpression":
      return isBigInt(of(node.argument as Node)) ? [{ global: "BigInt" }] : NUMBER;
    case "BinaryExpression":
      return binaryKinds(node, of);
    case "ThisExpression":
      return thisKinds(file, node, depth);
    case "Identifier":
      return nameKinds(file, node, depth) ?? testedKinds(file, node, depth);
    case "MemberExpression":
      return memberKinds(file, node, depth);
    default:
      return null;
  }
}

/** The type in an annotation. */
export function kindsOfType(file: SourceFile, annotation: Node | undefined | null, depth = 0): Kinds {
  if (annotation === undefined || annotation === null || depth > DEPTH_MAX) return null;
  const type = annotation;
  const of = (node: Node) => kindsOfType(file, node, depth + 1);
  switch (type.type) {
    case "TSTypeAnnotation":
      return of(type.typeAnnotation as Node);
    case "TSStringKeyword":
    case "TSTemplateLiteralType":
      return TEXT;
    case "TSNumberKeyword":
      return NUMBER;
    case "TSBooleanKeyword":
      return TRUTH;
    case "TSBigIntKeyword":
      return [{ global: "BigInt" }];
    case "TSSymbolKeyword":
      return [{ global: "Symbol" }];
    case "TSNullKeyword":
    case "TSUndefinedKeyword":
    case "TSVoidKeyword":
    case "TSNeverKeyword":
      return NOTHING;
    case "TSLiteralType": {
      const literal = type.literal as Node;
      return literal.type === "Literal" || literal.type === "TemplateLiteral"
        ? kindsOf(file, literal, depth + 1)
        : literal.type === "UnaryExpression"
        ? kindsOf(file, literal, depth + 1)
        : null;
    }
    case "TSArrayType":
      return [{ global: "Array", element: () => of(type.elementType as Node) }];
    case "TSTupleType":
      return [{ global: "Array", element: () => union(type.elementTypes.map((element) => of(element as Node))) }];
    case "TSFunctionType":
      return FUNCTION;
    case "TSTypeLiteral":
      return [{ own: type as Node }];
    case "TSTypeOperator":
      return type.operator === "readonly" ? of(type.typeAnnotation as Node) : null;
    case "TSUnionType":
      return union(type.types.map((member) => of(member as Node)));
    case "TSIntersectionType": {
      // An intersection has the members of each of its parts.
      const known = type.types.map((member) => of(member as Node)).filter((kinds) => kinds !== null);
      return known.length === 0 ? null : known.flat();
    }
    case "TSTypeQuery":
      return (type.exprName as Node).type === "Identifier" ? kindsOf(file, type.exprName as Node, depth + 1) : null;
    case "TSTypeReference":
      return referenceKinds(file, type, depth);
    default:
      return null;
  }
}

/** Where a method of an own class, interface, type or object literal comes from. */
export type Origin =
  /** It is declared in this file, and marked or not as its own code. */
  | "file"
  /** It comes from the global class of this name, which the class or interface extends. */
  | { readonly global: string }
  /** It may come from another file. */
  | null;

/** Where a method of something comes from that this file declares. */
export function originOf(file: SourceFile, known: Known, name: string, depth = 0): Origin {
  if (known.own === undefined || depth > DEPTH_MAX) return null;
  if (memberNamed(file, known, name) !== null) return "file";
  for (const base of basesOf(known.own)) {
    if (base.type !== "Identifier") continue;
    const declared = typeBinding(known.own, base.name);
    if (declared === null) {
      const global = className(base.name);
      if (isKnownClass(global)) return { global };
    } else if (declared.type === "ClassDeclaration" || declared.type === "TSInterfaceDeclaration") {
      const origin = originOf(file, { own: declared, isClass: known.isClass }, name, depth + 1);
      if (origin !== null) return origin;
    }
  }
  return null;
}

/** The base of a class or interface. */
function basesOf(own: Node): readonly Node[] {
  if (own.type === "ClassDeclaration" || own.type === "ClassExpression") {
    return own.superClass === null ? [] : [own.superClass as Node];
  }
  return own.type === "TSInterfaceDeclaration"
    ? own.extends.map(({ expression }) => expression as unknown as Node)
    : [];
}

function referenceKinds(file: SourceFile, type: Deno.lint.TSTypeReference, depth: number): Kinds {
  if (type.typeName.type !== "Identifier") {
    const { left, right } = type.typeName as { left: Node; right: Deno.lint.Identifier };
    if (left.type !== "Identifier" || !NAMESPACES.has(left.name) || typeBinding(type as Node, left.name) !== null) {
      return null;
    }
    return globalKinds(`${left.name}.${right.name}`, []);
  }
  const { name } = type.typeName;
  const { params = [] } = (type.typeArguments ?? {}) as { params?: readonly Node[] };
  const declared = typeBinding(type as Node, name);
  if (declared !== null) {
    switch (declared.type) {
      case "TSTypeAliasDeclaration":
        return kindsOfType(file, declared.typeAnnotation as Node, depth + 1);
      case "TSTypeParameter":
        return kindsOfType(file, declared.constraint as Node | undefined, depth + 1);
      case "ClassDeclaration":
      case "ClassExpression":
      case "TSInterfaceDeclaration":
        return [{ own: declared }];
      case "TSEnumDeclaration":
        return enumKinds(declared);
      default:
        return null;
    }
  }
  if (name === "Record" && params.length === 2) {
    return [{ global: "Object", element: () => kindsOfType(file, params[1], depth + 1) }];
  }
  if (WRAPPERS.has(name) && params.length === 1) return kindsOfType(file, params[0], depth + 1);
  return globalKinds(name, params.map((param) => () => kindsOfType(file, param, depth + 1)));
}

function enumKinds(node: Deno.lint.TSEnumDeclaration): Kinds {
  const { members } = node.body;
  const isText = (member: { initializer?: unknown }) =>
    (member.initializer as Node | undefined)?.type === "Literal" &&
    typeof (member.initializer as Deno.lint.Literal).value === "string";
  return members.some(isText) ? union([TEXT, NUMBER]) : NUMBER;
}

/** An instance of a global class, if there is one of this name in the tables. */
function globalKinds(name: string, params: readonly (() => Kinds)[]): Kinds {
  const global = className(name);
  if (!isKnownClass(global)) return null;
  if (/^(?:Int|Uint|Float)\d+(?:Clamped)?Array$/.test(global)) return [{ global, element: () => NUMBER }];
  return [{ global, element: global === "Map" || global === "WeakMap" ? params[1] : params[0] }];
}

function newKinds(file: SourceFile, node: Deno.lint.NewExpression, depth: number): Kinds {
  const callee = unwrapped(node.callee as Node);
  if (callee.type === "MemberExpression") {
    const { object } = callee;
    const isNamespace = object.type === "Identifier" && NAMESPACES.has(object.name) && file.isGlobal(object);
    return isNamespace ? globalKinds(`${object.name}.${propertyName(callee)}`, []) : null;
  }
  if (callee.type !== "Identifier") return null;
  const { params = [] } = (node.typeArguments ?? {}) as { params?: readonly Node[] };
  if (file.isGlobal(callee)) {
    return globalKinds(callee.name, params.map((param) => () => kindsOfType(file, param, depth + 1)));
  }
  return instanceOf(file, callee, depth);
}

/** The type that `new` of a class of this file makes. */
function instanceOf(file: SourceFile, callee: Node, depth: number): Kinds {
  const classes = kindsOf(file, callee, depth + 1);
  return classes?.every(({ isClass }) => isClass) ? classes.map(({ own }) => ({ own })) : null;
}

function callKinds(file: SourceFile, node: Deno.lint.CallExpression, depth: number): Kinds {
  const callee = unwrapped(node.callee as Node);
  if (callee.type === "Identifier") {
    if (file.isGlobal(callee)) {
      if (["Array", "BigInt", "Boolean", "Date", "Number", "RegExp", "String", "Symbol"].includes(callee.name)) {
        return [{ global: callee.name === "Date" ? "String" : callee.name }];
      }
      return callee.name === "parseInt" || callee.name === "parseFloat" ? NUMBER : null;
    }
    const binding = file.bindingOf(callee);
    if (binding?.type === "FunctionDeclaration") return resultKinds(file, binding, depth);
    if (binding?.type !== "VariableDeclaration") return null;
    const declarator = binding.declarations.find(({ id }) => id.type === "Identifier" && id.name === callee.name);
    if (declarator === undefined || depth > DEPTH_MAX) return null;
    const expected = functionType(file, (declarator.id as { typeAnnotation?: Node }).typeAnnotation ?? null, depth);
    if (expected !== null) return kindsOfType(file, expected.returnType as Node | undefined, depth + 1);
    return declarator.init !== null && isFunction(declarator.init) ? resultKinds(file, declarator.init, depth) : null;
  }
  if (callee.type !== "MemberExpression") return null;
  const name = propertyName(callee);
  const object = unwrapped(callee.object);
  if (object.type === "Identifier" && file.isGlobal(object)) {
    if (object.name === "Math" || object.name === "Atomics") return NUMBER;
    if (object.name === "Array") return name === "isArray" ? TRUTH : [{ global: "Array" }];
    if (object.name === "Object" && (name === "keys" || name === "getOwnPropertyNames")) {
      return [{ global: "Array", element: () => TEXT }];
    }
    if (object.name === "JSON" && name === "stringify" || object.name === "String") return TEXT;
  }
  const receivers = kindsOf(file, object, depth + 1);
  if (name === null || receivers === null) return null;
  return union(receivers.map((receiver) => {
    if (receiver.own !== undefined) {
      const method = memberNamed(file, receiver, name);
      return method === null ? null : resultKinds(file, method, depth);
    }
    if (ELEMENT_METHODS.has(name) && receiver.element !== undefined) return receiver.element();
    return null;
  }));
}

/** The result type of a function or method of this file, if it states one. */
function resultKinds(file: SourceFile, node: Node, depth: number): Kinds {
  const value = node.type === "MethodDefinition" || node.type === "Property" ? node.value as Node : node;
  const { returnType } = value as { returnType?: Node };
  if (returnType !== undefined) return kindsOfType(file, returnType, depth + 1);
  const { typeAnnotation } = value as { typeAnnotation?: Node };
  const type = typeAnnotation?.type === "TSTypeAnnotation" ? typeAnnotation.typeAnnotation as Node : typeAnnotation;
  return type?.type === "TSFunctionType" ? kindsOfType(file, type.returnType as Node | undefined, depth + 1) : null;
}

function binaryKinds(node: Deno.lint.BinaryExpression, of: (node: Node) => Kinds): Kinds {
  if (/^(?:[<>]=?|[!=]==?|in|instanceof)$/.test(node.operator)) return TRUTH;
  const left = of(node.left as Node);
  const right = of(node.right);
  if (isBigInt(left) || isBigInt(right)) return [{ global: "BigInt" }];
  if (node.operator !== "+") return NUMBER;
  if (isText(left) || isText(right)) return TEXT;
  const numbers = [left, right].every((kinds) => kinds?.length && kinds.every(({ global }) => global === "Number"));
  return numbers ? NUMBER : null;
}

function thisKinds(file: SourceFile, node: Node, depth: number): Kinds {
  let isStatic = false;
  for (let at: Node | null = node; at !== null; at = parentOf(at)) {
    // A parameter of that name says what it is.
    const first = isFunction(at) ? at.params[0] as Node | undefined : undefined;
    if (first?.type === "Identifier" && first.name === "this") {
      return kindsOfType(file, first.typeAnnotation as Node | undefined, depth + 1);
    }
    if (at.type === "FunctionDeclaration") return null;
    const parent = parentOf(at);
    if (at.type === "FunctionExpression" && parent?.type === "Property") {
      return parentOf(parent)?.type === "ObjectExpression" ? [{ own: parentOf(parent)! }] : null;
    }
    if (at.type === "FunctionExpression" && parent?.type !== "MethodDefinition") return null;
    if ((at.type as string) === "StaticBlock") isStatic = true;
    if (at.type === "MethodDefinition" || at.type === "PropertyDefinition") isStatic = at.static;
    if (at.type === "ClassBody") return parent === null ? null : [{ own: parent, isClass: isStatic }];
  }
  return null;
}

function nameKinds(file: SourceFile, node: Deno.lint.Identifier, depth: number): Kinds {
  if (node.name === "undefined") return NOTHING;
  const binding = file.bindingOf(node);
  switch (binding?.type) {
    case "VariableDeclaration": {
      const declarator = binding.declarations.find(({ id }) => id.type === "Identifier" && id.name === node.name);
      if (declarator === undefined || declarator.id.type !== "Identifier") return null;
      const { typeAnnotation } = declarator.id;
      if (typeAnnotation !== undefined) return kindsOfType(file, typeAnnotation as Node, depth + 1);
      const loop = parentOf(binding);
      if (loop?.type === "ForOfStatement" && loop.left === binding as unknown) {
        return elementKinds(kindsOf(file, loop.right, depth + 1));
      }
      if (loop?.type === "ForInStatement" && loop.left === binding as unknown) return TEXT;
      if (declarator.init === null) return null;
      const initial = kindsOf(file, declarator.init, depth + 1);
      // A variable that begins undefined, or may change, has other values later; its first value still tells its class.
      return initial?.length === 0 ? null : initial;
    }
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return parameterKinds(file, binding, node.name, depth);
    case "ClassDeclaration":
    case "ClassExpression":
      return [{ own: binding, isClass: true }];
    default:
      return null;
  }
}

/** The type that a test around a name implies: `typeof x === "string"`, `x instanceof Map`, `Array.isArray(x)`. */
function testedKinds(file: SourceFile, node: Deno.lint.Identifier, depth: number): Kinds {
  let at: Node = node;
  for (let parent = parentOf(at); parent !== null && !isFunction(at); parent = parentOf(at)) {
    const test = (parent.type === "IfStatement" || parent.type === "ConditionalExpression") && parent.consequent === at
      ? parent.test
      : parent.type === "LogicalExpression" && parent.operator === "&&" && parent.right === at
      ? parent.left
      : null;
    const kinds = test === null ? null : kindsByTest(file, test, node.name, depth);
    if (kinds !== null) return kinds;
    at = parent;
  }
  return null;
}

function kindsByTest(file: SourceFile, test: Node, name: string, depth: number): Kinds {
  const isName = (node: Node) => node.type === "Identifier" && node.name === name;
  if (test.type === "LogicalExpression" && test.operator === "&&") {
    return kindsByTest(file, test.left, name, depth) ?? kindsByTest(file, test.right, name, depth);
  }
  if (test.type === "CallExpression" && test.callee.type === "MemberExpression") {
    const { object } = test.callee;
    const isArray = object.type === "Identifier" && object.name === "Array" && file.isGlobal(object) &&
      propertyName(test.callee) === "isArray";
    return isArray && test.arguments.length === 1 && isName(test.arguments[0]) ? [{ global: "Array" }] : null;
  }
  if (test.type !== "BinaryExpression") return null;
  if (test.operator === "instanceof") {
    const { left, right } = test;
    if (!isName(left as Node) || right.type !== "Identifier") return null;
    return file.isGlobal(right) ? globalKinds(right.name, []) : instanceOf(file, right, depth);
  }
  if (test.operator !== "===" && test.operator !== "==") return null;
  for (const [side, other] of [[test.left, test.right], [test.right, test.left]] as const) {
    if (side.type !== "UnaryExpression" || side.operator !== "typeof" || !isName(side.argument)) continue;
    if (other.type !== "Literal" || typeof other.value !== "string") continue;
    const { value } = other;
    if (value === "function") return FUNCTION;
    if (value === "symbol") return [{ global: "Symbol" }];
    if (/^(?:string|number|boolean|bigint)$/.test(value)) return byTypeof(value);
  }
  return null;
}

/** The type of a parameter of a function; the function itself, if that has the name. */
function parameterKinds(file: SourceFile, node: Node, name: string, depth: number): Kinds {
  if (!isFunction(node)) return null;
  for (const parameter of node.params as readonly Node[]) {
    let at: Node = parameter;
    if ((at.type as string) === "TSParameterProperty") at = (at as unknown as { parameter: Node }).parameter;
    const initial = at.type === "AssignmentPattern" ? at.right : null;
    if (at.type === "AssignmentPattern") at = at.left as Node;
    if (at.type === "RestElement") at = at.argument as Node;
    if (at.type !== "Identifier" || at.name !== name) continue;
    const annotation = at.typeAnnotation ?? (parameter as { typeAnnotation?: unknown }).typeAnnotation;
    if (annotation !== undefined && annotation !== null) return kindsOfType(file, annotation as Node, depth + 1);
    if (initial !== null) return kindsOf(file, initial, depth + 1);
    const expected = functionType(file, expectedType(node), depth)?.params[node.params.indexOf(parameter as never)];
    return kindsOfType(file, (expected as { typeAnnotation?: Node } | undefined)?.typeAnnotation, depth + 1);
  }
  return "id" in node && node.id?.name === name ? FUNCTION : null;
}

/** The annotation of the variable or field that a function is the value of. */
function expectedType(node: Node): Node | null {
  const parent = parentOf(node);
  const holder = parent?.type === "VariableDeclarator" && parent.init === node
    ? parent.id
    : parent?.type === "PropertyDefinition" && parent.value === node
    ? parent
    : null;
  return (holder as { typeAnnotation?: Node } | null)?.typeAnnotation ?? null;
}

/** The type of a function that an annotation says, also through aliases of this file. */
function functionType(file: SourceFile, annotation: Node | null, depth: number): Deno.lint.TSFunctionType | null {
  if (annotation === null || depth > DEPTH_MAX) return null;
  if (annotation.type === "TSTypeAnnotation") return functionType(file, annotation.typeAnnotation as Node, depth);
  if (annotation.type === "TSFunctionType") return annotation;
  if (annotation.type !== "TSTypeReference" || annotation.typeName.type !== "Identifier") return null;
  const declared = typeBinding(annotation, annotation.typeName.name);
  return declared?.type === "TSTypeAliasDeclaration"
    ? functionType(file, declared.typeAnnotation as Node, depth + 1)
    : null;
}

function memberKinds(file: SourceFile, node: Deno.lint.MemberExpression, depth: number): Kinds {
  const objects = kindsOf(file, node.object, depth + 1);
  if (objects === null) return null;
  const name = propertyName(node);
  if (name === null) {
    // An index into a string is a string, and into anything that holds things one of them.
    return union(objects.map((object) => object.global === "String" ? TEXT : object.element?.() ?? null));
  }
  return union(objects.map((object) => {
    if (name === "length" && object.own === undefined) return NUMBER;
    if (object.own === undefined) return object.global === "Object" ? object.element?.() ?? null : null;
    const member = memberNamed(file, object, name);
    return (member === null ? null : fieldKinds(file, member, depth)) ?? assignedKinds(file, object, name, depth);
  }));
}

/** The type of a field, getter or signature of this file. */
function fieldKinds(file: SourceFile, member: Node, depth: number): Kinds {
  switch (member.type as string) {
    case "MethodDefinition": {
      const method = member as Deno.lint.MethodDefinition;
      return method.kind === "get" ? resultKinds(file, member, depth) : FUNCTION;
    }
    case "TSMethodSignature":
    case "TSAbstractMethodDefinition": {
      const { kind } = member as unknown as { kind: string };
      return kind === "get" ? resultKinds(file, member, depth) : FUNCTION;
    }
    case "Property":
      return kindsOf(file, (member as Deno.lint.Property).value as Node, depth + 1);
    case "TSParameterProperty":
      return parameterOf(file, member, depth);
  }
  const { typeAnnotation, value } = member as { typeAnnotation?: Node; value?: Node | null };
  if (typeAnnotation !== undefined && typeAnnotation !== null) return kindsOfType(file, typeAnnotation, depth + 1);
  const initial = value === undefined || value === null ? null : kindsOf(file, value, depth + 1);
  return initial?.length === 0 ? null : initial;
}

/** The value that the constructor of a class assigns to a field. */
function assignedKinds(file: SourceFile, { own, isClass = false }: Known, name: string, depth: number): Kinds {
  if (isClass || own?.type !== "ClassDeclaration" && own?.type !== "ClassExpression") return null;
  const constructor = membersOf(own, false).find((member) => nameOf(file, member) === "constructor");
  const { body } = (constructor as Deno.lint.MethodDefinition | undefined)?.value ?? { body: null };
  if (body?.type !== "BlockStatement") return null;
  for (const statement of body.body) {
    if (statement.type !== "ExpressionStatement") continue;
    const { expression } = statement;
    if (expression.type !== "AssignmentExpression" || expression.operator !== "=") continue;
    const { left } = expression;
    if (left.type !== "MemberExpression" || left.object.type !== "ThisExpression") continue;
    if (propertyName(left) === name) return kindsOf(file, expression.right, depth + 1);
  }
  return null;
}

function parameterOf(file: SourceFile, node: Node, depth: number): Kinds {
  const owner = parentOf(node);
  const { parameter } = node as unknown as { parameter: Node };
  const name = parameter.type === "AssignmentPattern" ? parameter.left as Node : parameter;
  return owner === null || name.type !== "Identifier" ? null : parameterKinds(file, owner, name.name, depth);
}

/** The member of this name, of an own class with the classes of this file that it extends, type or object literal. */
function memberNamed(file: SourceFile, { own, isClass = false }: Known, name: string): Node | null {
  return membersOf(own!, isClass).find((member) => nameOf(file, member) === name) ?? null;
}

function membersOf(own: Node, isStatic: boolean): readonly Node[] {
  switch (own.type) {
    case "ClassDeclaration":
    case "ClassExpression": {
      const members = (own.body.body as readonly Node[]).filter((member) =>
        ((member as { static?: boolean }).static ?? false) === isStatic
      );
      const constructor = members.find((member) => member.type === "MethodDefinition" && member.kind === "constructor");
      const parameters = constructor?.type === "MethodDefinition" ? constructor.value.params as readonly Node[] : [];
      return [...members, ...parameters.filter(({ type }) => (type as string) === "TSParameterProperty")];
    }
    case "TSInterfaceDeclaration":
      return own.body.body as readonly Node[];
    case "TSTypeLiteral":
      return own.members as readonly Node[];
    case "ObjectExpression":
      return own.properties as readonly Node[];
    default:
      return [];
  }
}

/** The name of a member; that of a private one begins with `#`. */
function nameOf(file: SourceFile, member: Node): string | null {
  if ((member.type as string) === "TSParameterProperty") {
    const { parameter } = member as unknown as { parameter: Node };
    const name = parameter.type === "AssignmentPattern" ? parameter.left as Node : parameter;
    return name.type === "Identifier" ? name.name : null;
  }
  const { key } = member as { key?: Node };
  if (key === undefined) return null;
  if (file.code.text.slice(0, key.range[0]).trimEnd().endsWith("[") && key.type !== "Literal") return null;
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  if (key.type === "Literal") return String(key.value);
  return key.type === "Identifier" ? key.name : null;
}

/** The name of a member that is written out; that of a private one begins with `#`. */
function propertyName(node: Deno.lint.MemberExpression): string | null {
  const { property } = node;
  if (property.type === "PrivateIdentifier") return `#${property.name}`;
  if (property.type === "Literal") return typeof property.value === "string" ? property.value : null;
  return property.type === "Identifier" && !node.computed ? property.name : null;
}

/** The declaration in this file of a type's name, or the import of it; null if it is global. */
function typeBinding(from: Node, name: string): Node | null {
  for (let at = parentOf(from); at !== null; at = parentOf(at)) {
    const { typeParameters } = at as { typeParameters?: { params?: readonly Node[] } };
    for (const parameter of typeParameters?.params ?? []) {
      if (parameter.type === "TSTypeParameter" && (parameter.name as { name?: string }).name === name) return parameter;
    }
    const { body } = at as { body?: unknown };
    if (!Array.isArray(body)) continue;
    for (const statement of body as readonly Node[]) {
      const exported = statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration";
      const declaration = exported ? statement.declaration as Node | null : statement;
      if (declaration === null) continue;
      if (declaration.type === "ImportDeclaration") {
        // An import from the host is the global of that name.
        if (!declaration.specifiers.some(({ local }) => local.name === name)) continue;
        return declaration.source.value.startsWith("node:") ? null : declaration;
      } else if (isTypeDeclaration(declaration) && declaration.id?.name === name) return declaration;
    }
  }
  return null;
}

function isTypeDeclaration(
  node: Node,
): node is
  | Deno.lint.ClassDeclaration
  | Deno.lint.TSInterfaceDeclaration
  | Deno.lint.TSTypeAliasDeclaration
  | Deno.lint.TSEnumDeclaration {
  return node.type === "ClassDeclaration" || node.type === "TSInterfaceDeclaration" ||
    node.type === "TSTypeAliasDeclaration" || node.type === "TSEnumDeclaration";
}

function unwrapped(node: Node): Node {
  for (let at = node;;) {
    if (at.type !== "ChainExpression" && at.type !== "TSNonNullExpression") return at;
    at = at.expression as Node;
  }
}

function isConst(type: Node): boolean {
  return type.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "const";
}

function elementKinds(kinds: Kinds): Kinds {
  return kinds === null ? null : union(kinds.map(({ element }) => element?.() ?? null));
}

/** One of several, of which some may be something of which nothing is known. */
function union(parts: readonly Kinds[]): Kinds {
  const known = parts.filter((kinds) => kinds !== null);
  if (known.length === parts.length) return known.flat();
  return known.length === 0 ? null : [...known.flat(), {}];
}

function isText(kinds: Kinds): boolean {
  return kinds !== null && kinds.length > 0 && kinds.every(({ global }) => global === "String");
}

function isBigInt(kinds: Kinds): boolean {
  return kinds !== null && kinds.length > 0 && kinds.every(({ global }) => global === "BigInt");
}

function byTypeof(type: string): Kinds {
  if (type === "string") return TEXT;
  if (type === "boolean") return TRUTH;
  return type === "bigint" ? [{ global: "BigInt" }] : NUMBER;
}
