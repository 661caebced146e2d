/**
 * Serves the page and its worker to a browser on this machine, prints where, and then what the page found out; and ends.
 *
 *     deno run --allow-net=127.0.0.1 --allow-read=FOLDER serve.ts FOLDER [isolated]
 *
 * It is a program of its own, so that no test has to be permitted to reach a network.
 */
const [folder, isolated] = Deno.args;
const ISOLATION = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};
const headers = isolated === "isolated" ? ISOLATION : {};
const found = Promise.withResolvers<string>();

const server = Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}/`),
}, async (request) => {
  const { pathname } = new URL(request.url);
  switch (pathname) {
    case "/":
      return answer("text/html", '<!doctype html><script type="module" src="/page.js"></script>');
    case "/page.js":
    case "/worker.js":
      return answer("text/javascript", await Deno.readTextFile(folder + pathname));
    case "/findings":
      found.resolve(await request.text());
      return answer("text/plain", "");
    default:
      return new Response(null, { status: 404 });
  }
});

function answer(type: string, body: string): Response {
  return new Response(body, { headers: { ...headers, "content-type": type } });
}

console.log(await found.promise);
await server.shutdown();
