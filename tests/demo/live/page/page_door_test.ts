import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { enter, makeToken, pageAddress, type PageDoor, type PageEntry } from "../../../../demo/live/page/page_door.ts";

const DOOR: PageDoor = { port: 4_321, token: makeToken() };

/** A request as a browser sends it that was given the address, changed in some way. */
function ask(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method: string = "GET",
  door: PageDoor = DOOR,
): PageEntry {
  const all = new Headers({ host: `127.0.0.1:${DOOR.port}`, "sec-fetch-site": "none", ...headers });
  for (const [name, value] of Object.entries(headers)) if (value === "") all.delete(name);
  return enter({ method, url: `http://127.0.0.1:${DOOR.port}${path}`, headers: all }, door);
}

const BASE = `/${DOOR.token}/`;

Deno.test("makeToken draws 128 bits, anew each time", () => {
  const tokens = Array.from({ length: 100 }, makeToken);
  for (const token of tokens) assertMatch(token, /^[0-9a-f]{32}$/);
  assertEquals(new Set(tokens).size, tokens.length);
});

Deno.test("pageAddress has the port and the token, and the address opens the page", () => {
  assertEquals(pageAddress(DOOR), `http://127.0.0.1:4321/${DOOR.token}/`);
  assertEquals(pageAddress({ ...DOOR, port: 80 }), `http://127.0.0.1/${DOOR.token}/`);
  assertEquals(ask(BASE), { resource: "page", isHead: false });
  // Whatever writes the usual port, and whatever does not.
  for (const host of ["127.0.0.1", "127.0.0.1:80"]) {
    assertEquals(ask(BASE, { host }, "GET", { ...DOOR, port: 80 }), { resource: "page", isHead: false });
  }
});

Deno.test("enter knows the resources of the page, and an address without its last slash", () => {
  for (const name of ["run", "frame", "frames"] as const) {
    assertEquals(ask(BASE + name), { resource: name, isHead: false });
    assertEquals(ask(`${BASE}${name}?x=1`), { resource: name, isHead: false });
  }
  assertEquals(ask(`/${DOOR.token}`), { status: 303 });
});

const STRANGERS: readonly string[] = [
  "/",
  "",
  "//",
  "/favicon.ico",
  `/${makeToken()}/`,
  `/${DOOR.token.slice(1)}/`,
  `/${DOOR.token}0/`,
  `/${DOOR.token.toUpperCase()}X/`,
  `//${DOOR.token}/`,
  `/x/${DOOR.token}/`,
  `/x?${DOOR.token}`,
  `/%2e%2e/${DOOR.token}x/`,
];

Deno.test("enter without the token finds nothing, whatever else is asked", () => {
  for (const path of STRANGERS) {
    for (const method of ["GET", "HEAD", "POST", "OPTIONS"]) assertEquals(ask(path, {}, method), { status: 404 }, path);
    assertEquals(ask(path, { origin: "http://evil.example" }), { status: 404 }, path);
  }
});

Deno.test("enter serves no files: a path can only be one of those there are", () => {
  const paths = [
    "../deno.json",
    "..%2fdeno.json",
    "%2e%2e/%2e%2e/etc/passwd",
    "frames/",
    "frames/x",
    "page",
    "x",
    "//",
    "frame%00",
  ];
  for (const path of paths) assertEquals(ask(BASE + path), { status: 404 }, path);
  // As the way back to what is there, it is that.
  assertEquals(ask(`${BASE}x/../frame`), { resource: "frame", isHead: false });
});

Deno.test("enter by another name of this machine finds nothing: a page whose name was made to point here sends its own", () => {
  for (
    const host of [
      "evil.example",
      `evil.example:${DOOR.port}`,
      "localhost",
      `localhost:${DOOR.port}`,
      "127.0.0.1",
      "127.0.0.1:80",
      "127.0.0.2:4321",
      "[::1]:4321",
      "0.0.0.0:4321",
      `127.0.0.1:${DOOR.port}.evil.example`,
      "",
    ]
  ) {
    assertEquals(ask(BASE, { host }), { status: 404 }, host);
  }
});

Deno.test("enter refuses requests of other sites, and those that say nothing true of where they are from", () => {
  for (
    const origin of [
      "http://evil.example",
      "null",
      "https://127.0.0.1:4321",
      "http://127.0.0.1:4322",
      "http://127.0.0.1",
    ]
  ) {
    assertEquals(ask(`${BASE}frames`, { origin }), { status: 403 }, origin);
  }
  for (const site of ["cross-site", "same-site", "x"]) {
    assertEquals(ask(BASE, { "sec-fetch-site": site }), { status: 403 }, site);
  }
  const own = { origin: "http://127.0.0.1:4321", "sec-fetch-site": "same-origin" };
  assertEquals(ask(`${BASE}frames`, own), { resource: "frames", isHead: false });
  // Programs that are no browsers say nothing.
  assertEquals(ask(BASE, { "sec-fetch-site": "" }), { resource: "page", isHead: false });
});

Deno.test("enter lets nobody do more than look", () => {
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "QUERY"]) {
    assertEquals(ask(BASE, {}, method), { status: 405 }, method);
  }
  assertEquals(ask(BASE, {}, "HEAD"), { resource: "page", isHead: true });
});

Deno.test("enter of an address that is none finds nothing", () => {
  const headers = new Headers({ host: "127.0.0.1:4321" });
  assertEquals(enter({ method: "GET", url: "http://", headers }, DOOR), { status: 404 });
  assertNotEquals(DOOR.token, "");
  assert(!("resource" in enter({ method: "GET", url: "", headers }, DOOR)));
});
