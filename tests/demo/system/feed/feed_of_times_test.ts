import { assertEquals, assertThrows } from "@std/assert";
import { feedOfTimes } from "../../../../demo/system/mod.ts";
import { readAll } from "./_arrivals.ts";

Deno.test("feedOfTimes replays times from the first on, and keeps the clock of their own", () => {
  const feed = feedOfTimes([5, 5, 12], [1, 2, -1]);
  assertEquals([feed.model, feed.firstNs, feed.lastNs], ["recorded", undefined, undefined]);
  assertEquals(readAll(feed, 2), { times: [0, 0, 7], sizes: [1, 2, -1] });
  assertEquals([feed.firstNs, feed.lastNs], ["5", "12"]);
  feed.close();
});

Deno.test("feedOfTimes takes BigInts, numbers among them, typed arrays and generators", () => {
  const since1970 = 1_700_000_000_123_456_789n;
  const feed = feedOfTimes([since1970, since1970 + 1n]);
  assertEquals(readAll(feed).times, [0, 1]);
  assertEquals(feed.lastNs, "1700000000123456790");
  assertEquals(readAll(feedOfTimes([3n, 4, 6n])).times, [0, 1, 3]);
  assertEquals(readAll(feedOfTimes(Float64Array.of(1, 9))).times, [0, 8]);
  const times = function* () {
    for (let n = 0; n < 5_000; n++) yield 3 * n;
  };
  assertEquals(readAll(feedOfTimes(times()), 77).times, [...times()]);
});

Deno.test("feedOfTimes refuses what is no sorted list of whole times", () => {
  const refused = (make: () => unknown, message: string) => assertThrows(make, Error, message);
  refused(() => feedOfTimes([]), "times must have at least 1 element, got 0");
  refused(() => feedOfTimes([1.5]), "times[0] must be a whole number from 0 to 2^53 - 1, or a BigInt, got 1.5");
  refused(() => feedOfTimes([-1]), "times[0] must be a whole number");
  refused(() => feedOfTimes([2 ** 53]), "times[0] must be a whole number");
  refused(() => feedOfTimes([-1n]), "times[0] must be from 0 to 2^63 - 1, got -1n");
  refused(() => feedOfTimes([2n ** 63n]), "times[0] must be from 0 to 2^63 - 1");
  refused(() => feedOfTimes([5, 4]), "times[1] must be no earlier than the one before, got 4");
  refused(() => feedOfTimes([0n, 2n ** 53n]), "times[1] must be less than 2^53 ns after the first");
  refused(() => feedOfTimes(["5" as unknown as number]), 'times[0] must be a number or a BigInt, got "5"');
  refused(() => feedOfTimes(5 as unknown as number[]), "times must be an array of numbers or BigInts, got 5");
  refused(() => feedOfTimes([1, 2], [1]), "sizes must have 2 elements, as many as times, got 1");
  refused(() => feedOfTimes([1], [-2]), "sizes[0] must be a whole number from 0 to 2^53 - 1, or -1, got -2");
  refused(
    () => feedOfTimes([1]).read({ timesNs: new Float64Array(), sizes: new Float64Array() }),
    "room for 1 arrival",
  );
});
