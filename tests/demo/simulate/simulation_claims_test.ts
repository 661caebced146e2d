import { assertEquals } from "@std/assert";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import { claimsOf } from "../../../demo/simulate/simulation_claims.ts";
import type { SimulationResult } from "../../../demo/simulate/simulation_result.ts";
import type { TimedConsumerRecord } from "../../../demo/system/timed/timed_record.ts";
import { ages, LAWS, result, seen } from "./_results.ts";

const NO_LIMITS = { maxLoss: undefined, maxP99Ns: undefined };

/** The claims that do not hold, by their first words. */
function failed(one: SimulationResult, limits = NO_LIMITS): string[] {
  return claimsOf(one, limits).filter(({ held }) => !held).map(({ claim }) => claim.split(" ").slice(0, 3).join(" "));
}

function with1(changed: Partial<TimedConsumerRecord>, laws: Partial<typeof LAWS> = {}): SimulationResult {
  return result({ laws: [{ ...LAWS, ...laws }] }, { consumers: [seen("execution", changed)] });
}

Deno.test("every claim holds of a run in which all is well", () => {
  assertEquals(failed(result(), { maxLoss: 0, maxP99Ns: 600_000 } as never), []);
});

const OVERRUN = { overruns: 1, totalEpisodes: 1, lost: 10, delivered: 199_990, live: 199_990 };

/** What is wrong on purpose, and the claims that find it. */
const WRONG: [what: string, result: SimulationResult, claims: string[]][] = [
  ["an overrun that the law does not know", with1({ ...OVERRUN, firstOverrunNs: 5 }), [
    "first overruns, to",
    "an overrun if",
  ]],
  ["an overrun that does not come", with1({}, { firstOverrunNs: 5, neededCapacity: 4_097 }), [
    "first overruns, to",
    "an overrun if",
  ]],
  [
    "an overrun a nanosecond late",
    with1({ ...OVERRUN, firstOverrunNs: 6 }, { firstOverrunNs: 5, neededCapacity: 4_097 }),
    ["first overruns, to"],
  ],
  [
    "a needed ring that is one too small",
    with1({ ...OVERRUN, firstOverrunNs: 5 }, { firstOverrunNs: 5, neededCapacity: 4_096 }),
    ["an overrun if"],
  ],
  ["an event that is nowhere", with1({ lost: 1 }), ["published = delivered"]],
  ["more left than the ring holds", with1({ delivered: 190_000, live: 190_000, backlog: 10_000 }), [
    "published = delivered",
  ]],
  ["a decision in READY that is not live", with1({ live: 199_999, provisional: 1 }), ["live are the"]],
  ["a decision that was live outside READY", with1({ misjudged: 1 }), ["live are the"]],
  ["events in disorder", with1({ spoiled: 1 }), ["ring, consumer and"]],
  ["a ring that counts otherwise", with1({ witnessed: false }), ["ring, consumer and"]],
];

for (const [what, one, claims] of WRONG) {
  Deno.test(`the claims find ${what}`, () => assertEquals(failed(one), claims));
}

Deno.test("the claims find a decision that is live in a run that was never READY", () => {
  const lifecycle = [{ state: LifecycleState.DEGRADED, fromNs: 0, causes: ["outage"] }];
  assertEquals(failed(result({}, { lifecycle })), ["live are the"]);
});

Deno.test("a limit is held by as much as it says, and says who exceeds it by what", () => {
  const losing = with1({ ...OVERRUN, firstOverrunNs: 5 }, { firstOverrunNs: 5, neededCapacity: 4_097 });
  assertEquals(claimsOf(losing, { ...NO_LIMITS, maxLoss: 10 }).at(-1)?.held, true);
  assertEquals(claimsOf(losing, { ...NO_LIMITS, maxLoss: 9 }).at(-1), {
    claim: "execution loses 10: more events than --max-loss 9",
    held: false,
  });
  assertEquals(claimsOf(losing, { ...NO_LIMITS, maxP99Ns: 590_000 }).at(-1), {
    claim: "execution has a p99 of 598 µs: above --max-p99 590us of staleness",
    held: false,
  });
});

Deno.test("a consumer that decides on nothing is above any limit, unless nothing came", () => {
  const idle = { delivered: 0, live: 0, backlog: 0, stalenessNs: ages(0, 0) };
  const none = result({}, { published: 0, consumers: [seen("execution", idle)] });
  assertEquals(claimsOf(none, { ...NO_LIMITS, maxP99Ns: 1 }).at(-1)?.held, true);
  assertEquals(claimsOf(with1(idle), { ...NO_LIMITS, maxP99Ns: 1e15 }).at(-1)?.held, false);
});

Deno.test("a run that was cut short is not held to an overrun that comes later", () => {
  const cut = { ...with1({}, { firstOverrunNs: 6, neededCapacity: 5_000 }), interruptedNs: 5 };
  assertEquals(failed(cut), []);
  assertEquals(failed({ ...cut, interruptedNs: 6 }), ["first overruns, to"]);
});
