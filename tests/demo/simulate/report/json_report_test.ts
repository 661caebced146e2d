import { assertEquals } from "@std/assert";
import { simulationToJson } from "../../../../demo/simulate/report/json_report.ts";
import { ages, eventful, LAWS, result, seen, SPECIFICATION } from "../_results.ts";

/** Every key of a value, by its path; those of lists once. */
function keysOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => keysOf(item, `${path}[]`)))];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [`${path}.${key}`, ...keysOf(item, `${path}.${key}`)]);
}

const QUANTILES = ["p50", "p90", "p99", "p999", "max"];

Deno.test("simulationToJson has exactly the keys that were promised, in their order", () => {
  const { config: _, ...rest } = simulationToJson(eventful(), [{ claim: "it holds", held: true }]);
  assertEquals(keysOf(rest), [
    ".feed",
    ".feed.model",
    ".feed.events",
    ".feed.bytes",
    ".feed.first_ns",
    ".feed.last_ns",
    ".feed.peaks",
    ".feed.peaks[].window_ns",
    ".feed.peaks[].events",
    ".consumers",
    ...["name", "capacity", "load", "stable", "needed_capacity", "predicted_first_overrun_ns", "first_overrun_ns"]
      .map((key) => `.consumers[].${key}`),
    ...["overruns", "published", "delivered", "live", "provisional", "lost", "backlog"]
      .map((key) => `.consumers[].${key}`),
    ".consumers[].staleness_ns",
    ...QUANTILES.map((key) => `.consumers[].staleness_ns.${key}`),
    ".consumers[].latency_ns",
    ...QUANTILES.map((key) => `.consumers[].latency_ns.${key}`),
    ".lifecycle",
    ".lifecycle[].state",
    ".lifecycle[].from_ns",
    ".lifecycle[].causes",
    ".claims",
    ".claims[].claim",
    ".claims[].held",
    ".digest",
  ]);
});

Deno.test("simulationToJson has the specification as it was used", () => {
  assertEquals(simulationToJson(result(), []).config, SPECIFICATION);
});

Deno.test("simulationToJson says null where there is nothing to say", () => {
  const nothing = seen("execution", { delivered: 0, live: 0, stalenessNs: ages(0, 0), latencyNs: ages(0, 0) });
  const laws = [{ ...LAWS, load: undefined, isStable: undefined }];
  const feed = { ...result().feed, firstNs: undefined, lastNs: undefined };
  const { feed: { first_ns, last_ns }, consumers: [one] } = simulationToJson(
    result({ laws, feed }, { consumers: [nothing] }),
    [],
  );
  assertEquals([first_ns, last_ns], [null, null]);
  assertEquals([one.load, one.stable, one.predicted_first_overrun_ns, one.first_overrun_ns], [null, null, null, null]);
  assertEquals([one.staleness_ns, one.latency_ns], [null, null]);
});

Deno.test("simulationToJson has for a quantile the value at its rank, within 1 %, and the exact most", () => {
  const { consumers: [{ staleness_ns }] } = simulationToJson(result(), []);
  const rank = (p: number) => Math.floor((Math.ceil(p * 200_000) - 1) * 600_000 / 200_000);
  for (const [key, p] of [["p50", 0.5], ["p90", 0.9], ["p99", 0.99], ["p999", 0.999]] as const) {
    const off = Math.abs(staleness_ns![key] / rank(p) - 1);
    assertEquals(off <= 0.01, true, `${key} is ${off} off`);
  }
  assertEquals(staleness_ns!.max, 599_997);
});

Deno.test("the digest is that of what happened: of every decision, and not of a file's name or of a claim", () => {
  const { digest } = simulationToJson(result(), []);
  const otherFile = result({ specification: { ...SPECIFICATION, seed: 2 } });
  assertEquals(simulationToJson(otherFile, [{ claim: "another", held: false }]).digest, digest);
  const otherDecision = result({}, { consumers: [seen("execution", { decisions: "another" })] });
  assertEquals(simulationToJson(otherDecision, []).digest === digest, false);
  const otherLoss = result({}, { consumers: [seen("execution", { lost: 1, delivered: 199_999 })] });
  assertEquals(simulationToJson(otherLoss, []).digest === digest, false);
});
