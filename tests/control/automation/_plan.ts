import { assertMatch } from "@std/assert";
import type { Runbook } from "../../../control/automation/runbook.ts";

/** What a runbook's plan says, in short. Checks that every sentence in it is one. */
export function summaryOf(runbook: Runbook): { id: string; steps: string[] } {
  const { id, sentence, preconditions, steps } = runbook.dryRun();
  const sentences = [sentence, ...preconditions.map((condition) => condition.sentence)];
  for (const step of steps) {
    sentences.push(step.sentence, step.verification);
    if (step.precondition !== undefined) sentences.push(step.precondition);
  }
  for (const text of sentences) assertMatch(text, /^[A-Z][^\n]+[a-zA-Z0-9]\.$/);
  return {
    id,
    steps: steps.map(({ id, ticksMax, isRisky, isReversible }) =>
      `${id} ${ticksMax}${isRisky ? " risky" : ""}${isReversible ? " reversible" : ""}`
    ),
  };
}
