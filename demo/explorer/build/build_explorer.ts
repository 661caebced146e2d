import { FIGURE_STYLE } from "../../figures/figure_style.ts";
import { FRAME_STYLE } from "../page/markup/frame_style.ts";
import { bundled, bundleScript } from "./bundle_script.ts";
import { firstFrame } from "./first_frame.ts";
import { pack } from "./pack.ts";
import { pageFile } from "./page_file.ts";
import { shortenScript } from "./shorten_script.ts";

/** What the script does last, for its loader to see that it has run. */
const RAN = `;document.body.dataset.ran=""`;

/**
 * Makes the page of the explorer, as one file.
 *
 * @returns its HTML
 * @throws {BundleError} if that is not permitted, or the bundler cannot be had
 */
export async function buildExplorer(): Promise<string> {
  const [loader, page] = await Promise.all([
    bundleScript(new URL("../loader/loader.ts", import.meta.url)),
    bundled(new URL("../page/main.ts", import.meta.url), "esm").then(shortenScript),
  ]);
  const script = page + RAN;
  const style = FIGURE_STYLE + FRAME_STYLE;
  const [bytes, known] = [script, style + loader].map((text) => new TextEncoder().encode(text));
  return await pageFile({
    title: "The ring that never waits",
    description:
      "Go through the runs of a low-latency trading system: change it, break it, and compare what it does with " +
      "what arithmetic says before. One file, offline.",
    style,
    body: firstFrame(),
    loader,
    script,
    packed: pack(bytes, known),
  });
}

/**
 * Makes the script that gives `<ring-figure>` to other pages.
 *
 * @throws {BundleError} if that is not permitted, or the bundler cannot be had
 */
export function buildElement(): Promise<string> {
  return bundleScript(new URL("../element/main.ts", import.meta.url));
}
