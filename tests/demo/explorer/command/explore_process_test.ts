import { assert, assertEquals, assertMatch } from "@std/assert";

// The command as a process, as a user starts it.

const ROOT = new URL("../../../../", import.meta.url);
const lacking = (["run", "read", "write", "net"] as const)
  .filter((name) =>
    Deno.permissions.querySync(name === "net" ? { name, host: "127.0.0.1" } : { name }).state !== "granted"
  )
  .map((name) => `--allow-${name}`);
const ignore = lacking.length > 0;
const skipped = ignore ? ` (skipped without ${lacking.join(", ")})` : "";
const ENV = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };

function test(name: string, fn: () => Promise<void>): void {
  Deno.test(`${name}${skipped}`, { ignore }, fn);
}

function command(...args: string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env: ENV,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(120_000),
  });
}

test("explore serves a page that can be had, and ends at an interrupt with the status of it", async () => {
  const process = command("task", "explore", "burst").spawn();
  let output = "";
  let address: string | undefined;
  const errors = new Response(process.stderr).text();
  for await (const part of process.stdout.pipeThrough(new TextDecoderStream())) {
    output += part;
    [, address] = /^(http:\/\/127\.0\.0\.1:\d+\/)#burst\n$/.exec(output) ?? [];
    if (address === undefined) continue;
    const response = await fetch(address);
    const html = await response.text();
    assertEquals(response.status, 200);
    assertMatch(html, /^<!doctype html>\n/);
    const other = await fetch(`${address}favicon.ico`);
    assertEquals([other.status, await other.text()], [404, ""]);
    if (Deno.build.os === "windows") process.kill();
    else process.kill("SIGINT");
  }
  const { code } = await process.status;
  assert(address !== undefined, output + await errors);
  if (Deno.build.os !== "windows") assertEquals(code, 130, await errors);
});

test("explore --out - prints the page that --out writes, and says what is missing without permissions", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/index.html`;
    const written = await command("task", "explore", "--out", file).output();
    assertEquals(written.code, 0, new TextDecoder().decode(written.stderr));
    const printed = await command(
      "run",
      "--no-prompt",
      "--allow-read",
      "--allow-run=deno",
      "demo/explore.ts",
      "--out",
      "-",
    )
      .output();
    assertEquals(printed.code, 0, new TextDecoder().decode(printed.stderr));
    assertEquals(new TextDecoder().decode(printed.stdout), await Deno.readTextFile(file));
    const bare = await command("run", "--no-prompt", "demo/explore.ts", "--out", "-").output();
    assertEquals(bare.code, 2);
    assertMatch(
      new TextDecoder().decode(bare.stderr),
      /^error: bundling the page needs --allow-run=deno: deno run .* demo\/explore\.ts --out -\n$/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
