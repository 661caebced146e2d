import { parentPort, workerData } from "node:worker_threads";
import { receiveAll } from "../_carried.ts";

parentPort!.postMessage(receiveAll(workerData, () => parentPort!.postMessage("joined")));
