import { assertEquals, assertMatch } from "@std/assert";
import { makeSharedControl } from "../../../../demo/live/between/control_words.ts";
import { HotThread } from "../../../../demo/live/plane/hot_thread.ts";
import type { ThreadSetup } from "../../../../demo/live/between/thread_messages.ts";

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
  assertEquals([thread.report, thread.failure], ["thread 1", undefined]);
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
    assertEquals(thread.report, undefined);
    assertMatch(thread.failure ?? "", /RangeError: no memory left/);
  });
}

// Deno 2.9 stops neither of these threads, so each is told to end when it has been let go of.
for (
  const [does, code] of [
    ["waits", "Atomics.wait(words, 0, 0)"],
    ["computes", "for (; Atomics.load(words, 0) === 0;)"],
  ]
) {
  Deno.test(`HotThread that is let go of while it ${does} did not answer`, async () => {
    const { words } = SETUP.control;
    Atomics.store(words, 0, 0);
    const thread = start(`
      onmessage = ({ data: { control: { words } } }) => {
        postMessage({ kind: "ready" });
        ${code};
      };
    `);
    await thread.whenReady;
    assertEquals([thread.isReady, thread.failure], [true, undefined]);
    thread.terminate();
    await thread.whenDone;
    assertEquals([thread.report, thread.failure], [undefined, "did not answer"]);
    Atomics.store(words, 0, 1);
    Atomics.notify(words, 0);
  });
}

Deno.test("HotThread that was given up is waited for by nobody; one that has reported cannot be given up", async () => {
  const silent = start("onmessage = () => {};");
  silent.giveUp("did not start within 5 ms");
  await silent.whenReady;
  await silent.whenDone;
  silent.terminate();
  assertEquals([silent.isReady, silent.failure], [false, "did not start within 5 ms"]);
  const done = start(`onmessage = () => postMessage({ kind: "report", report: "done" });`);
  await done.whenDone;
  done.giveUp("did not answer");
  done.terminate();
  assertEquals([done.report, done.failure], ["done", undefined]);
});
