/// <reference lib="dom" />
import { byId, element, onClick } from "./dom.ts";

/** What a key does. */
export interface KeyAction {
  /** The keys, as `KeyboardEvent.key` names them. */
  readonly keys: readonly string[];
  /** As the list of keys names them. */
  readonly shown: string;
  /** What they do. */
  readonly sentence: string;
  /** Does it; `isLarge`, if Shift is held. */
  act(key: string, isLarge: boolean): void;
}

/** Connects the keys of the page. They work without a click first, and stay out of what is being typed. */
export function connectKeys(actions: readonly KeyAction[]): void {
  const list = byId("key-list");
  for (const { shown, sentence } of actions) {
    list.append(
      element("dt", {}, ...shown.split(" ").map((key) => element("kbd", {}, key))),
      element("dd", {}, sentence),
    );
  }
  const dialog = byId<HTMLDialogElement>("keys");
  onClick("open-keys", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    const { key, target, shiftKey } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target as Element, key)) return;
    if (document.querySelector("dialog[open]") !== null) return;
    const action = actions.find(({ keys }) => keys.includes(key));
    if (action === undefined) return;
    event.preventDefault();
    action.act(key, shiftKey);
  });
}

/** Whether a key belongs to the element that has the focus. */
function isTyping(target: Element, key: string): boolean {
  if (target instanceof HTMLInputElement) return target.type !== "range";
  if (target.closest("textarea, select") !== null) return true;
  return (key === " " || key === "Enter") && target.closest("button, summary, a, label") !== null;
}
