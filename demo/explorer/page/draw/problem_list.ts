/// <reference lib="dom" />
import { byId, element } from "../dom.ts";

/** Says what could not be had, in a line each; says nothing where there is nothing to say. */
export function listProblems(problems: readonly string[]): void {
  const list = byId("problems");
  list.hidden = problems.length === 0;
  list.replaceChildren(...problems.map((problem) => element("li", {}, problem)));
}
