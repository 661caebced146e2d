import { shown } from "../../../core/arguments.ts";
/**
 * Labels of a system's own, by name: they tell its numbers from those of another system that are collected in the same
 * place. Nothing about the system follows from them.
 */
export type MetricsLabels = Readonly<Record<string, string>>;

/** Options of the form in which metrics are written. */
export interface MetricsOptions {
  /**
   * Labels that every number gets. A name is one by the grammar of Prometheus, `[a-zA-Z_][a-zA-Z0-9_]*`, that does not begin
   * with `__` and is none of {@linkcode OWN_LABELS}. A value is any text but the empty one, which Prometheus takes for no
   * label. Default: none.
   */
  readonly labels?: MetricsLabels;
}

/**
 * Names of the labels that the formats need for themselves: the consumer, the quantile of a summary, the bucket of a
 * histogram.
 */
export const OWN_LABELS: readonly ["consumer", "quantile", "le"] = /* @__PURE__ */ Object.freeze([
  "consumer",
  "quantile",
  "le",
]);

/** One of {@linkcode OWN_LABELS}. */
export type OwnLabel = typeof OWN_LABELS[number];

/**
 * Says what forbids a label, as the end of the sentence "a label must ...". Nothing, if it is allowed.
 *
 * @param name its name
 * @param value its value
 */
export function labelProblem(name: string, value: string): string | undefined {
  if (typeof name !== "string") return `have a text as its name, got ${shown(name)}`;
  const given = `got ${JSON.stringify(name)}`;
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) {
    return `have a name of letters, digits and underscores that does not begin with a digit, ${given}`;
  }
  if (name.startsWith("__")) return `not have a name that begins with __, which Prometheus keeps for itself, ${given}`;
  if ((OWN_LABELS as readonly string[]).includes(name)) {
    return `not have one of the names that the metrics need themselves, ${OWN_LABELS.join(", ")}, ${given}`;
  }
  if (typeof value !== "string") return `have a text as its value, got ${String(value)} for ${name}`;
  if (value === "") return `have a value, which Prometheus takes for no label if it is empty, got ${name}=""`;
  if (!value.isWellFormed()) return `have a value of well-formed Unicode, got ${JSON.stringify(value)} for ${name}`;
  return undefined;
}

/**
 * Checks labels, and returns them as pairs in the order in which they were given.
 *
 * @throws {RangeError} if one is not allowed
 */
export function checkLabels(labels: MetricsLabels = {}): readonly (readonly [name: string, value: string])[] {
  const pairs = Object.entries(labels);
  for (const [name, value] of pairs) {
    const problem = labelProblem(name, value);
    if (problem !== undefined) throw new RangeError(`Cannot label metrics: a label must ${problem}`);
  }
  return pairs;
}
