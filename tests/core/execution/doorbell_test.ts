import { assertEquals, assertThrows } from "@std/assert";
import { Doorbell } from "../../../core/execution/doorbell.ts";

function sharedWord(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4));
}

Deno.test("Doorbell.ring leaves the word as it is while nobody listens", () => {
  const word = sharedWord();
  const bell = new Doorbell(word);
  for (let n = 0; n < 3; n++) bell.ring();
  assertEquals(word[0], 0);
});

Deno.test("Doorbell.wait returns at once if the bell was rung after the ticket was taken", () => {
  const word = sharedWord();
  const [producer, consumer] = [new Doorbell(word), new Doorbell(word)];
  for (let round = 0; round < 3; round++) {
    const ticket = consumer.listen();
    producer.ring();
    assertEquals(consumer.wait(ticket), true);
  }
});

Deno.test("Doorbell.wait ends with its timeout if nobody rings, or only did so before the ticket", () => {
  const bell = new Doorbell(sharedWord());
  bell.listen();
  bell.ring();
  assertEquals([bell.wait(bell.listen(), 0), bell.wait(bell.listen(), 0.01)], [false, false]);
});

Deno.test("Doorbell.ring is for everybody who listens", () => {
  const word = sharedWord();
  const [one, other] = [new Doorbell(word), new Doorbell(word)];
  const tickets = [one.listen(), other.listen()];
  new Doorbell(word).ring();
  assertEquals([one.wait(tickets[0]), other.wait(tickets[1])], [true, true]);
  assertEquals(other.wait(other.listen(), 0), false, "and for nobody who listens later");
});

Deno.test("Doorbell counts on where its count wraps", () => {
  const word = sharedWord();
  word[0] = -2;
  const bell = new Doorbell(word);
  const ticket = bell.listen();
  bell.ring();
  assertEquals([word[0], bell.wait(ticket)], [0, true]);
  word[0] = 2 ** 31 - 2;
  const next = bell.listen();
  bell.ring();
  assertEquals([word[0], bell.wait(next)], [-(2 ** 31), true]);
});

Deno.test("Doorbell does not ring again for those whom another thread has woken between its look and its answer", () => {
  const word = sharedWord();
  const bell = new Doorbell(word);
  bell.listen();
  const inside = bell as unknown as { _wake(seen: number): void };
  bell.ring();
  const ticket = bell.listen();
  inside._wake(1);
  assertEquals(bell.wait(ticket, 0), false, "its count never goes back");
});

Deno.test("Doorbell refuses a word that cannot be one, and a time that is none, in one line", () => {
  assertThrows(() => new Doorbell(new Int32Array(new SharedArrayBuffer(0))), RangeError, "at least 1 element, got 0");
  const wrong: [unknown, string][] = [
    [new Int32Array(1), "got one over memory of this thread alone"],
    [new Uint32Array(new SharedArrayBuffer(4)), "got [object Uint32Array]"],
    [new SharedArrayBuffer(4), "got [object SharedArrayBuffer]"],
    [undefined, "got [object Undefined]"],
  ];
  for (const [word, got] of wrong) {
    const { message } = assertThrows(() => new Doorbell(word as Int32Array), TypeError);
    assertEquals(message, `Cannot create Doorbell: word must be an Int32Array over a SharedArrayBuffer, ${got}`);
  }
  const bell = new Doorbell(sharedWord());
  for (const timeoutMs of [NaN, -1]) {
    assertThrows(() => bell.wait(bell.listen(), timeoutMs), RangeError, `from 0, or Infinity, got ${timeoutMs}`);
  }
});
