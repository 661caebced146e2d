import { assertEquals } from "@std/assert";
import { answer } from "../../../../demo/explorer/command/page_server.ts";

const HTML = "<!doctype html><title>page</title>";

function ask(path: string, { method = "GET", host = "127.0.0.1:8080", port = 8080 } = {}): Response {
  const headers = new Headers({ host });
  return answer({ method, url: `http://127.0.0.1:${port}${path}`, headers }, HTML, port);
}

Deno.test("page server: the page can be had by the names of this machine, and is not kept", async () => {
  for (const host of ["127.0.0.1:8080", "localhost:8080", "LocalHost:8080"]) {
    const response = ask("/", { host });
    assertEquals([response.status, await response.text()], [200, HTML], host);
    assertEquals(response.headers.get("content-type"), "text/html; charset=utf-8");
    assertEquals(response.headers.get("cache-control"), "no-store");
  }
  assertEquals(ask("/?utm=1").status, 200);
  for (const host of ["127.0.0.1", "localhost", "localhost:80"]) assertEquals(ask("/", { host, port: 80 }).status, 200);
  const head = ask("/", { method: "HEAD" });
  assertEquals([head.status, await head.text()], [200, ""]);
});

Deno.test("page server: another name, another path and another method get nothing", async () => {
  const hosts = ["evil.example", "evil.example:8080", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:8080", ""];
  for (const host of hosts) assertEquals(ask("/", { host }).status, 404, host);
  for (const path of ["/favicon.ico", "/index.html", "//", "/%2e%2e/deno.json", "/a"]) {
    const response = ask(path);
    assertEquals([response.status, await response.text()], [404, ""], path);
  }
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
    const response = ask("/", { method });
    assertEquals([response.status, response.headers.get("allow")], [405, "GET, HEAD"], method);
  }
});
