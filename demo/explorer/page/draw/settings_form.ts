/// <reference lib="dom" />
import type { SettingField } from "../../model/explorer_run.ts";
import { byId, element } from "../dom.ts";

/** Draws the settings of a run, each as an input that is named as the option. An input that has the focus keeps it. */
export function drawSettings(fields: readonly SettingField[]): void {
  const form = byId("fields");
  const inputs = [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[name]")];
  if (inputs.map(({ name }) => name).join() !== fields.map(({ name }) => name).join()) {
    form.replaceChildren(...fields.map(labelOf));
    return;
  }
  fields.forEach(({ value }, n) => {
    if (inputs[n] !== document.activeElement || inputs[n].value.trim() !== value) inputs[n].value = value;
    inputs[n].removeAttribute("aria-invalid");
  });
  byId("refusal").textContent = "";
}

function labelOf({ name, label, value, choices, rule }: SettingField): HTMLElement {
  const input = choices === undefined
    ? element("input", {
      name,
      value,
      autocomplete: "off",
      spellcheck: false,
      title: rule,
      placeholder: name === "inject" ? "12:activate,20:deactivate" : "",
    })
    : element("select", { name, title: rule }, ...choices.map((text) => element("option", { value: text }, text)));
  input.value = value;
  return element("label", { className: name === "inject" ? "wide" : "" }, label, input);
}

/** Shows that a setting is refused, and why. The run stays the one before. */
export function refuseSetting(option: string | undefined, message: string): void {
  byId("refusal").textContent = message;
  for (const input of byId("fields").querySelectorAll<HTMLInputElement>("[name]")) {
    input.toggleAttribute("aria-invalid", false);
    if (input.name === option) input.setAttribute("aria-invalid", "true");
  }
}
