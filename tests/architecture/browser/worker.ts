import { type Carried, receiveAll, type Task } from "../_carried.ts";

interface Page {
  onmessage: ((message: MessageEvent<Task>) => void) | null;
  postMessage(message: "joined" | Carried): void;
}

const page = globalThis as unknown as Page;

page.onmessage = ({ data }) => page.postMessage(receiveAll(data, () => page.postMessage("joined")));
