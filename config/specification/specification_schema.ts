import { DURATION_PATTERN } from "./duration.ts";
import { KEY_TEXTS } from "./key_texts.ts";
import { RATE_MAX, RATE_MIN, RATE_PATTERN } from "./rate.ts";
import type { Shape } from "./rules/rule.ts";
import { NAME, NAME_MAX, PATH_MAX } from "./rules/scalar_rules.ts";
import { SYSTEM } from "./rules/system_rules.ts";

/** A JSON Schema, or a part of one: its keywords. */
type JsonSchema = Record<string, unknown>;

/** Schemas of the objects there are, by id: each is described once, and referred to. */
type Definitions = Record<string, JsonSchema>;

/**
 * The JSON Schema (draft 2020-12) of a specification, from the same rules that {@linkcode checkSpecification} keeps to. Rules
 * across keys are in it only where a schema can say them: what it refuses is refused, and more.
 *
 * @experimental
 */
export function specificationSchema(): Record<string, unknown> {
  const definitions: Definitions = {};
  const { $ref } = schemaOf(SYSTEM.system.shape, definitions);
  const sorted = Object.fromEntries(Object.entries(definitions).sort(([one], [other]) => one < other ? -1 : 1));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "System specification",
    description: "A system to simulate: its ring, what comes in, who consumes it, what fails, and for how long.",
    $ref,
    $defs: sorted,
  };
}

/** Rules across the keys of objects, by their ids, as far as a schema can say them. */
const ACROSS: Readonly<Record<string, JsonSchema>> = {
  consumer: { oneOf: [{ required: ["polls"] }, { required: ["service"] }] },
  failure: {
    oneOf: [{ required: ["from"] }, { required: ["fromStep"] }],
    not: { required: ["to", "toStep"] },
  },
};

function schemaOf(shape: Shape, definitions: Definitions): JsonSchema {
  switch (shape.is) {
    case "integer":
    case "number":
      return { type: shape.is, minimum: shape.min, maximum: shape.max };
    case "power of two":
      return { enum: Array.from({ length: Math.log2(shape.max) + 1 }, (_, n) => 2 ** n) };
    case "duration": {
      const { min, max } = shape;
      return {
        anyOf: [{ type: "integer", minimum: min, maximum: max }, { type: "string", pattern: DURATION_PATTERN }],
      };
    }
    case "rate": {
      const number = { type: "number", minimum: RATE_MIN, maximum: RATE_MAX };
      return { anyOf: [number, { type: "string", pattern: RATE_PATTERN }] };
    }
    case "choice":
      return shape.names.length === 1 ? { const: shape.names[0] } : { enum: [...shape.names] };
    case "name":
      return { type: "string", minLength: 1, maxLength: NAME_MAX, pattern: NAME.source };
    case "path":
      return { type: "string", minLength: 1, maxLength: PATH_MAX, pattern: "^[^\\u0000]*$" };
    case "text":
      return { type: "string" };
    case "pattern":
      return { type: "string", pattern: shape.pattern.source };
    case "list": {
      const { item, min, max } = shape;
      return { type: "array", items: schemaOf(item, definitions), minItems: min, maxItems: max };
    }
    case "any":
      return { anyOf: shape.of.map((one) => schemaOf(one, definitions)) };
    case "object": {
      const { id } = shape;
      if (!Object.hasOwn(definitions, id)) {
        definitions[id] = {}; // it may refer to itself
        definitions[id] = { ...describeObject(shape, definitions), ...ACROSS[id] };
      }
      return { $ref: `#/$defs/${id}` };
    }
  }
}

function describeObject({ id, keys }: Extract<Shape, { is: "object" }>, definitions: Definitions): JsonSchema {
  const properties = Object.fromEntries(
    [...keys].map(([name, { rule, missing }]) => [name, {
      ...schemaOf(rule.shape, definitions),
      description: KEY_TEXTS[id][name][0],
      ...(typeof missing === "string" ? {} : { default: missing.is }),
    }]),
  );
  const required = [...keys].filter(([, { missing }]) => missing === "refused").map(([name]) => name);
  return {
    type: "object",
    properties,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}
