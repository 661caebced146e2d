import { assert } from "@std/assert";

// A page that runs simulations loads what they need and little else, although they import the library through its entry points.

const MAY_BUNDLE = (["run", "read"] as const).every((name) => Deno.permissions.querySync({ name }).state === "granted");
const skipped = MAY_BUNDLE ? "" : " (skipped without --allow-run --allow-read)";

/** Most bytes of a simulation by steps for a page, minified and compressed. */
const STEPS_BYTES_MAX = 16_000;
/** The same of everything: feeds, recordings, consumers with services, laws, sizing, and the rules of specifications. */
const ALL_BYTES_MAX = 49_100;
/** The same of what the explorer runs: every scenario and its claims as well, and no file but a CSV. */
const EXPLORER_BYTES_MAX = 62_900;

/** Parts of formats that the explorer does not read, and of what only the schema and documents say. */
const NOT_FOR_A_PAGE = ["reordercap", "gunzip", "1/(1-percentile)", "exponentially distributed gaps"];

/** A module and all that it imports, as one minified text for a browser. */
async function bundle(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const entry = new URL(`../../${path}`, import.meta.url).href;
  const args = ["bundle", "--quiet", "--platform=browser", "--minify", entry];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  assert(success, new TextDecoder().decode(stderr));
  return stdout;
}

async function compressedSize(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const compressed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(compressed).arrayBuffer()).byteLength;
}

for (
  const [name, path, bytesMax, others] of [
    ["a simulation by steps", "demo/system/simulation.ts", STEPS_BYTES_MAX, NOT_FOR_A_PAGE],
    ["everything that can be simulated", "demo/simulation.ts", ALL_BYTES_MAX, NOT_FOR_A_PAGE.slice(-1)],
    ["what the explorer runs", "demo/explorer/model/run_request.ts", EXPLORER_BYTES_MAX, NOT_FOR_A_PAGE],
  ] as const
) {
  Deno.test(`${name} bundles for a page without the parts it does not use${skipped}`, {
    ignore: !MAY_BUNDLE,
  }, async () => {
    const bytes = await bundle(path);
    const text = new TextDecoder().decode(bytes);
    // A module keeps in the bundle what it makes when it is loaded, unless that is marked as pure.
    for (
      const unused of [
        "0,97,115,109",
        "trading_sim_published_events_total",
        "CLOCK_MONOTONIC",
        "stay readable in the ring",
        ...others,
      ]
    ) {
      assert(!text.includes(unused), `${unused} is in the bundle`);
    }
    const size = await compressedSize(bytes);
    assert(size <= bytesMax, `${size} bytes compressed, at most ${bytesMax}`);
  });
}
