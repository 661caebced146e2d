import type { Rule } from "../_rule.ts";
import { functionAround, isMarkable, type Node, parentOf } from "../_source_file.ts";

/** No mark that is misspelt, has no reason, or stands where it does nothing. */
export const marks: Rule = {
  name: "marks",
  cost: "a mark that does nothing leaves code unchecked, or cold code accused",
  check(file, report) {
    const marked = new Set<number>();
    // A variable or property is worth a mark only if there is a function in it, so it is the function that accepts it.
    function accept(node: Node): void {
      for (let at: Node | null = node; at !== null; at = parentOf(at)) {
        if (isMarkable(at)) marked.add(at.range[0]);
      }
    }
    return {
      FunctionDeclaration: accept,
      FunctionExpression: accept,
      ArrowFunctionExpression: accept,
      ClassDeclaration: accept,
      ClassExpression: accept,
      PropertyDefinition: accept,
      TSAbstractMethodDefinition: accept,
      TSCallSignatureDeclaration: accept,
      TSDeclareFunction: accept,
      TSEmptyBodyFunctionExpression: accept,
      TSInterfaceDeclaration: accept,
      TSMethodSignature: accept,
      TSFunctionType: accept,
      VariableDeclaration(node) {
        if (functionAround(node) === null && (node.kind === "let" || node.kind === "var")) accept(node);
      },
      "Program:exit"() {
        for (const { range, message } of file.marks.problems) report(range, message);
        for (const [start, { heat, range }] of file.marks.declarations) {
          if (marked.has(start)) continue;
          report(
            range,
            `\`@${heat}\` does nothing here; it belongs directly above a function, method, class or interface.`,
          );
        }
      },
    };
  },
};
