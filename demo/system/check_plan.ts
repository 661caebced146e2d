import { OVERRUN_POLICIES } from "../../mod.ts";
import { checkInteger, checkParts, shown } from "../../core/arguments.ts";
import type { RunPlan } from "./run_plan.ts";

/** The parts of a plan that are objects, each with the member that it is known by. */
const PARTS = { ingest: "length", consumers: "[]", failures: "injections" };

/**
 * Refuses a plan that cannot be simulated, before anything is made of it. The ring and the warm-up check their own numbers.
 *
 * @throws {TypeError} if a part is missing, or of another kind
 * @throws {RangeError} if a number is not allowed, or two consumers have one name
 */
export function checkPlan(plan: RunPlan): void {
  checkParts("simulate", "plan", plan, PARTS);
  const { stepNs, seed, ingest, consumers } = plan;
  checkInteger("simulate", "plan.stepNs", stepNs, 1);
  checkInteger("simulate", "plan.seed", seed, 0);
  checkCounts("ingest", ingest);
  if (!Number.isSafeInteger(ingest.length * stepNs)) {
    refuse("ingest", `steps of ${stepNs} ns that end before 2⁵³ ns`, `${ingest.length} steps`);
  }
  if (consumers.length === 0) refuse("consumers", "a list of at least one consumer", "an empty list");
  const names = new Set<string>();
  consumers.forEach((consumer, n) => {
    const at = `consumers[${n}]`;
    checkParts("simulate", `plan.${at}`, consumer, { polls: "length" });
    const { name, polls, onOverrun } = consumer;
    if (typeof name !== "string" || name === "") throw invalid(`${at}.name`, "a text that is not empty", shown(name));
    if (names.has(name)) refuse(`${at}.name`, "a name that no other consumer has", shown(name));
    names.add(name);
    checkCounts(`${at}.polls`, polls);
    if (polls.length !== ingest.length) {
      refuse(`${at}.polls`, `as long as ingest, ${ingest.length} steps`, `${polls.length}`);
    }
    if (!OVERRUN_POLICIES.includes(onOverrun)) {
      refuse(`${at}.onOverrun`, `one of ${OVERRUN_POLICIES.join(", ")}`, shown(onOverrun));
    }
  });
}

function checkCounts(name: string, counts: Int32Array): void {
  if (!(counts instanceof Int32Array)) throw invalid(name, "an Int32Array with a count for each step", shown(counts));
  const step = counts.findIndex((count) => count < 0);
  if (step >= 0) refuse(`${name}[${step}]`, "0 or more", `${counts[step]}`);
}

function invalid(name: string, rule: string, got: string): TypeError {
  return new TypeError(`Cannot simulate: plan.${name} must be ${rule}, got ${got}`);
}

function refuse(name: string, rule: string, got: string): never {
  throw new RangeError(`Cannot simulate: plan.${name} must be ${rule}, got ${got}`);
}
