import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { STREAMS_MAX } from "../../../../demo/live/page/frame_streams.ts";
import type { PageEnd, PageFrame, PageRun } from "../../../../demo/live/page/page_frame.ts";
import { type LivePage, servePage } from "../../../../demo/live/page/page_server.ts";
import { liveToJson } from "../../../../demo/live/view/live_json.ts";
import { result } from "../_results.ts";
import { consumerStatus, plan, status } from "../_statuses.ts";

// The page over real connections to this machine.

const HOST = "127.0.0.1";
const ignore = Deno.permissions.querySync({ name: "net", host: HOST }).state !== "granted";
const skipped = ignore ? ` (skipped without --allow-net=${HOST})` : "";

function test(name: string, act: (page: LivePage, base: URL) => Promise<void>): void {
  Deno.test(`${name}${skipped}`, { ignore }, async () => {
    const page = servePage(0);
    try {
      await act(page, new URL(page.address));
    } finally {
      await page.close();
    }
  });
}

/** A connection that says what it is told to, and reads only when it is asked. */
class Wire {
  private readonly _connection: Deno.TcpConn;
  private _text = "";
  private readonly _decoder = new TextDecoder();
  private readonly _buffer = new Uint8Array(65_536);

  constructor(connection: Deno.TcpConn) {
    this._connection = connection;
  }

  static async open({ port }: URL, text: string): Promise<Wire> {
    const wire = new Wire(await Deno.connect({ hostname: HOST, port: Number(port) }));
    await wire._connection.write(new TextEncoder().encode(text));
    return wire;
  }

  static get(base: URL, path: string, ...headers: readonly string[]): Promise<Wire> {
    const lines = [`GET ${base.pathname}${path} HTTP/1.1`, `Host: ${base.host}`, ...headers, "", ""];
    return Wire.open(base, lines.join("\r\n"));
  }

  /** Reads until a text has come; or all there is. */
  async until(text?: string): Promise<string> {
    for (let from = 0; text === undefined || !this._text.slice(from).includes(text);) {
      from = Math.max(0, this._text.length - (text?.length ?? 0));
      if (!await this._read()) break;
    }
    return this._text;
  }

  /** Reads until a text has come, and forgets what was before. */
  async skipTo(text: string): Promise<void> {
    while (!this._text.includes(text)) {
      this._text = this._text.slice(-text.length);
      assert(await this._read(), `${text} never came`);
    }
  }

  private async _read(): Promise<boolean> {
    const count = await this._connection.read(this._buffer).catch(() => null);
    if (count === null) return false;
    this._text += this._decoder.decode(this._buffer.subarray(0, count), { stream: true });
    return true;
  }

  close(): void {
    this._connection.close();
  }
}

/** Lets everything happen that is due. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** The data of the events of a stream, by the name of the event. */
function eventsOf(text: string): (readonly [name: string, data: unknown])[] {
  return [...text.matchAll(/^(?:event: (\w+)\n)?data: (.*)$/gm)].map((
    [, name = "frame", data],
  ) => [name, JSON.parse(data)]);
}

const MOMENT = status({
  states: [{ atMs: 3, state: "WARMUP", causes: [] }, { atMs: 510, state: "READY", causes: [] }],
});

test("servePage serves one page, whose script and style are all that may run on it", async (_page, base) => {
  const response = await fetch(base);
  const text = await response.text();
  assertEquals([response.status, response.headers.get("content-type")], [200, "text/html; charset=utf-8"]);
  const policy = response.headers.get("content-security-policy") ?? "";
  for (const name of ["script", "style"]) {
    const [[, content], ...others] = [
      ...text.matchAll(new RegExp(`<${name}(?: type="module")?>([^]*?)</${name}>`, "g")),
    ];
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(content));
    assertStringIncludes(policy, `${name}-src 'sha256-${new Uint8Array(digest).toBase64()}';`);
    assertEquals(others, []);
  }
  assertMatch(policy, /^default-src 'none'; .*; connect-src 'self'; .*frame-ancestors 'none'/);
  // It asks nobody else for anything.
  assertEquals(text.match(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/g), null);
  assertEquals(text.match(/ style="| on\w+="/g), null);
  const head = await fetch(base, { method: "HEAD" });
  assertEquals([head.status, await head.text(), head.headers.get("content-security-policy")], [200, "", policy]);
});

test(
  "servePage says the same in the headers of every answer, and nothing to whoever does not know the token",
  async (_page, base) => {
    const asked: readonly (readonly [path: string, init: RequestInit, status: number])[] = [
      [base.pathname, {}, 200],
      [`${base.pathname}run`, {}, 204],
      [`${base.pathname}frame`, {}, 204],
      [`${base.pathname}frames`, { method: "HEAD" }, 200],
      ["/", {}, 404],
      [`${base.pathname}../deno.json`, {}, 404],
      [base.pathname.slice(0, -1), { redirect: "manual" }, 303],
      [base.pathname, { method: "POST", body: "x" }, 405],
      [base.pathname, { headers: { origin: "http://evil.example" } }, 403],
      [base.pathname, { headers: { "sec-fetch-site": "cross-site" } }, 403],
    ];
    for (const [path, init, expected] of asked) {
      const response = await fetch(new URL(path, base.origin), init);
      const { headers } = response;
      const text = await response.text();
      assertEquals(response.status, expected, path);
      if (expected >= 300) assertEquals(text, "", path);
      for (
        const [name, value] of [
          ["cache-control", "no-store"],
          ["x-content-type-options", "nosniff"],
          ["referrer-policy", "no-referrer"],
          ["cross-origin-resource-policy", "same-origin"],
          ["access-control-allow-origin", null],
        ] as const
      ) assertEquals(headers.get(name), value, `${name} of ${path}`);
      assertStringIncludes(headers.get("content-security-policy") ?? "", "default-src 'none';");
      assertStringIncludes(headers.get("content-security-policy") ?? "", "frame-ancestors 'none'");
      assertEquals(headers.get("allow"), expected === 405 ? "GET, HEAD" : null);
      assertEquals(headers.get("location"), expected === 303 ? base.pathname : null);
    }
  },
);

test(
  "servePage answers no name but that of this machine, as a page would send whose name was made to point here",
  async (_page, base) => {
    for (const host of [`evil.example:${base.port}`, `localhost:${base.port}`]) {
      const wire = await Wire.open(base, `GET ${base.pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      assertMatch(await wire.until(), /^HTTP\/1\.1 404 /);
      wire.close();
    }
    const none = await Wire.open(base, `GET ${base.pathname} HTTP/1.0\r\n\r\n`);
    assertMatch(await none.until(), /^HTTP\/1\.\d 404 /);
    none.close();
  },
);

test("servePage sends the run, the frames before and each frame as it comes", async (page, base) => {
  const early = await Wire.get(base, "frames");
  await early.until("\r\n\r\n");
  page.show(MOMENT);
  page.show(status({ elapsedMs: 4_710, states: MOMENT.states }));
  const wire = await Wire.get(base, "frames");
  await wire.until('"frame":1');
  page.show(
    status({ elapsedMs: 5_210, states: [...MOMENT.states, { atMs: 5_000, state: "DEGRADED", causes: ["x"] }] }),
  );
  const texts = [await early.until('"frame":2'), await wire.until('"frame":2')];
  for (const text of texts) {
    const [[first, run], ...frames] = eventsOf(text);
    assertEquals([first, (run as PageRun).config.capacity, (run as PageRun).consumers.length], ["run", 1_024, 2]);
    assertEquals(
      frames.map(([name, frame]) => [name, (frame as PageFrame).frame, (frame as PageFrame).entered.length]),
      [
        ["frame", 0, 2],
        ["frame", 1, 0],
        ["frame", 2, 1],
      ],
    );
  }
  const frame: PageFrame = await (await fetch(new URL("frame", base))).json();
  assertEquals([frame.frame, frame.seconds, frame.entered], [2, 5.21, [{
    seconds: 5,
    state: "DEGRADED",
    causes: ["x"],
  }]]);
  assertEquals(await (await fetch(new URL("run", base))).json(), eventsOf(texts[0])[0][1]);
  // After a break it goes on.
  const again = await Wire.get(base, "frames", "Last-Event-ID: 1");
  assertEquals(eventsOf(await again.until('"frame":2')).map(([name]) => name), ["run", "frame"]);
  for (const one of [early, wire, again]) one.close();
});

test(
  "servePage has room for so many pages, says so to the next, and has room again when one goes",
  async (page, base) => {
    page.show(MOMENT);
    const wires: Wire[] = [];
    for (let n = 0; n < STREAMS_MAX; n++) {
      const wire = await Wire.get(base, "frames");
      await wire.until('"frame":0');
      wires.push(wire);
    }
    const more = await fetch(new URL("frames", base));
    assertEquals([more.status, await more.text()], [503, "8 pages look on already, and no more can\n"]);
    // To look whether there is one takes no room.
    assertEquals((await fetch(new URL("frames", base), { method: "HEAD" })).status, 200);
    wires.pop()?.close();
    for (let status = 503; status !== 200;) {
      page.show(MOMENT);
      await turn();
      const one = await fetch(new URL("frames", base));
      status = one.status;
      await one.body?.cancel();
    }
    for (const wire of wires) wire.close();
  },
);

test("servePage outlasts pages that come and go many times", async (page, base) => {
  page.show(MOMENT);
  for (let n = 0; n < 200; n++) {
    const wire = await Wire.get(base, "frames");
    if (n % 2 === 0) await wire.until("event: run");
    wire.close();
    page.show(MOMENT);
    await turn();
  }
  const last = await fetch(new URL("frame", base));
  assertEquals([last.status, ((await last.json()) as PageFrame).frame], [200, 200]);
});

/** A status that takes so much room that it does not fit into what a connection keeps. */
const LARGE = status({
  plan: plan({ consumers: 16 }),
  consumers: Array.from({ length: 16 }, (_, n) => consumerStatus(n + 1, { failure: "x".repeat(20_000) })),
});

test("servePage closes a page that does not read, and keeps nothing for it", async (page, base) => {
  page.show(MOMENT);
  const dead = await Wire.get(base, "frames");
  const alive = await Wire.get(base, "frames");
  for (let n = 1; n <= 100; n++) {
    page.show(LARGE);
    await turn();
    await alive.skipTo(`"frame":${n},`);
  }
  // What its connection kept is all that it gets, and not the end of it.
  const text = await dead.until();
  assert(!text.includes('"frame":100,'), `it got ${text.length} characters`);
  dead.close();
  alive.close();
});

test("servePage shows every page how the run ended, and is gone then", async (page, base) => {
  page.show(MOMENT);
  const wires = [await Wire.get(base, "frames"), await Wire.get(base, "frames")];
  for (const wire of wires) await wire.until('"frame":0');
  const json = liveToJson(result());
  const ended = page.end(json);
  for (const wire of wires) {
    const text = await wire.until();
    const [name, data] = eventsOf(text).at(-1) ?? [];
    assertEquals([name, (data as PageEnd).frame, (data as PageEnd).result], [
      "end",
      1,
      JSON.parse(JSON.stringify(json)),
    ]);
    assertMatch(text, /\r\n0\r\n\r\n$/, "it is whole");
    wire.close();
  }
  await ended;
  await assertRejects(() => fetch(base));
});

test("servePage ends with a page open that never reads, and with a connection that never asks", async (page, base) => {
  page.show(MOMENT);
  const dead = await Wire.get(base, "frames");
  const mute = await Wire.open(base, "");
  const half = await Wire.open(base, `GET ${base.pathname} HTTP/1.1\r\nHost: `);
  for (let n = 0; n < 20; n++) {
    page.show(LARGE);
    await turn();
  }
  await page.end(liveToJson(result()));
  await assertRejects(() => fetch(base));
  for (const wire of [dead, mute, half]) wire.close();
});

Deno.test(`servePage refuses a port that is taken${skipped}`, { ignore }, async () => {
  const page = servePage(0);
  const port = Number(new URL(page.address).port);
  let message = "";
  try {
    await servePage(port).close();
  } catch (error) {
    message = String(error);
  }
  await page.close();
  assertMatch(message, /^AddrInUse: /);
  // Once it is closed, another can have it.
  const other = servePage(port);
  assert(other.address !== page.address, "the token is another");
  await other.close();
});
