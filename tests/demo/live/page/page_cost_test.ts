import { assert, assertEquals } from "@std/assert";

// What a page costs the hot threads is nothing, because they have none of its code: shown by what they import.

const ROOT = new URL("../../../../", import.meta.url);
const may = (["run", "read"] as const).every((name) => Deno.permissions.querySync({ name }).state === "granted");
const skipped = may ? "" : " (skipped without --allow-run --allow-read)";

/** The modules that a module loads, by their paths in the project, itself included. */
async function loadedBy(path: string): Promise<string[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", path],
    cwd: ROOT,
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const { modules }: { modules: { specifier: string }[] } = JSON.parse(new TextDecoder().decode(stdout));
  return modules.map(({ specifier }) => decodeURIComponent(specifier).replace(decodeURIComponent(ROOT.href), ""));
}

function filesOf(folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder, ROOT))].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesOf(`${folder}${name}/`) : [`${folder}${name}`]
  );
}

Deno.test(`no thread of a live run, and nothing that it shares with the control plane, knows of a page${skipped}`, {
  ignore: !may,
}, async () => {
  const threads = filesOf("demo/live/thread/").filter((path) => path.endsWith("_worker.ts"));
  assertEquals(threads.length, 4);
  const shared = filesOf("demo/live/between/");
  for (const path of [...threads, ...shared]) {
    const beyond = (await loadedBy(path)).filter((loaded) => /^demo\/live\/(?!thread\/|between\/)/.test(loaded));
    // The program of a thread is loaded there, and nothing else of a live run.
    assertEquals(beyond, [], path);
  }
});

Deno.test(`the control plane makes the statuses, and does not know who looks at them${skipped}`, {
  ignore: !may,
}, async () => {
  const loaded = await loadedBy("demo/live/plane/live_run.ts");
  assert(loaded.includes("demo/live/plane/live_status.ts"), "they were found");
  assertEquals(loaded.filter((path) => /^demo\/live\/(page|view)\//.test(path)), []);
  // The look at the imports finds what is there.
  assert((await loadedBy("demo/live/run_live_command.ts")).includes("demo/live/page/page_server.ts"));
});
