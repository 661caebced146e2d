import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { pageFile, type PageParts } from "../../../../demo/explorer/build/page_file.ts";

const PARTS: PageParts = {
  title: `A <title> & "more"`,
  description: `What "it" is <for>`,
  style: "body{margin:0}",
  body: "<main>\u2713</main>",
  loader: "document.title='loader'",
  script: "document.title='</script>'",
  packed: Uint8Array.of(1, 2, 255),
};

/** The hash by which a policy permits a text. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}

Deno.test("pageFile: permits its own style and scripts by their hashes, and no request", async () => {
  const html = await pageFile(PARTS);
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)!;
  assertEquals(policy.split("; "), [
    "default-src 'none'",
    `style-src ${await hashOf(PARTS.style)}`,
    `script-src ${await hashOf(PARTS.loader)} ${await hashOf(PARTS.script)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  // The element has to have the text that was hashed, to the byte.
  assert(html.includes(`<style>${PARTS.style}</style>`));
  assert(html.includes(`<script>${PARTS.loader}</script>`));
  assert(html.includes(`<script type="text/plain" id="packed">AQL/</script>`));
  assert(!html.includes(PARTS.script), "the script is there packed alone");
});

Deno.test("pageFile: says what it is in a way that no text of it can end", async () => {
  const html = await pageFile(PARTS);
  assertMatch(html, /^<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n/);
  assert(html.includes("<title>A &lt;title> &amp; &quot;more&quot;</title>"));
  assert(html.includes(`content="What &quot;it&quot; is &lt;for>"`));
});

Deno.test("pageFile: a part that would end its element is refused", async () => {
  for (const change of [{ style: "</STYLE>" }, { loader: "'</script >'" }, { loader: "'<!--'" }]) {
    await assertRejects(() => pageFile({ ...PARTS, ...change }), RangeError, "Cannot make the page: the s");
  }
});
