import { assertEquals } from "@std/assert";
import { RememberedTimes } from "../../../demo/simulate/remembered_times.ts";

Deno.test("RememberedTimes are the same times, asked for once while they are remembered", () => {
  const asked: number[] = [];
  const times = new RememberedTimes({
    of: (sequence) => asked.push(sequence) * 0 + sequence % 7,
    meanNs: 3,
    drawn: true,
  });
  for (const sequence of [0, 1, 0, 1, 2 ** 14, 0]) assertEquals(times.of(sequence), sequence % 7);
  assertEquals(asked, [0, 1, 2 ** 14, 0]);
  assertEquals([times.meanNs, times.drawn], [3, true]);
});
