import { readAddress } from "../../../../demo/explorer/model/address.ts";
import type { ExplorerRequest, RunRequest } from "../../../../demo/explorer/model/explorer_request.ts";
import { assertEquals } from "@std/assert";

/** The request of an address that has no problems. */
export function requestOf(hash: string): ExplorerRequest {
  const { request, problems } = readAddress(hash);
  assertEquals(problems, []);
  return request;
}

/** The request of a pasted specification. */
export function systemRequest(
  specification: string | object,
  options: Readonly<Record<string, string>> = {},
): RunRequest {
  return {
    scenario: undefined,
    specification: typeof specification === "string" ? specification : JSON.stringify(specification),
    options: new Map(Object.entries(options)),
    forks: [],
  };
}
