import { assert, assertEquals, assertMatch } from "@std/assert";
import { CHROMIUM_NAMES, endProcess, removeLeft } from "../_browsers.ts";
import { assertCarried } from "./_carried.ts";
import { explorerFindings } from "./_explorer.ts";
import { EXPECTED } from "./_producer_heavy.ts";
import type { Findings } from "./browser/_findings.ts";

// The library runs unchanged in real browsers: in one page and, over a shared ring, between a page and its worker.

/** How to open a page without a window, in a fresh profile. */
const BROWSERS: readonly { names: readonly string[]; args: (profile: string, url: string) => readonly string[] }[] = [
  {
    names: CHROMIUM_NAMES,
    // A sandbox cannot be had in a container, or as root. The only page that is opened is our own.
    args: (profile, url) => ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${profile}`, url],
  },
  {
    names: ["firefox", "firefox-esr"],
    args: (profile, url) => ["--headless", "--no-remote", "--profile", profile, url],
  },
];

const lacking = (["run", "read", "write"] as const)
  .filter((name) => Deno.permissions.querySync({ name }).state !== "granted")
  .map((name) => `--allow-${name}`);

/** A page that has not answered by then never will. */
const ANSWER_MS = 120_000;

/** The first of the programs that is there. */
function find(names: readonly string[]): string | undefined {
  return names.find((name) => {
    try {
      return new Deno.Command(name, { args: ["--version"], stdout: "null", stderr: "null" }).outputSync().success;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  });
}

async function deno(...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, stdout: "null" }).output();
  assert(success, new TextDecoder().decode(stderr));
}

function urlOf(name: string): string {
  return new URL(name, import.meta.url).href;
}

/** Opens the page in a browser and returns what it found out. */
async function openPage(
  program: string,
  argsOf: (typeof BROWSERS)[number]["args"],
  isIsolated: boolean,
): Promise<Findings> {
  const folder = await Deno.makeTempDir();
  const signal = AbortSignal.timeout(ANSWER_MS);
  try {
    for (const name of ["page", "worker"]) {
      await deno(
        "bundle",
        "--quiet",
        "--platform=browser",
        `--output=${folder}/${name}.js`,
        urlOf(`browser/${name}.ts`),
      );
    }
    const server = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--allow-net=127.0.0.1",
        `--allow-read=${folder}`,
        urlOf("browser/serve.ts"),
        folder,
        ...(isIsolated ? ["isolated"] : []),
      ],
      stdout: "piped",
      signal,
    }).spawn();
    const lines = server.stdout.pipeThrough(new TextDecoderStream()).values();
    const url = (await lines.next()).value!.trim();
    const browser = new Deno.Command(program, {
      args: [...argsOf(await Deno.makeTempDir({ dir: folder }), url)],
      stdout: "null",
      stderr: "null",
    }).spawn();
    try {
      let text = "";
      for await (const part of lines) text += part;
      assert((await server.status).success, `${program} has not answered`);
      return JSON.parse(text);
    } finally {
      await endProcess(browser);
    }
  } finally {
    await removeLeft(folder);
  }
}

for (const { names, args } of BROWSERS) {
  const program = lacking.length > 0 ? undefined : find(names);
  const reason = lacking.length > 0 ? `without ${lacking.join(", ")}` : `: there is no ${names.join(", ")}`;
  const skipped = program === undefined ? ` (skipped ${reason})` : "";
  const ignore = program === undefined;

  Deno.test(`${names[0]} runs library and explorer unchanged, and carries events between threads${skipped}`, {
    ignore,
  }, async () => {
    const { isIsolated, numbers, carried, explorer, clock, anyClock } = await openPage(program!, args, true);
    assertEquals([isIsolated, numbers], [true, EXPECTED]);
    assertEquals(explorer, explorerFindings());
    // A browser does not say what the processor is, so the default is what is right on every one.
    assertEquals(carried.map((one) => typeof one === "string" ? one : one.kernel), ["atomics", "wasm", "wasm"]);
    for (const one of carried) {
      if (typeof one === "string") throw new Error(one);
      assertCarried(one);
    }
    assertMatch(clock, /^ClockUnavailableError: .* this is not Deno$/);
    assertMatch(anyClock, /^ClockUnavailableError: .*performance\.now, is refused: .* implements MonotonicClock/);
  });

  Deno.test(`${names[0]} says which headers a page lacks that cannot share memory${skipped}`, { ignore }, async () => {
    const { isIsolated, numbers, carried } = await openPage(program!, args, false);
    assertEquals([isIsolated, numbers], [false, EXPECTED]);
    for (const refusal of carried) {
      assertMatch(
        String(refusal),
        /Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp$/,
      );
    }
  });
}
