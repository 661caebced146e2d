import { assertEquals, assertThrows } from "@std/assert";
import { checkLabels, labelProblem, type MetricsLabels } from "../../../../control/metrics/formats/metrics_labels.ts";

Deno.test("checkLabels takes names by the grammar of Prometheus and any text, in the order given", () => {
  const labels = { venue: "north", _x: " ", X_9: 'a "b"\\\n', job: "sim", le_: "市場", Consumer: "1" };
  assertEquals(checkLabels(labels), Object.entries(labels));
  assertEquals(checkLabels(), []);
});

Deno.test("checkLabels refuses a name that is none, is kept by Prometheus, or is needed here", () => {
  const refused = (labels: MetricsLabels) => assertThrows(() => checkLabels(labels), RangeError).message;
  for (const name of ["", "9x", "a-b", "a.b", "a b", "naïve", "a:b", "a\n"]) {
    assertEquals(
      refused({ [name]: "v" }),
      "Cannot label metrics: a label must have a name of letters, digits and underscores that does not begin with a " +
        `digit, got ${JSON.stringify(name)}`,
    );
  }
  assertEquals(
    refused({ __name__: "v" }),
    "Cannot label metrics: a label must not have a name that begins with __, which Prometheus keeps for itself, got " +
      '"__name__"',
  );
  for (const name of ["consumer", "quantile", "le"]) {
    assertEquals(
      refused({ [name]: "v" }),
      "Cannot label metrics: a label must not have one of the names that the metrics need themselves, consumer, " +
        `quantile, le, got "${name}"`,
    );
  }
});

Deno.test("checkLabels refuses a value that is empty, no text, or no Unicode", () => {
  assertEquals(labelProblem("a", "b"), undefined);
  assertEquals(labelProblem("a", ""), 'have a value, which Prometheus takes for no label if it is empty, got a=""');
  assertEquals(labelProblem("a", 5 as unknown as string), "have a text as its value, got 5 for a");
  assertEquals(labelProblem("a", "x\ud800"), 'have a value of well-formed Unicode, got "x\\ud800" for a');
});
