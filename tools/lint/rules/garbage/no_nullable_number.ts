import { bare, type Rule } from "../../_rule.ts";
import type { FunctionNode, Node } from "../../source/nodes.ts";
import { functionAround, type SourceFile } from "../../source/source_file.ts";

const INSTEAD = "answer with a status code, or with a number that means none";

/** No result that is a number or nothing. */
export const noNullableNumber: Rule = {
  name: "no-nullable-number",
  cost: "16 bytes for each double answered",
  check(file, report) {
    function checkType(node: Node, result: Deno.lint.TSTypeAnnotation | undefined): void {
      if (result === undefined || !file.isDeclaredHot(node)) return;
      if (isNullableNumber(file, result.typeAnnotation)) {
        report(result.typeAnnotation, `A number that may be null or undefined is boxed; ${INSTEAD}.`);
      }
    }
    function checkFunction(node: FunctionNode): void {
      checkType(node, node.returnType);
      if (node.returnType !== undefined || !file.isDeclaredHot(node)) return;
      // Without a type the results themselves have to show whether some are nothing and some are something.
      const results = resultsOf.get(node) ?? [];
      if (node.body !== null && node.body.type !== "BlockStatement") results.push(node.body);
      const values = results.flatMap(outcomes);
      const nothing = values.find(isNothing);
      if (nothing !== undefined && !values.every(isNothing)) {
        report(
          nothing,
          `This may be a number that may be missing, which is boxed; state the type of the result, or ${INSTEAD}.`,
        );
      }
    }
    const resultsOf = new Map<FunctionNode, Node[]>();
    return {
      ReturnStatement(node) {
        const owner = functionAround(node);
        if (owner === null || node.argument === null) return;
        if (!resultsOf.has(owner)) resultsOf.set(owner, []);
        resultsOf.get(owner)!.push(node.argument);
      },
      "FunctionDeclaration:exit": checkFunction,
      "FunctionExpression:exit": checkFunction,
      "ArrowFunctionExpression:exit": checkFunction,
      TSEmptyBodyFunctionExpression: (node: Deno.lint.TSEmptyBodyFunctionExpression) =>
        checkType(node, node.returnType),
      TSDeclareFunction: (node: Deno.lint.TSDeclareFunction) => checkType(node as Node, node.returnType),
      TSMethodSignature: (node: Deno.lint.TSMethodSignature) => checkType(node, node.returnType),
      TSCallSignatureDeclaration: (node: Deno.lint.TSCallSignatureDeclaration) => checkType(node, node.returnType),
      TSFunctionType: (node: Deno.lint.TSFunctionType) => checkType(node, node.returnType),
    };
  },
};

/** Whether the type is a union with a number and with nothing in it, through aliases declared in the same file. */
function isNullableNumber(file: SourceFile, type: Node): boolean {
  const members = new Set<Node>();
  const collect = (member: Node): void => {
    if (members.has(member)) return;
    members.add(member);
    if (member.type === "TSUnionType") member.types.forEach(collect);
    else if (member.type === "TSTypeReference" && member.typeName.type === "Identifier") {
      const alias = typeAlias(file.code.ast, member.typeName.name);
      if (alias !== null) collect(alias);
    }
  };
  collect(type);
  const all = [...members];
  return all.some(isNumberType) && all.some(({ type }) => /^TS(?:Null|Undefined|Void)Keyword$/.test(type));
}

function isNumberType(type: Node): boolean {
  if (type.type !== "TSLiteralType") return type.type === "TSNumberKeyword";
  const { literal } = type;
  return literal.type === "UnaryExpression" || literal.type === "Literal" && typeof literal.value === "number";
}

function typeAlias(program: Deno.lint.Program, name: string): Node | null {
  for (const statement of program.body as Node[]) {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration as Node | null : statement;
    if (declaration?.type === "TSTypeAliasDeclaration" && declaration.id.name === name) {
      return declaration.typeAnnotation;
    }
  }
  return null;
}

/** The expressions one of which a result is. */
function outcomes(result: Node): Node[] {
  const node = bare(result);
  if (node.type === "ConditionalExpression") return [...outcomes(node.consequent), ...outcomes(node.alternate)];
  if (node.type === "LogicalExpression") return [...outcomes(node.left), ...outcomes(node.right)];
  return [node];
}

function isNothing(node: Node): boolean {
  return node.type === "Literal" && node.value === null || node.type === "Identifier" && node.name === "undefined";
}
