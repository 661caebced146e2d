import { readAddress } from "../../demo/explorer/model/address.ts";
import { SCENARIO_IDS } from "../../demo/explorer/model/request_options.ts";
import { runRequest } from "../../demo/explorer/model/run_request.ts";
import { byteModel } from "../../demo/explorer/loader/byte_model.ts";

/** What has to be the same in every browser, or the page of the explorer is not what it says. */
export interface ExplorerFindings {
  /** The digest of each scenario. */
  readonly digests: Readonly<Record<string, string>>;
  /** Hash of every probability that the page's script is unpacked by, over a text that is neither hard nor easy to predict. */
  readonly predictions: number;
}

/** Works them out here. */
export function explorerFindings(): ExplorerFindings {
  const digests = SCENARIO_IDS.map((id) => [id, runRequest(readAddress(`#${id}`).request).digest] as const);
  const words = "let a=b.c(d){}[]`;return this.head+1,x?0:function(e){if(!f)throw new g}".split(/(?<=\W)/);
  const text = Array.from({ length: 3_000 }, (_, n) => words[(Math.imul(n * n, 0x9e3779b1) >>> 8) % words.length]);
  return { digests: Object.fromEntries(digests), predictions: predictionsOf(new TextEncoder().encode(text.join(""))) };
}

function predictionsOf(text: Uint8Array): number {
  const model = byteModel(text.length);
  let hash = 0;
  for (const byte of text) {
    for (let left = 7; left >= 0; left--) {
      hash = Math.imul(hash ^ model.predict(), 0x01000193) >>> 0;
      model.learn(byte >> left & 1);
    }
  }
  return hash;
}
