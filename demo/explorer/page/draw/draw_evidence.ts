/// <reference lib="dom" />
import type { ExplorerRun } from "../../model/explorer_run.ts";
import { byId, element, setText } from "../dom.ts";

/** Draws the claims, the digest, and the command that gives both. */
export function drawEvidence({ claims, digest, command }: ExplorerRun): void {
  const held = claims.filter(({ held }) => held).length;
  setText("held", `${held} of ${claims.length} claims held`);
  byId("claims").replaceChildren(...claims.map(({ claim, held }) => {
    const item = element("li", {}, claim);
    item.dataset.held = String(held);
    return item;
  }));
  setText("digest", digest);
  setText("command", command);
}
