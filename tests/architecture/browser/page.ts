import * as core from "../../../mod.ts";
import { explorerFindings } from "../_explorer.ts";
import { producerHeavy } from "../_producer_heavy.ts";
import { type Carried, CARRIED_CAPACITY, publishAll, type Task } from "../_carried.ts";
import type { Findings } from "./_findings.ts";

// What a page does with the library, in whatever browser it was opened; it tells the server that sent it.

/** Publishes to a worker, and says what arrived. */
async function carry(kernel: Task["kernel"]): Promise<Carried> {
  const ring = core.SharedRingBuffer.allocate({ capacity: CARRIED_CAPACITY });
  const worker = new Worker("/worker.js", { type: "module" });
  try {
    const joined = answerOf<"joined">(worker);
    worker.postMessage({ ring, kernel } satisfies Task);
    await joined;
    const carried = answerOf<Carried>(worker);
    publishAll(ring);
    return await carried;
  } finally {
    worker.terminate();
  }
}

function answerOf<Message>(worker: Worker): Promise<Message> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
}

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  return "";
}

async function look(): Promise<Findings> {
  const carried: (Carried | string)[] = [];
  for (const kernel of ["atomics", "wasm", undefined] as const) {
    carried.push(await carry(kernel).catch(String));
  }
  return {
    isIsolated: (globalThis as unknown as { crossOriginIsolated: boolean }).crossOriginIsolated,
    numbers: producerHeavy(core),
    carried,
    explorer: explorerFindings(),
    clock: refusalOf(() => new core.NativeClock()),
    anyClock: refusalOf(() => core.createClock()),
  };
}

await fetch("/findings", { method: "POST", body: JSON.stringify(await look()) });
