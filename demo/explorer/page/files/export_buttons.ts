/// <reference lib="dom" />
import { standaloneSvg } from "../../../figures/standalone_svg.ts";
import { onClick } from "../dom.ts";
import { timeShown } from "../draw/draw_run.ts";
import { saveFile } from "./save_file.ts";
import type { Shown } from "../shown.ts";

/** Connects the buttons that save what is shown. */
export function connectExports(shown: () => Shown): void {
  const name = () => shown().run.name.replace(/\W+/g, "-");
  onClick(
    "svg",
    () =>
      saveFile(
        `${name()}.svg`,
        "image/svg+xml",
        standaloneSvg(timeShown.svg, document.querySelector("style")!.textContent!),
      ),
  );
  onClick("json", () => saveFile(`${name()}.json`, "application/json", shown().run.json()));
  // A command that reads it has its name.
  const system = () => /[\w-]+\.json$/.exec(shown().run.command)?.[0] ?? `${name()}-system.json`;
  onClick("spec", () => saveFile(system(), "application/json", shown().run.specification()));
}
