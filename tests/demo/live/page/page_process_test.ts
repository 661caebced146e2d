import { assert, assertEquals, assertMatch } from "@std/assert";
import type { PageFrame } from "../../../../demo/live/page/page_frame.ts";
import type { LiveJson } from "../../../../demo/live/view/live_json.ts";
import { FLAGS, live, start } from "../_live_process.ts";

// Live runs with a page, as processes of their own. No time is looked at.

const HOST = "127.0.0.1";
const lacking = (["run", "read", "net"] as const)
  .filter((name) => Deno.permissions.querySync(name === "net" ? { name, host: HOST } : { name }).state !== "granted")
  .map((name) => `--allow-${name}`);
const ignore = lacking.length > 0;
const skipped = ignore ? ` (skipped without ${lacking.join(", ")})` : "";
const WITH_PAGE = [...FLAGS, `--allow-net=${HOST}`];

/** A process with a page, and its address. */
interface PageProcess {
  readonly process: Deno.ChildProcess;
  readonly address: string;
  /** What it writes to the end. */
  readonly stdout: Promise<string>;
  readonly stderr: Promise<string>;
}

async function open(...args: readonly string[]): Promise<PageProcess> {
  const process = start(args, WITH_PAGE);
  const address = Promise.withResolvers<string>();
  const stderr = (async () => {
    let text = "";
    for await (const part of process.stderr.pipeThrough(new TextDecoderStream())) {
      text += part;
      const found = /^page: (\S+)\n/.exec(text);
      if (found !== null) address.resolve(found[1]);
    }
    address.reject(new Error(text));
    return text;
  })();
  address.promise.catch(() => {});
  return { process, address: await address.promise, stdout: new Response(process.stdout).text(), stderr };
}

/** The newest frame, once there is one. */
async function firstFrame(address: string): Promise<PageFrame> {
  for (;;) {
    const response = await fetch(`${address}frame`);
    if (response.status === 200) return await response.json();
    assertEquals([response.status, await response.text()], [204, ""]);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

Deno.test(`live --page shows the run, and its JSON on standard output is none the worse${skipped}`, {
  ignore,
}, async () => {
  const args = "--seconds 2 --consumers 2 --rate 20000 --slow 2:200 --capacity 64 --json --page".split(" ");
  const { process, address, stdout, stderr } = await open(...args);
  const stream = await fetch(`${address}frames`);
  const frame = await firstFrame(address);
  assertEquals(frame.consumers.map(({ consumer }) => consumer), [1, 2]);
  const text = await stream.text();
  const [{ code }, run]: [Deno.CommandStatus, LiveJson] = [await process.status, JSON.parse(await stdout)];
  assertEquals([code, await stderr], [0, `page: ${address}\n`]);
  assertMatch(address, /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/);
  const frames: PageFrame[] = [...text.matchAll(/^data: (.*"is_stopping".*)$/gm)].map(([, data]) => JSON.parse(data));
  assert(frames.length > 0);
  assertEquals(frames.map(({ frame }) => frame), [...frames.keys()], "a page that reads misses no frame");
  for (const { published, consumers } of frames) {
    for (const { lag, lag_max, lost } of consumers) {
      assert(lag >= 0 && lag_max >= lag && lost >= 0 && lost <= published);
    }
  }
  // What the page was shown is what was.
  const entered = frames.flatMap(({ entered }) => entered);
  assertEquals(entered, run.states.slice(0, entered.length));
  const [end] = [...text.matchAll(/^event: end\ndata: (.*)$/gm)].map(([, data]) => JSON.parse(data).result);
  assertEquals(end, run);
  assertEquals(run.consumers.map(({ events }) => events?.add_up), [true, true]);
});

const isWindows = Deno.build.os === "windows";

Deno.test(
  `live --page that is interrupted reports and ends, with pages open that never read${skipped}`,
  { ignore: ignore || isWindows },
  async () => {
    const { process, address, stdout, stderr } = await open(
      "--seconds",
      "3600",
      "--rate",
      "1000",
      "--consumers",
      "1",
      "--page",
    );
    const { port, host, pathname } = new URL(address);
    const dead: Deno.TcpConn[] = [];
    for (const path of ["frames", "frames", "frames", "frames", "frames", "frames"]) {
      const connection = await Deno.connect({ hostname: HOST, port: Number(port) });
      await connection.write(new TextEncoder().encode(`GET ${pathname}${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
      dead.push(connection);
    }
    dead.push(await Deno.connect({ hostname: HOST, port: Number(port) }));
    const reading = fetch(`${address}frames`).then((response) => response.text());
    await firstFrame(address);
    process.kill("SIGINT");
    const [text, { code }] = await Promise.all([stdout, process.status]);
    assertEquals([code, await stderr], [0, `page: ${address}\n`]);
    assertMatch(text, /\nLive run\n +ended +after .*, because it was interrupted\n/);
    assertMatch(await reading, /\nevent: end\ndata: .*"ended_by":"interrupt".*\n\n$/);
    for (const connection of dead) connection.close();
  },
);

Deno.test(`live --page without its permission, or with a port that is taken, says so in one line${skipped}`, {
  ignore,
}, async () => {
  const refused = await live("--seconds 0.2 --page", FLAGS);
  assertEquals(refused, {
    code: 2,
    stdout: "",
    stderr: "error: --page needs --allow-net=127.0.0.1: deno task live has them\n",
  });
  const taken = Deno.listen({ hostname: HOST, port: 0 });
  try {
    const { code, stdout, stderr } = await live(`--seconds 0.2 --page ${taken.addr.port}`, WITH_PAGE);
    assertEquals([code, stdout], [2, ""]);
    assertMatch(
      stderr,
      new RegExp(`^error: --page: cannot listen on 127\\.0\\.0\\.1:${taken.addr.port}: Address [^\\n]*\\n$`),
    );
  } finally {
    taken.close();
  }
});
