import type { Rule } from "../_rule.ts";
import { isMarkable, overloadsOf, startsOf } from "../source/declarations.ts";
import { type Node, parentOf } from "../source/nodes.ts";
import { functionAround } from "../source/source_file.ts";

/** No mark that is misspelt, has no reason, or stands where it does nothing. */
export const marks: Rule = {
  name: "marks",
  cost: "a mark without effect leaves code unchecked, or cold code reported",
  check(file, report) {
    const marked = new Set<number>();
    const seen = new Set<Node>();
    const opposed = new Set<number>();
    // A variable, a class or a type is worth a mark only if some rule looks at what is in it: so it is the function, the
    // signature or the field that accepts the marks above it.
    function accept(node: Node): void {
      for (let at: Node | null = node; at !== null && !seen.has(at); at = parentOf(at)) {
        seen.add(at);
        if (!isMarkable(at)) continue;
        for (const overload of overloadsOf(at, file.code.text)) {
          for (const start of startsOf(overload, file.code.text)) marked.add(start);
        }
        const [first, ...others] = file.marksOf(at);
        for (const { heat, range } of others) {
          if (heat === first.heat || opposed.has(range[0])) continue;
          opposed.add(range[0]);
          report(range, "The declaration is marked both hot and cold; keep one mark.");
        }
      }
    }
    return {
      FunctionDeclaration: accept,
      FunctionExpression: accept,
      ArrowFunctionExpression: accept,
      AccessorProperty(node) {
        accept(node as unknown as Node);
      },
      PropertyDefinition: accept,
      TSAbstractMethodDefinition: accept,
      TSCallSignatureDeclaration: accept,
      TSDeclareFunction: accept,
      TSEmptyBodyFunctionExpression: accept,
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
            `\`@${heat}\` does nothing here; it belongs directly above a function, a method, or a class or interface with one.`,
          );
        }
      },
    };
  },
};
