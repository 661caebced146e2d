import { assert, assertEquals, assertMatch } from "@std/assert";
import { BundleError } from "../../../../demo/explorer/build/bundle_script.ts";
import { readAddress } from "../../../../demo/explorer/model/address.ts";
import { recordedIo } from "../../terminal/_io.ts";
import { explore } from "./_world.ts";

const SPEC = `{
  "ring": { "capacity": 64 },
  "feed": { "model": "poisson", "rate": "100k/s" },
  "consumers": [{ "name": "a <b> & 'c'", "service": "2us" }],
  "duration": "1ms"
}`;

/** The address within the page that is printed. */
async function shown(
  args: readonly string[],
  inputs: Readonly<Record<string, string>> = {},
  stdin = "",
): Promise<string> {
  const { status, stdout, stderr } = await explore(args, inputs, { stdin });
  assertEquals([status, stderr], [130, ""]);
  const [, address] = /^http:\/\/127\.0\.0\.1:4321\/(#\S+)\n$/.exec(stdout) ?? [];
  assert(address !== undefined, stdout);
  assertEquals(readAddress(address).problems, []);
  return address;
}

Deno.test("explore: serves the page until it is interrupted, and prints where", async () => {
  const { status, stdout, served } = await explore(["--port", "8080"]);
  assertEquals([status, stdout], [130, "http://127.0.0.1:8080/#producer-heavy&on-overrun=skip-to-head\n"]);
  assertEquals(served, [{ html: "<page>", port: 8080, isOpen: false }]);
});

Deno.test("explore: says on a terminal how it is ended, beside the address and not in it", async () => {
  const io = recordedIo({ columns: 80 });
  await explore(["balanced"], {}, { io });
  assertEquals([io.stdout, io.stderr], ["http://127.0.0.1:4321/#balanced\n", "Ctrl-C ends it\n"]);
});

Deno.test("explore: a scenario, an address and a specification become the address within the page", async () => {
  assertEquals(await shown(["balanced"]), "#balanced");
  assertEquals(await shown(["#burst&step=3&capacity=8"]), "#burst&capacity=8&step=3");
  for (const address of [await shown(["my.json"], { "my.json": SPEC }), await shown(["-"], {}, SPEC)]) {
    const { request } = readAddress(address);
    assertEquals(JSON.parse(request.specification!), JSON.parse(SPEC));
  }
  const list = `[${SPEC}, ${SPEC.replace("64", "128")}]`;
  const second = readAddress(await shown(["dir/list", "--run", "2"], { "dir/list": list })).request;
  assertEquals(JSON.parse(second.specification!).ring.capacity, 128);
});

Deno.test("explore: with --out the page is written or printed, and nothing is served", async () => {
  const written = await explore(["burst", "--out", "dir/page.html"]);
  assertEquals([written.status, written.stderr, written.served.length], [0, "", 0]);
  assertEquals(written.files.content.get("dir/page.html"), "<page>");
  assertEquals(
    written.stdout,
    "dir/page.html has the page: open it in a browser, at its address with #burst for this run\n",
  );
  const printed = await explore(["--out", "-"]);
  assertEquals([printed.status, printed.stdout, printed.files.journal], [0, "<page>", []]);
});

Deno.test("explore: with --element a script for other pages is written or printed", async () => {
  const written = await explore(["burst", "--element", "rings.js"]);
  assertEquals([written.status, written.stderr, written.served.length], [0, "", 0]);
  assertEquals(written.files.content.get("rings.js"), "script");
  assertEquals(written.stdout, `rings.js has the script: a page with it shows <ring-figure address="#burst">\n`);
  assertEquals((await explore(["--element", "-"])).stdout, "script");
});

Deno.test("explore: what cannot be shown is refused with one line, before anything is built", async () => {
  const refusals: [args: string[], line: RegExp, inputs?: Record<string, string>][] = [
    [["balancd"], /^error: unknown scenario balancd: did you mean balanced\? scenarios are .*/],
    [["burst", "balanced"], /^error: one thing at a time, got burst and balanced/],
    [["#burst&capacitee=8"], /^error: the page cannot show .*: unknown option capacitee: did you mean capacity\?/],
    [["no.json"], /^error: cannot read no\.json: No such file/],
    [["bad.json"], /^error: bad\.json/, { "bad.json": `{"ring": ]` }],
    [["bad.json"], /^error: .*capacity/, { "bad.json": SPEC.replace("64", "65") }],
    [["two.json"], /^error: two\.json has 2 specifications: pick one with --run, 1 to 2/, {
      "two.json": `[${SPEC},${SPEC}]`,
    }],
    [["two.json", "--run", "3"], /^error: --run must be an integer from 1 to 2, got 3/, {
      "two.json": `[${SPEC},${SPEC}]`,
    }],
    [["burst", "--run", "1"], /^error: --run picks a specification of a file: name the file/],
    [["long.json"], /^error: an address must have at most 65536 characters, got \d+ for long\.json/, {
      "long.json": SPEC.replace(
        /\{ "name".*\}/,
        (consumer) =>
          Array.from({ length: 250 }, (_, n) => consumer.replace("a <b> & 'c'", `${n}`.padEnd(64, "ä"))).join(),
      ),
    }],
    [["--port", "0"], /^error: --port must be an integer from 1 to 65535, got 0/],
    [["--port", "80", "--out", "a"], /^error: --port is for a page that is served/],
    [["--port", "80", "--element", "a"], /^error: --port is for a page that is served, and --element writes a file/],
    [["--out", "a", "--element", "b"], /^error: --out writes the page, and --element a script for another/],
    [["--prot", "80"], /^error: unknown option --prot: did you mean --port\?/],
  ];
  for (const [args, line, inputs = {}] of refusals) {
    let isBuilt = false;
    const build = () => {
      isBuilt = true;
      return Promise.resolve("");
    };
    const { status, stdout, stderr } = await explore(args, inputs, { build });
    assertEquals([status, stdout, isBuilt], [2, "", false], args.join(" "));
    assertMatch(stderr, line);
    assertMatch(stderr, /^[^\n]+\n$/);
  }
});

Deno.test("explore: a page that cannot be made or served is one line with what would work", async () => {
  const lines: [line: string, changes: Parameters<typeof explore>[2], args?: string[]][] = [
    [
      "bundling the page needs --allow-run=deno: deno run --allow-read --allow-write --allow-net=127.0.0.1 --allow-run=deno " +
      "demo/explore.ts burst",
      { build: () => Promise.reject(new BundleError("no", true)) },
      ["burst"],
    ],
    ["the page cannot be bundled: no npm", { build: () => Promise.reject(new BundleError("no npm", false)) }],
    [
      "serving the page needs --allow-net=127.0.0.1: deno run --allow-read --allow-write --allow-net=127.0.0.1 " +
      "--allow-run=deno demo/explore.ts",
      {
        serve: () => {
          throw new Deno.errors.NotCapable("net");
        },
      },
    ],
    [
      "--port must be free, got 8080, which another program listens on",
      {
        serve: () => {
          throw new Deno.errors.AddrInUse("in use");
        },
      },
      ["--port", "8080"],
    ],
    [
      "--out needs --allow-read=. --allow-write=.: deno run --allow-read=. --allow-write=. demo/explore.ts --out a.html",
      { fault: "permission" },
      ["--out", "a.html"],
    ],
    ["--out: cannot write a.html: no space left", { fault: "replace" }, ["--out", "a.html"]],
  ];
  for (const [line, changes, args = []] of lines) {
    const { status, stdout, stderr } = await explore(args, {}, changes);
    assertEquals([status, stdout, stderr], [2, "", `error: ${line}\n`]);
  }
});

Deno.test("explore: the help is that of every command, and fits 80 columns", async () => {
  const { status, stdout } = await explore(["--help"]);
  assertEquals(status, 0);
  assertMatch(stdout, /^Usage: deno task explore \[SCENARIO\|SPEC\.json\|'#ADDRESS'\] \[OPTION\.\.\.\]\n/);
  assertMatch(stdout, /\nExit status\n {2}0 +the page or the script was written\n/);
  for (const line of stdout.split("\n")) assert(line.length <= 80, line);
});
