import { checkSpecification, formatDuration } from "../../../config/mod.ts";
import { powerOfTwoFrom } from "../../simulate/simulation_result.ts";
import { makeChunk } from "../../system/feed/arrival_feed.ts";
import { layOutJson } from "../../terminal/layout/json_layout.ts";
import { refusing } from "./refusals.ts";
import { planTimed } from "./timed_run.ts";

/**
 * A specification for a recording that is dropped alone: a consumer that is busy half of the time, and a ring that is enough for
 * it. It is text, to be edited.
 *
 * @param name name of the file
 * @param bytes its content: a CSV
 * @throws {RequestError} if it is none, in the words of the reader, or too large for a page
 */
export function systemOfCsv(name: string, bytes: Uint8Array): string {
  const feed = { model: "recorded", file: name };
  const systemOf = (service: string, capacity: number) => ({
    ring: { capacity },
    feed,
    consumers: [{ name: "consumer", service, onOverrun: "skip-to-head" }],
  });
  const chunk = makeChunk();
  /** Reads the recording to its end, and hands on what it has. */
  const read = (service: string, take: (count: number, plan: ReturnType<typeof planTimed>) => void) => {
    const system = checkSpecification(systemOf(service, 1));
    const plan = planTimed(system, new Map([[name, bytes]]), "deno task simulate system.json");
    for (let count = plan.feed.read(chunk); count > 0; count = plan.feed.read(chunk)) take(count, plan);
    return plan.laws;
  };
  return refusing(() => {
    let [events, lastNs] = [0, 0];
    read("1us", (count) => {
      events += count;
      lastNs = chunk.timesNs[count - 1];
    });
    const service = lastNs === 0 ? "1us" : formatDuration(Math.max(1, Math.floor(lastNs / events / 2)), 1);
    const { consumers: [{ neededCapacity }] } = read(service, (count, { laws }) => laws.take(chunk.timesNs, count))
      .finish();
    return layOutJson(systemOf(service, powerOfTwoFrom(neededCapacity)));
  });
}
