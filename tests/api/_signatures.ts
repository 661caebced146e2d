/**
 * The API of a module as text: every name that it exports, with its signature, and no comments. One line for a member, so
 * that a change shows as a line in a review.
 */

/** A node of the JSON of `deno doc`, of which there are many kinds. What a kind has is read where it is written. */
interface Node {
  // deno-lint-ignore no-explicit-any -- the JSON of a tool, whose every kind is checked by being written
  readonly [key: string]: any;
}

/** The version of the JSON that is understood. */
const FORMAT = 2;

/** How a declaration or a member is marked for those who use it. */
const MARKS = ["deprecated", "experimental"];

/**
 * Writes the API of one module.
 *
 * @param json what `deno doc --json` printed
 * @throws {Error} if it has a form that is not known here
 */
export function signaturesOf(json: string): string {
  const { version, nodes }: { version: number; nodes: Record<string, Node> } = JSON.parse(json);
  if (version !== FORMAT) throw new Error(`the JSON of deno doc must be of version ${FORMAT}, got ${version}`);
  const symbols: Node[] = Object.values(nodes).flatMap((module) => module.symbols);
  const declarations = symbols.flatMap(({ name, declarations }) =>
    declarations
      .filter(isExported)
      .map((declaration: Node) => ({ name, text: declarationOf(name, declaration) }))
  );
  const head = Object.values(nodes).map((module) => markOf({ jsDoc: module.module_doc })).join("");
  if (declarations.length === 0) return `exports nothing${head}\n`;
  return (head === "" ? "" : `all of it${head}\n\n`) +
    declarations.sort((a, b) => order(a.name, b.name)).map(({ text }) => `${text}\n`).join("\n");
}

/** What a module exports, and what types of the project its signatures name: what a user needs to write them down. */
export interface NamedTypes {
  readonly exported: readonly string[];
  readonly referenced: readonly string[];
}

/**
 * The types that a user meets in the API of one module.
 *
 * @param json what `deno doc --json` printed
 */
export function namedTypesOf(json: string): NamedTypes {
  const { nodes }: { nodes: Record<string, Node> } = JSON.parse(json);
  const symbols: Node[] = Object.values(nodes).flatMap((module) => module.symbols);
  const exported = symbols.filter(({ declarations }) => declarations.some(isExported));
  const referenced = new Set<string>();
  for (const { declarations } of exported) collectTypes(declarations.filter(isExported), referenced);
  return { exported: exported.map(({ name }) => name), referenced: [...referenced] };
}

function isExported({ declarationKind }: Node): boolean {
  return declarationKind === "export";
}

/** Types of the project, and none of the language or of type parameters, except in what is private. */
function collectTypes(part: unknown, found: Set<string>): void {
  if (typeof part !== "object" || part === null || (part as Node).accessibility === "private") return;
  const { kind, value } = part as Node;
  if (kind === "typeRef" && ["import", "local"].includes(value.resolution?.kind)) found.add(value.typeName);
  for (const inner of Object.values(part)) collectTypes(inner, found);
}

/** By code unit, the same on every machine. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function declarationOf(name: string, declaration: Node): string {
  const { kind, def } = declaration;
  const marked = markOf(declaration);
  switch (kind) {
    case "function":
      return `function ${name}${typeParamsOf(def)}${paramsOf(def.params)}: ${typeOf(def.returnType)}${marked}`;
    case "variable":
      return `${def.kind} ${name}: ${typeOf(def.tsType)}${marked}`;
    case "typeAlias":
      return `type ${name}${typeParamsOf(def)} = ${typeOf(def.tsType)}${marked}`;
    case "interface":
      return [`interface ${name}${typeParamsOf(def)}${listOf("extends", def.extends)}${marked}`, ...membersOf(def)]
        .join("\n");
    case "class": {
      const abstract = def.isAbstract ? "abstract " : "";
      const base = def.extends === undefined ? "" : ` extends ${def.extends}`;
      const head = `${abstract}class ${name}${typeParamsOf(def)}${base}${listOf("implements", def.implements)}`;
      return [`${head}${marked}`, ...membersOf(def)].join("\n");
    }
  }
  throw new Error(`${name} is a ${kind}, which cannot be written yet`);
}

/** Constructors, then the other members by name; overloads in their order. */
function membersOf(def: Node): string[] {
  const isPublic = ({ accessibility }: Node) => accessibility !== "private";
  const constructors: string[] = withoutBodies((def.constructors ?? []).filter(isPublic))
    .map((member: Node) => `  new ${paramsOf(member.params)}${markOf(member)}`);
  const members: Node[] = withoutBodies([...(def.properties ?? []), ...(def.methods ?? [])].filter(isPublic));
  const others = members
    .map((member: Node) => ({ name: member.name, text: `  ${memberOf(member)}${markOf(member)}` }));
  return [...constructors, ...others.sort((a, b) => order(a.name, b.name)).map(({ text }) => text)];
}

/** Of overloads those that can be seen from outside: all but the one that carries them out. */
function withoutBodies(members: readonly Node[]): Node[] {
  const hasBody = (member: Node) => (member.functionDef ?? member).hasBody === true;
  const isOverload = (member: Node) =>
    members.some((other) => other.name === member.name && other.kind === member.kind && !hasBody(other));
  return members.filter((member) => !hasBody(member) || !isOverload(member));
}

function memberOf(member: Node): string {
  const { name, isStatic, isAbstract, readonly, optional, kind } = member;
  const before = `${isStatic ? "static " : ""}${isAbstract ? "abstract " : ""}${readonly ? "readonly " : ""}`;
  const after = optional ? "?" : "";
  if (kind === undefined) return `${before}${name}${after}${member.tsType ? `: ${typeOf(member.tsType)}` : ""}`;
  const { params, returnType, ...rest } = member.functionDef ?? member;
  if (kind === "getter") return `${before}get ${name}: ${typeOf(returnType)}`;
  if (kind === "setter") return `${before}set ${name}${paramsOf(params)}`;
  if (kind !== "method") throw new Error(`${name} is a ${kind}, which cannot be written yet`);
  return `${before}${name}${after}${typeParamsOf(rest)}${paramsOf(params)}: ${typeOf(returnType)}`;
}

function markOf({ jsDoc }: Node): string {
  const tags: Node[] = jsDoc?.tags ?? [];
  return MARKS.filter((mark) => tags.some(({ kind }) => kind === mark)).map((mark) => `  // ${mark}`).join("");
}

function listOf(word: string, types: readonly Node[] | undefined): string {
  return types === undefined || types.length === 0 ? "" : ` ${word} ${types.map(typeOf).join(", ")}`;
}

function typeParamsOf({ typeParams }: Node): string {
  if (typeParams === undefined || typeParams.length === 0) return "";
  const params = typeParams.map(({ name, constraint, default: otherwise }: Node) =>
    `${name}${constraint ? ` extends ${typeOf(constraint)}` : ""}${otherwise ? ` = ${typeOf(otherwise)}` : ""}`
  );
  return `<${params.join(", ")}>`;
}

function paramsOf(params: readonly Node[]): string {
  return `(${params.map(paramOf).join(", ")})`;
}

function paramOf(param: Node): string {
  switch (param.kind) {
    case "identifier":
      return `${param.name}${param.optional ? "?" : ""}: ${typeOf(param.tsType)}`;
    case "assign": // a default
      return paramOf({ ...param.left, optional: true });
    case "object": // taken apart where it is declared, which is nobody else's business
      return `parts${param.optional ? "?" : ""}: ${typeOf(param.tsType)}`;
    case "rest":
      return `...${param.arg.name}: ${typeOf(param.tsType ?? param.arg.tsType)}`;
  }
  throw new Error(`a parameter is a ${param.kind}, which cannot be written yet`);
}

function typeOf(type: Node): string {
  const { kind, value } = type;
  switch (kind) {
    case "keyword":
    case "typeQuery":
      return kind === "keyword" ? value : `typeof ${value}`;
    case "literal":
      return value.kind === "string" ? JSON.stringify(value.string) : type.repr;
    case "typeRef":
      return `${value.typeName}${value.typeParams ? `<${value.typeParams.map(typeOf).join(", ")}>` : ""}`;
    case "union":
      return value.map(operandOf).join(" | ");
    case "intersection":
      return value.map(operandOf).join(" & ");
    case "array":
      return `${operandOf(value)}[]`;
    case "tuple":
      return `[${value.map(typeOf).join(", ")}]`;
    case "parenthesized":
      return `(${typeOf(value)})`;
    case "typeOperator":
      return `${value.operator} ${operandOf(value.tsType)}`;
    case "indexedAccess":
      return `${operandOf(value.objType)}[${typeOf(value.indexType)}]`;
    case "fnOrConstructor":
      return `${value.constructor ? "new " : ""}${paramsOf(value.params)} => ${typeOf(value.tsType)}`;
    case "typePredicate":
      return type.repr;
    case "mapped": {
      const { name, constraint } = value.typeParam;
      const optional = value.optional ? "?" : "";
      return `{ ${value.readonly ? "readonly " : ""}[${name} in ${typeOf(constraint)}]${optional}: ${
        typeOf(value.tsType)
      } }`;
    }
    case "typeLiteral": {
      const members = [...(value.properties ?? []), ...(value.methods ?? [])].map(memberOf);
      return members.length === 0 ? "{}" : `{ ${members.join("; ")} }`;
    }
  }
  throw new Error(`a type is a ${kind}, which cannot be written yet`);
}

/** A type as a part of a larger one. */
function operandOf(type: Node): string {
  const isCompound = ["union", "intersection", "fnOrConstructor", "typeOperator"].includes(type.kind);
  return isCompound ? `(${typeOf(type)})` : typeOf(type);
}
