import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  type Mutant,
  type MutationReport,
  renderMutation,
  replaceSection,
  scoreOf,
} from "../../tools/mutation_report.ts";

function mutant(status: string, replacement: string, line: number, from: number, to: number): Mutant {
  return {
    mutatorName: "ArithmeticOperator",
    replacement,
    status,
    location: { start: { line, column: from }, end: { line, column: to } },
  };
}

const REPORT: MutationReport = {
  files: {
    "core/b.ts": {
      source: "const a = 1 + 2;\nconst b = `x` | y;\n",
      mutants: [
        mutant("Killed", "1 - 2", 1, 11, 16),
        mutant("Survived", "-1", 1, 11, 12),
        mutant("NoCoverage", "``", 2, 11, 14),
        mutant("Timeout", "2", 1, 11, 12),
        mutant("CompileError", "3", 1, 11, 12),
      ],
    },
    "core/none.ts": { source: "", mutants: [] },
  },
};
const OTHER: MutationReport = {
  files: { "control/a.ts": { source: "f(\n  1,\n);\n", mutants: [mutant("Killed", "", 1, 1, 3)] } },
};

Deno.test("scoreOf counts what was noticed and what was not, and leaves out what says nothing", () => {
  assertEquals(scoreOf(REPORT.files["core/b.ts"].mutants), { killed: 2, survived: 2 });
});

Deno.test("renderMutation gives scores by floor and file, and names every survivor", () => {
  const text = renderMutation([REPORT, OTHER]);
  assertStringIncludes(text, "| **control** | 1 | 1 | 0 | 100.0 % |\n| **core** | 4 | 2 | 2 | 50.0 % |");
  assertStringIncludes(text, "| `core/b.ts` | 4 | 2 | 2 | 50.0 % |");
  assertStringIncludes(text, "- `core/b.ts`\n  - line 1: `1` to `-1`\n  - line 2: `` `x` `` to `` `` ``");
  assertEquals(text.includes("none.ts"), false);
  assertEquals(text.includes("- `control/a.ts`"), false);
});

Deno.test("renderMutation says what has no result", () => {
  assertStringIncludes(renderMutation([OTHER], ["core-x", "core-y"]), "not in the table: core-x, core-y.");
  assertEquals(renderMutation([OTHER]).includes("Without a result"), false);
});

Deno.test("renderMutation does not round up to a score that is not reached", () => {
  const mutants = [...Array(1_999).fill(mutant("Killed", "", 1, 1, 1)), mutant("Survived", "", 1, 1, 1)];
  assertStringIncludes(renderMutation([{ files: { "core/c.ts": { source: "x", mutants } } }]), "| 99.9 % |");
});

Deno.test("replaceSection replaces what is between the marks, and refuses a document without them", () => {
  const document = "a\n<!-- mutation: begin -->\nold\n<!-- mutation: end -->\nz\n";
  const replaced = replaceSection(document, "new");
  assertEquals(replaced, "a\n<!-- mutation: begin -->\n\nnew\n\n<!-- mutation: end -->\nz\n");
  assertEquals(replaceSection(replaced, "new"), replaced);
  assertThrows(() => replaceSection("no marks", "new"), RangeError, "must have the marks");
});
