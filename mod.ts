/**
 * The hot path of a trading system, without the strategy: timestamped ingest, a ring that never blocks its producer and
 * tells slow consumers exactly what they lost, and an executor gated by an explicit lifecycle.
 *
 * No dependencies. Runs unchanged in Deno, Node and browsers.
 *
 * @module
 */
export * from "./core/mod.ts";
