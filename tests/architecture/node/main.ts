import process from "node:process";
import { Worker } from "node:worker_threads";
import * as core from "../../../mod.ts";
import { type Carried, CARRIED_CAPACITY, publishAll, type Task } from "../_carried.ts";
import { producerHeavy } from "../_producer_heavy.ts";

// What a program does with the library under Node, with a thread beside it; it prints what it found out.

async function carry(kernel: Task["kernel"]): Promise<Carried> {
  const ring = core.SharedRingBuffer.allocate({ capacity: CARRIED_CAPACITY });
  const worker = new Worker(new URL("./worker.mjs", import.meta.url), { workerData: { ring, kernel } satisfies Task });
  return await new Promise((resolve, reject) => {
    worker.on("error", reject);
    worker.on("message", (message: "joined" | Carried) => {
      if (message === "joined") publishAll(ring);
      else resolve(message);
    });
  });
}

const carried: Carried[] = [];
for (const kernel of ["atomics", undefined] as const) carried.push(await carry(kernel));
const isDeno = "Deno" in globalThis;
const { v8 } = process.versions;
console.log(JSON.stringify({ v8, numbers: producerHeavy(core), carried, isDeno, exports: Object.keys(core).sort() }));
