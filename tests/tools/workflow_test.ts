// What the workflow runs, which nobody sees before it runs elsewhere.
import { assert, assertEquals } from "@std/assert";
import settings from "../../deno.json" with { type: "json" };
import workflow from "../../.github/workflows/ok.yml" with { type: "text" };
import { EXPLORE } from "../../demo/explorer/command/explore_command.ts";
import { parseCommand } from "../../demo/terminal/command.ts";

/** The commands of a workflow, by their lines. */
function commandsOf(text: string): string[] {
  return [...text.matchAll(/^ +(?:- )?run: ([^|\n].*)$/gm)].map(([, command]) => command);
}

/** The tasks that commands run. */
function tasksOf(commands: readonly string[]): string[] {
  return commands.flatMap((command) => /^deno task (\S+)/.exec(command)?.[1] ?? []);
}

Deno.test("every task that the workflow runs is one", () => {
  const tasks = tasksOf(commandsOf(workflow));
  assertEquals(tasks.filter((task) => !Object.hasOwn(settings.tasks, task)), []);
  for (const task of ["ok", "test", "demo", "explore"]) assert(tasks.includes(task), `${task} is not run`);
  assertEquals(tasksOf(commandsOf("      - run: deno task okay --fast\n        run: ls\n")), ["okay"]);
});

Deno.test("the workflow publishes what explore writes, on a tag alone, after the checks", () => {
  const [, job] = /^ {2}pages:\n([^]*?)(?=^ {2}\w+:$|$(?![^]))/m.exec(workflow)!;
  assert(job.includes("needs: [ok, oldest]\n    if: startsWith(github.ref, 'refs/tags/v')\n"));
  const [command] = commandsOf(job).filter((command) => command.startsWith("deno task explore "));
  const parsed = parseCommand(EXPLORE, command.split(" ").slice(3));
  const [file] = parsed!.values.get("out")!;
  const [, folder] = /^ {10}path: (\S+)$/m.exec(job)!;
  assertEquals(file, `${folder}/index.html`);
  assert(commandsOf(job).includes(`mkdir ${folder}`));
  // Whoever may write to the page is this job alone.
  assertEquals(workflow.match(/pages: write/g)?.length, 1);
});
