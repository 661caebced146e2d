/** A page that is served. */
export interface ServedPage {
  /** Its address: `http://127.0.0.1:8080/`. */
  readonly address: string;
  /** Stops serving. */
  close(): Promise<void>;
}

const HOSTNAME = "127.0.0.1";

/**
 * Serves one page on 127.0.0.1, to this machine only.
 *
 * @param html the page
 * @param port the port; 0 for one that is free
 * @throws {Error} if it cannot be listened on
 */
export function servePage(html: string, port: number): ServedPage {
  const server: Deno.HttpServer<Deno.NetAddr> = Deno.serve(
    { hostname: HOSTNAME, port, onListen: () => {} },
    (request) => answer(request, html, server.addr.port),
  );
  return {
    address: `http://${HOSTNAME}:${server.addr.port}/`,
    close: () => server.shutdown(),
  };
}

/**
 * Answers a request: only the page can be had, and only by the names of this machine. A page of another site whose name was
 * made to point here (DNS rebinding) sends its own name as the host.
 *
 * @param request what was asked
 * @param html the page
 * @param port the port that is served
 */
export function answer(
  { method, url, headers }: Pick<Request, "method" | "url" | "headers">,
  html: string,
  port: number,
): Response {
  const hosts = [HOSTNAME, "localhost"].flatMap((name) => port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]);
  const path = URL.parse(url)?.pathname;
  if (!hosts.includes(headers.get("host")?.toLowerCase() ?? "") || path !== "/") return reply(null, 404);
  if (method !== "GET" && method !== "HEAD") return reply(null, 405, { allow: "GET, HEAD" });
  return reply(method === "HEAD" ? null : html, 200, { "content-type": "text/html; charset=utf-8" });
}

function reply(body: string | null, status: number, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    status,
    headers: {
      "cache-control": "no-store",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      ...headers,
    },
  });
}
