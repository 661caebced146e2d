import { bare, memberName, type Rule, valueOf } from "../_rule.ts";
import { type Node, parentOf } from "../source/nodes.ts";
import { CONFIG_NAMES, SINK_NAMES } from "../options.ts";

/** No branch on what cannot change while events flow: configuration, and whether someone is watching. */
export const noConfigBranch: Rule = {
  name: "no-config-branch",
  cost: "for every event a test whose result was known before the first, and two speeds where one was measured",
  check(file, report, options) {
    const configNames = new Set((options.configNames ?? CONFIG_NAMES).map((name) => name.toLowerCase()));
    const sinkNames = new Set((options.sinkNames ?? SINK_NAMES).map((name) => name.toLowerCase()));

    const isConfig = (name: string | null) => name !== null && configNames.has(lastWord(name));
    const isSink = (name: string | null) => name !== null && (sinkNames.has(lastWord(name)) || /^_?on[A-Z]/.test(name));

    /**
     * The configuration or sink that the expression tests: configuration anywhere in a chain of members, or a sink at
     * its end.
     */
    function tested(expression: Node, presence: boolean, depth = 4): "config" | "sink" | null {
      const node = bare(expression);
      switch (node.type) {
        case "Identifier": {
          if (isConfig(node.name)) return "config";
          if (presence && isSink(node.name)) return "sink";
          const value = depth === 0 ? null : valueOf(file, node);
          return value === null ? null : tested(value, presence, depth - 1);
        }
        case "MemberExpression":
          if (isConfig(memberName(node))) return "config";
          if (presence && isSink(memberName(node))) return "sink";
          return tested(node.object, false, depth);
        case "CallExpression": {
          const callee = bare(node.callee);
          if (callee.type !== "Identifier" || callee.name !== "Boolean") return tested(callee, false, depth);
          return node.arguments.length === 0 ? null : tested(node.arguments[0] as Node, presence, depth);
        }
        case "UnaryExpression":
          return tested(node.argument, presence, depth);
        case "BinaryExpression":
          return tested(node.left as Node, presence, depth) ?? tested(node.right, presence, depth);
        case "LogicalExpression":
          return tested(node.left, presence, depth) ?? tested(node.right, presence, depth);
        case "AssignmentExpression":
          return tested(node.right, presence, depth);
        default:
          return null;
      }
    }

    function check(node: Node, test: Node | null): void {
      if (test === null || !file.isHot(node)) return;
      const what = tested(test, true);
      if (what === "config") {
        report(
          test,
          "This tests configuration for every event; decide once in the constructor, by the object or the number you keep.",
        );
      } else if (what === "sink") {
        report(test, "This tests for every event whether someone watches; keep a null object, and call it always.");
      }
    }
    return {
      IfStatement: (node) => check(node, node.test),
      ConditionalExpression: (node) => check(node, node.test),
      WhileStatement: (node) => check(node, node.test),
      DoWhileStatement: (node) => check(node, node.test),
      ForStatement: (node) => check(node, node.test),
      SwitchStatement: (node) => check(node, node.discriminant),
      LogicalExpression(node) {
        // In a test the statement reports it, as a whole.
        if (!isTest(node)) check(node, node.left);
      },
      AssignmentExpression(node) {
        if (/^(?:\?\?|&&|\|\|)=$/.test(node.operator)) check(node as Node, node.left);
      },
      MemberExpression(node) {
        if (node.optional) check(node, node.object);
      },
      CallExpression(node) {
        if (node.optional) check(node, node.callee);
      },
    };
  },
};

/** Whether an expression is, or is part of, what a statement or a conditional expression tests. */
function isTest(expression: Node): boolean {
  let node: Node = expression;
  for (;;) {
    const parent: Node = parentOf(node)!;
    switch (parent.type) {
      case "IfStatement":
      case "ConditionalExpression":
      case "WhileStatement":
      case "DoWhileStatement":
      case "ForStatement":
        return parent.test === node;
      case "SwitchStatement":
        return parent.discriminant === node;
      case "LogicalExpression":
      case "UnaryExpression":
      case "BinaryExpression":
      case "TSNonNullExpression":
      case "TSAsExpression":
        node = parent;
        break;
      default:
        return false;
    }
  }
}

/** `sink` of `_nullSink`, `nullSink`, `NULL_SINK` and `sink`. */
function lastWord(name: string): string {
  return /(?:[A-Z]?[a-z0-9]+|[A-Z0-9]+)_*$/.exec(name)?.[0].replaceAll("_", "").toLowerCase() ?? name;
}
