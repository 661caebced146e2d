import { assertEquals, assertThrows } from "@std/assert";
import {
  answerCell,
  Command,
  giveCommand,
  LIFECYCLE_WORD,
  makeSharedControl,
  measureAlone,
  offsetCell,
  standingCommand,
  START_CELL,
  threadLine,
  ThreadWord,
} from "../../../../demo/live/between/control_words.ts";

Deno.test("makeSharedControl gives every thread a line of its own, 128 bytes from the next", () => {
  const threads = 17;
  const control = makeSharedControl(threads);
  const lines = [LIFECYCLE_WORD, ...Array.from({ length: threads }, (_, thread) => threadLine(thread))];
  for (const line of lines) assertEquals(line % 32, 0);
  assertEquals(new Set(lines).size, lines.length);
  assertEquals(control.words.length, threadLine(threads - 1) + 32);
  for (const word of Object.values(ThreadWord)) assertEquals(word < 32, true);
});

Deno.test("makeSharedControl gives every thread cells of its own", () => {
  const threads = 17;
  const { cells } = makeSharedControl(threads);
  const used = [START_CELL];
  for (let thread = 0; thread < threads; thread++) used.push(answerCell(thread), offsetCell(thread));
  assertEquals(used.toSorted((a, b) => a - b), Array.from({ length: cells.length }, (_, cell) => cell));
});

Deno.test("giveCommand changes the command and no thread's line", () => {
  const control = makeSharedControl(2);
  assertEquals(standingCommand(control), Command.WAIT);
  giveCommand(control, Command.STOP);
  assertEquals(standingCommand(control), Command.STOP);
  assertEquals(control.words.reduce((sum, word) => sum + word), Command.STOP);
  for (const thread of [0, 1]) assertEquals(control.words[threadLine(thread)], 0);
  assertEquals(control.words[LIFECYCLE_WORD], 0);
});

Deno.test("measureAlone waits until nobody else measures, and lets the next one in, also after a failure", async () => {
  const control = makeSharedControl(1);
  const { words } = control;
  const turn = measureAlone(control, () => words.indexOf(1));
  assertEquals([turn > 0, words[turn]], [true, 0]);
  assertThrows(() => measureAlone(control, () => refuse()), Error, "no");
  assertEquals(words[turn], 0);
  // Another thread measures, and then says so.
  const said = turn + 1;
  words[turn] = 1;
  const code = `onmessage = ({ data: { words, turn, said } }) => {
    Atomics.wait(words, said, 0, 20);
    words[said] = 7;
    Atomics.store(words, turn, 0);
    Atomics.notify(words, turn);
    close();
  };`;
  const other = new Worker(`data:text/javascript,${encodeURIComponent(code)}`, { type: "module" });
  other.postMessage({ words, turn, said });
  // The message leaves only when this thread returns to its event loop.
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(measureAlone(control, () => words[said]), 7);
  other.terminate();
});

function refuse(): never {
  throw new Error("no");
}
