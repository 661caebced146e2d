// Which versions of Deno the project names, in several places that have to agree.
import { assertEquals, assertNotEquals } from "@std/assert";
import readme from "../../README.md" with { type: "text" };
import contributing from "../../CONTRIBUTING.md" with { type: "text" };
import workflow from "../../.github/workflows/ok.yml" with { type: "text" };
import ci from "../../.ci/run" with { type: "text" };

/** The parts of a text that the expression's group matches, each once. */
function named(text: string, expression: RegExp): string[] {
  return [...new Set([...text.matchAll(expression)].map(([, version]) => version))];
}

/** The version of Deno that a job of the workflow runs. */
function versionOf(job: string): string {
  const text = workflow.split(/^(?= {2}\w+:$)/m).find((part) => part.startsWith(`  ${job}:\n`)) ?? "";
  return named(text, /deno-version: (\S+)/g).join();
}

Deno.test("the documents and the workflow name one version that the project is checked with", () => {
  const [version, ...others] = named(ci, /^version=(\S+)$/gm);
  assertEquals(others, []);
  assertEquals(versionOf("ok"), version);
  assertEquals(versionOf("publish"), version);
  assertEquals(versionOf("pages"), version);
  assertEquals(named(readme, /npx -y deno@(\S+)/g), [version]);
  assertEquals(named(contributing, /npx -y deno@(\S+)/g), [version]);
  assertEquals(named(contributing, /With Deno (\d+\.\d+\.\d+)/g), [version]);
});

Deno.test("the oldest version that the documents promise is one that the workflow runs", () => {
  const oldest = versionOf("oldest");
  assertNotEquals(oldest, versionOf("ok"));
  assertEquals(named(readme, /With Deno (\d+\.\d+) or later/g).map((version) => `${version}.0`), [oldest]);
  assertEquals(named(contributing, /version that runs everything is Deno (\d+\.\d+\.\d+)/g), [oldest]);
});
