import type { SchemaDefinitions } from "./rules/rule.ts";
import { SYSTEM } from "./rules/system_rules.ts";

/**
 * The JSON Schema (draft 2020-12) of a specification, from the same rules that {@linkcode checkSpecification} keeps to. Rules
 * across keys are in it only where a schema can say them: what it refuses is refused, and more.
 *
 * @experimental
 */
export function specificationSchema(): Record<string, unknown> {
  const definitions: SchemaDefinitions = {};
  const { $ref } = SYSTEM.system.schema(definitions);
  const sorted = Object.fromEntries(Object.entries(definitions).sort(([one], [other]) => one < other ? -1 : 1));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "System specification",
    description: "A system to simulate: its ring, what comes in, who consumes it, what fails, and for how long.",
    $ref,
    $defs: sorted,
  };
}
