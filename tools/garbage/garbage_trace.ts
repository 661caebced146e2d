/**
 * Reads V8's own trace of its collections.
 *
 * The measured program forces two collections, one before and one after the measured part. They are the marks: they stand in
 * the trace itself, in order with every other collection, so that no buffer can move one past the other.
 *
 * @module
 */

/** The start of a line that V8 writes about a collection: the process, the isolate, the time. */
const COLLECTION = /^\[\d+:0x[0-9a-f]+\]\s+\d+ ms: /;

/** The reason V8 gives for a collection that the program forced. */
const FORCED = / testing;/;

/**
 * The number of collections between the two that were forced.
 *
 * @param output what the program wrote to its standard output
 * @throws {SyntaxError} if there are not two forced collections: the trace is incomplete, or of an unknown form
 */
export function collectionsBetweenMarks(output: string): number {
  const collections = output.split("\n").filter((line) => COLLECTION.test(line));
  const marks = collections.flatMap((line, index) => FORCED.test(line) ? [index] : []);
  const [first, second] = marks;
  if (first === undefined || second === undefined || marks.length !== 2) {
    throw new SyntaxError(
      `the trace must hold the 2 collections that were forced, got ${marks.length} among ${collections.length}`,
    );
  }
  return second - first - 1;
}
