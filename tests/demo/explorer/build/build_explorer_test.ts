import { assert, assertEquals } from "@std/assert";
import { buildExplorer } from "../../../../demo/explorer/build/build_explorer.ts";
import { unpack } from "../../../../demo/explorer/loader/unpack.ts";

const lacking = (["run", "read"] as const)
  .filter((name) => Deno.permissions.querySync({ name }).state !== "granted")
  .map((name) => `--allow-${name}`);
const ignore = lacking.length > 0;
const skipped = ignore ? ` (skipped without ${lacking.join(", ")})` : "";

/** Most bytes of the page as a server sends it, compressed. */
const COMPRESSED_BYTES_MAX = 61_440;

async function gzipped(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const compressed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(compressed).arrayBuffer()).byteLength;
}

Deno.test(
  `the page is one file of at most ${COMPRESSED_BYTES_MAX} bytes compressed, which has its script in it${skipped}`,
  {
    ignore,
  },
  async () => {
    const html = await buildExplorer();
    const [, packed] = /id="packed">([^<]+)</.exec(html)!;
    const [style, loader] = [/<style>(.*?)<\/style>/s, /<script>(.*?)<\/script>/s].map((part) => part.exec(html)![1]);
    const script = unpack(Uint8Array.fromBase64(packed), new TextEncoder().encode(style + loader));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", script)).toBase64();
    assert(html.includes(`'sha256-${digest}'`), "the policy permits what unpacks");
    const size = await gzipped(new TextEncoder().encode(html));
    const plain = await gzipped(script);
    assert(
      size <= COMPRESSED_BYTES_MAX,
      `${size} bytes: a script of ${script.length}, which gzip alone makes ${plain} and the page ` +
        `${packed.length / 4 * 3}; at most ${COMPRESSED_BYTES_MAX}`,
    );
    // Nothing in the file can ask for anything: what has an address in it is text, or the empty icon.
    const markup = html.replace(packed, "").replace(/<script>.*?<\/script>/s, "");
    assertEquals(markup.match(/<(?:img|iframe|object|embed|audio|video|base|form)\b[^>]*(?:src|href|action)=/g), null);
    assertEquals(markup.match(/<link\b[^>]*>/g), [`<link rel="icon" href="data:,">`]);
    assertEquals(markup.match(/@import|url\((?!#)/g), null);
  },
);
