import { assertEquals, assertMatch } from "@std/assert";
import { makeSharedControl } from "../../../demo/live/control_words.ts";
import { HotThread } from "../../../demo/live/hot_thread.ts";
import type { ThreadSetup } from "../../../demo/live/thread_messages.ts";

// Threads that run a few lines, given in place of a module.

const SETUP = { thread: 1, control: makeSharedControl(2) } as unknown as ThreadSetup;

function start(code: string): HotThread<string> {
  return new HotThread<string>("consumer 1", new URL(`data:text/javascript,${encodeURIComponent(code)}`), SETUP);
}

Deno.test("HotThread is ready when it says so, and done when it has reported", async () => {
  const thread = start(`
    onmessage = ({ data }) => {
      postMessage({ kind: "ready" });
      postMessage({ kind: "report", report: "thread " + data.thread });
    };
  `);
  await thread.whenReady;
  await thread.whenDone;
  thread.terminate();
  assertEquals([thread.report, thread.failure], ["thread 1", null]);
});

for (
  const [how, code] of [
    ["says so", `onmessage = () => postMessage({ kind: "failure", reason: "RangeError: no memory left" });`],
    ["throws", `onmessage = () => { throw new RangeError("no memory left"); };`],
  ]
) {
  Deno.test(`HotThread that ${how} has failed, and nobody waits for it`, async () => {
    const thread = start(code);
    await thread.whenReady;
    await thread.whenDone;
    thread.terminate();
    assertEquals(thread.report, null);
    assertMatch(thread.failure ?? "", /RangeError: no memory left/);
  });
}

Deno.test("HotThread that is ended while it waits did not answer", async () => {
  const thread = start(`
    onmessage = () => {
      postMessage({ kind: "ready" });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    };
  `);
  await thread.whenReady;
  thread.terminate();
  assertEquals([thread.report, thread.failure], [null, "did not answer"]);
});

Deno.test("HotThread that is ended while it computes did not answer", async () => {
  const thread = start(`onmessage = () => { postMessage({ kind: "ready" }); for (;;); };`);
  await thread.whenReady;
  thread.terminate();
  assertEquals([thread.report, thread.failure], [null, "did not answer"]);
});
