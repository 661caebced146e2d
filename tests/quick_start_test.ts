import { assert, assertEquals } from "@std/assert";

// The quick start of the README prints what its comments say. Its types are checked as those of every example are.

const ROOT = new URL("../", import.meta.url);
const NEEDED = ["run", "read"] as const;
const missing = NEEDED.filter((name) => Deno.permissions.querySync({ name }).state !== "granted");
const ignore = missing.length > 0;
const skipped = ignore ? ` (skipped without --allow-${missing.join(" --allow-")})` : "";

/** The programs in the section of the README that is for those who want only the ring. */
function programs(): string[] {
  const readme = Deno.readTextFileSync(new URL("README.md", ROOT));
  const section = /^## Only the ring\n(.*?)^## /ms.exec(readme)?.[1] ?? "";
  return [...section.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, program]) => program);
}

/** Runs a program that is handed in, without a permission, as if it stood in the project. */
async function run(program: string): Promise<string> {
  const args = ["run", "--no-check", "--no-prompt", "-"];
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(program));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test({
  name: `the quick start is two programs of a dozen lines, which print what they say${skipped}`,
  ignore,
  async fn() {
    const found = programs();
    assertEquals(found.length, 2);
    for (const program of found) {
      assert(program.split("\n").length <= 16, program);
      const said = [...program.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => `${text}\n`).join("");
      assert(said !== "", program);
      assertEquals(await run(program), said);
    }
  },
});
