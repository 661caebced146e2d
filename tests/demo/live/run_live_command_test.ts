import { assert, assertEquals, assertMatch } from "@std/assert";
import { stripAnsiCode } from "@std/fmt/colors";
import type { TerminalSize } from "../../../demo/terminal/command_io.ts";
import { type LiveIo, runLiveCommand } from "../../../demo/live/run_live_command.ts";
import { FakeFiles } from "../terminal/files/_fake_files.ts";
import { type RecordedIo, recordedIo } from "../terminal/_io.ts";

// The command in this very process, with a terminal that keeps what is written to it.

const ignore = Deno.permissions.querySync({ name: "read" }).state !== "granted";
const skipped = ignore ? " (skipped without --allow-read)" : "";

const HIDE = "\x1b[?25l";
const SHOW = "\x1b[?25h";

interface Terminal extends LiveIo, RecordedIo {
  /** How often it was said that all files are open. */
  opened: number;
  /** How often it was said that the page is served, if there is one. */
  served: number;
}

function terminal(changes: Partial<Pick<LiveIo, "size" | "gone" | "out">> = {}): Terminal {
  return Object.assign(recordedIo({ columns: 80, colour: false }), {
    size: () => ({ columns: 80, rows: 24 }) as TerminalSize | undefined,
    gone: new AbortController().signal,
    opened: 0,
    served: 0,
    onFilesOpen(this: Terminal): void {
      this.opened++;
    },
    onPageOpen(this: Terminal): void {
      this.served++;
    },
    ...changes,
  });
}

Deno.test(`runLiveCommand on a terminal draws the panel, leaves the cursor shown, and reports${skipped}`, {
  ignore,
}, async () => {
  const io = terminal();
  const status = await runLiveCommand(["--seconds", "1.2", "--consumers", "1", "--rate", "1000"], io);
  assertEquals([status, io.stderr, io.opened, io.served], [0, "", 1, 1]);
  const report = io.stdout.slice(io.stdout.lastIndexOf(SHOW) + SHOW.length);
  const drawings = io.stdout.slice(0, -report.length).split(SHOW).slice(0, -1);
  assert(drawings.length >= 2, io.stdout);
  // Whatever ends or stops the process between two drawings leaves the cursor where it can be seen.
  for (const drawing of drawings) {
    assert(drawing.startsWith(HIDE), drawing);
    assert(stripAnsiCode(drawing).trim().startsWith("live  "), drawing);
  }
  assert(report.startsWith("\nLive run\n"), report);
});

Deno.test(`runLiveCommand ends its threads and leaves the cursor shown when what shows the run breaks${skipped}`, {
  ignore,
}, async () => {
  const io = terminal();
  let looks = 0;
  io.size = () => {
    // The command looks once, and the first drawing twice. The second drawing breaks.
    if (++looks > 3) throw new Error("the terminal is gone");
    return { columns: 80, rows: 24 };
  };
  let message = "";
  try {
    await runLiveCommand(["--seconds", "5", "--consumers", "1", "--rate", "1000"], io);
  } catch (error) {
    message = String(error);
  }
  assertEquals(message, "Error: the terminal is gone");
  assertEquals(io.stdout.split(HIDE).length, io.stdout.split(SHOW).length);
});

Deno.test(`runLiveCommand ends when nobody reads its output any more, with everything accounted for${skipped}`, {
  ignore,
}, async () => {
  for (const size of [undefined, { columns: 80, rows: 24 }]) {
    const gone = new AbortController();
    let written = "";
    const out = (text: string) => {
      written += text;
      gone.abort();
    };
    const io = terminal({ size: () => size, gone: gone.signal, out });
    assertEquals(await runLiveCommand(["--seconds", "20", "--consumers", "1", "--rate", "1000"], io), 0);
    assertEquals(io.stderr, "");
    assertMatch(written, /\n +ended +after .*, because it was interrupted\n/);
  }
});

Deno.test(`runLiveCommand --lines prints lines on a terminal as well${skipped}`, { ignore }, async () => {
  const io = terminal();
  const args = ["--seconds", "1.2", "--consumers", "1", "--rate", "1000", "--lines", "--color", "always"];
  assertEquals(await runLiveCommand(args, io), 0);
  assertMatch(stripAnsiCode(io.stdout), /^ +time +state .*\n +1 s .*\n\nLive run/);
  assert(io.stdout.includes("\x1b[1mLive run"), io.stdout);
});

const mayRun = Deno.permissions.querySync({ name: "run" }).state === "granted" && Deno.build.os !== "windows";

Deno.test(
  `runLiveCommand that was stopped draws anew below what others have written${
    mayRun ? skipped : " (skipped without --allow-run)"
  }`,
  { ignore: ignore || !mayRun },
  async () => {
    const io = terminal();
    const { out } = io;
    let drawings = 0;
    io.out = (text) => {
      out(text);
      if (!text.startsWith(HIDE)) return;
      drawings++;
      if (drawings === 1) Deno.kill(Deno.pid, "SIGCONT");
    };
    assertEquals(await runLiveCommand(["--seconds", "1.4", "--consumers", "1", "--rate", "1000"], io), 0);
    const anew = io.stdout.split(HIDE).slice(1).filter((drawing) => drawing.startsWith("\x1b[Klive  "));
    assertEquals(anew.length, 2, io.stdout);
  },
);

const SHORT = ["--seconds", "0.2", "--consumers", "1", "--rate", "1000"];

Deno.test(`runLiveCommand --metrics-file that cannot be written runs on, and the report says so${skipped}`, {
  ignore,
}, async () => {
  const files = new FakeFiles();
  files.fault = "replace";
  const [io, json] = [terminal(), terminal()];
  assertEquals(await runLiveCommand([...SHORT, "--metrics-file", "out/m.prom"], io, files), 0);
  assertMatch(io.stdout, /\n +metrics +0 snapshots written to out\/m\.prom, 1 DROPPED: no space left\n/);
  assertEquals(await runLiveCommand([...SHORT, "--json", "--metrics-file", "out/m.prom"], json, files), 0);
  assertEquals(JSON.parse(json.stdout).metrics_file, {
    path: "out/m.prom",
    written: 0,
    dropped: 1,
    reason: "no space left",
  });
  // The permission to write is needed as long as it runs.
  assertEquals([io.stderr, json.stderr, io.opened, json.opened], ["", "", 0, 0]);
});

Deno.test(
  `runLiveCommand where there is no terminal says at once, and once, what is wrong with the metrics file${skipped}`,
  {
    ignore,
  },
  async () => {
    const files = new FakeFiles();
    files.fault = "replace";
    const io = terminal({ size: () => undefined });
    const args = ["--seconds", "2.2", "--consumers", "1", "--rate", "1000", "--metrics-file", "out/m.prom"];
    assertEquals(await runLiveCommand(args, io, files), 0);
    assertEquals(io.stderr, "metrics: out/m.prom cannot be written: no space left\n");
  },
);

Deno.test(`runLiveCommand --metrics-file without the permission names it in one line, and runs nothing${skipped}`, {
  ignore,
}, async () => {
  const files = new FakeFiles();
  files.fault = "permission";
  const io = terminal();
  assertEquals(await runLiveCommand([...SHORT, "--metrics-file", "out/m.prom"], io, files), 2);
  assertEquals([io.stdout, files.journal], ["", ["ask to read out"]]);
  assertEquals(
    io.stderr,
    "error: --metrics-file needs --allow-read=out --allow-write=out: deno task live has them\n",
  );
});

const mayServe = Deno.permissions.querySync({ name: "net", host: "127.0.0.1" }).state === "granted";

Deno.test(
  `runLiveCommand --page tells its address beside what it prints, and asks for nothing more once it is served${
    mayServe ? skipped : " (skipped without --allow-net=127.0.0.1)"
  }`,
  { ignore: ignore || !mayServe },
  async () => {
    for (const [size, begin] of [[undefined, "  time"], [{ columns: 80, rows: 24 }, HIDE]] as const) {
      const io = terminal({ size: () => size });
      assertEquals(await runLiveCommand(["--seconds", "1.2", "--consumers", "1", "--rate", "1000", "--page"], io), 0);
      assertMatch(io.stderr, /^page: http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/\n$/);
      assert(io.stdout.startsWith(begin), io.stdout);
      assertEquals(io.served, 1);
    }
  },
);

Deno.test(`runLiveCommand closes its page when what shows the run breaks${skipped}`, {
  ignore: ignore || !mayServe,
}, async () => {
  let looks = 0;
  const size = () => {
    if (++looks > 3) throw new Error("the terminal is gone");
    return { columns: 80, rows: 24 };
  };
  const io = terminal({ size });
  const args = ["--seconds", "5", "--consumers", "1", "--rate", "1000", "--page"];
  let message = "";
  try {
    await runLiveCommand(args, io);
  } catch (error) {
    message = String(error);
  }
  assertEquals(message, "Error: the terminal is gone");
  const [, address] = /^page: (\S+)\n$/.exec(io.stderr) ?? [];
  assert(address !== undefined, io.stderr);
  assertEquals(await fetch(address).then(() => "it answers", () => "gone"), "gone");
});

Deno.test("runLiveCommand shows its help and does nothing else", async () => {
  const io = terminal();
  assertEquals(await runLiveCommand(["--help"], io), 0);
  assertEquals([io.stdout.startsWith("Usage: deno task live [SPEC.json] [OPTION...]\n"), io.stderr, io.opened], [
    true,
    "",
    0,
  ]);
});

Deno.test("runLiveCommand refuses wrong usage before it opens anything", async () => {
  const io = terminal();
  assertEquals(await runLiveCommand(["--consumers", "none"], io), 2);
  assertEquals(
    [io.stdout, io.stderr, io.opened],
    ["", "error: --consumers must be an integer from 1 to 16, got none\n", 0],
  );
});

Deno.test(`runLiveCommand refuses service times that cannot be read before it runs anything${skipped}`, {
  ignore,
}, async () => {
  const folder = Deno.permissions.querySync({ name: "write" }).state === "granted" ? Deno.makeTempDirSync() : undefined;
  try {
    const bad = `${folder}/bad.hgrm`;
    if (folder !== undefined) Deno.writeTextFileSync(bad, "x\n");
    const files = folder === undefined ? ["missing.hgrm"] : ["missing.hgrm", bad];
    for (const file of files) {
      const io = terminal();
      const args = ["--arrivals", "constant:rate=1k/s,events=5", "--consumer", `a:file=${file}`];
      assertEquals([await runLiveCommand(args, io), io.stdout, io.opened], [2, "", 0]);
      assertMatch(io.stderr, /^error: cannot read [^\n]*(missing|bad)\.hgrm[^\n]*\n$/i);
    }
  } finally {
    if (folder !== undefined) Deno.removeSync(folder, { recursive: true });
  }
});
