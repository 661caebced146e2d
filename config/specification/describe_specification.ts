import { KEY_TEXTS } from "./key_texts.ts";
import { CONSUMERS } from "./rules/consumer_rules.ts";
import { FEEDS } from "./rules/feed_rules.ts";
import type { ObjectRule } from "./rules/object_rule.ts";
import type { Shape } from "./rules/rule.ts";
import { SYSTEM } from "./rules/system_rules.ts";

/**
 * One key of a specification, described: what a table or a help text needs to know.
 *
 * @experimental
 */
export interface SpecificationKey {
  /** Its name. */
  readonly name: string;
  /** Its rule, as the end of the sentence "it must be ...". */
  readonly rule: string;
  /** Unit of its value once it is read; empty, if it has none. */
  readonly unit: string;
  /** Its meaning, in one sentence. */
  readonly sentence: string;
  /** What holds if it is not given: its default as JSON, what follows in words, or that it is required. */
  readonly missing: string;
}

/**
 * The keys of one object of a specification.
 *
 * @experimental
 */
export interface SpecificationObject {
  /** Its name in the JSON Schema. */
  readonly id: string;
  /** What it is: `a ring`. */
  readonly noun: string;
  /** Its keys, in order. */
  readonly keys: readonly SpecificationKey[];
}

/**
 * Describes every object of a specification by its keys, from the same rules that {@linkcode checkSpecification} keeps to.
 *
 * @experimental
 */
export function describeSpecification(): SpecificationObject[] {
  const { consumer, service, afterGap, objects } = CONSUMERS;
  const rules: readonly ObjectRule<unknown>[] = [
    SYSTEM.system,
    SYSTEM.ring,
    ...Object.values(FEEDS.rules as Readonly<Record<string, ObjectRule<unknown>>>),
    consumer,
    service,
    ...objects,
    afterGap,
    SYSTEM.failure,
    SYSTEM.warmup,
    SYSTEM.checks,
    ...SYSTEM.limits,
  ];
  return rules.map(({ id, noun, keys }) => ({
    id,
    noun,
    keys: [...keys].map(([name, { rule, missing }]) => {
      const [sentence, otherwise = "required"] = KEY_TEXTS[id][name];
      return {
        name,
        rule: rule.rule,
        unit: UNITS[rule.shape.is] ?? "",
        sentence,
        missing: typeof missing === "string" ? otherwise : JSON.stringify(missing.is),
      };
    }),
  }));
}

/** Units of values once they are read, where they have one. */
const UNITS: Partial<Record<Shape["is"], string>> = { duration: "ns", rate: "events/s" };
