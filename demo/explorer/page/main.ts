/// <reference lib="dom" />
/**
 * The script of the explorer: shows the run that the address asks for.
 *
 * @module
 */
import { readAddress } from "../model/address.ts";
import { runRequest } from "../model/run_request.ts";

function show(): void {
  const { request } = readAddress(location.hash);
  document.getElementById("digest")!.textContent = runRequest(request, new Map()).digest;
}

onhashchange = show;
show();
