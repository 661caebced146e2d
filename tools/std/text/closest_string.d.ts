// Types for @std/text/closest-string.

/** The options of {@linkcode closestString}. */
export interface ClosestStringOptions {
  /** Tells capitals from small letters. The default is false. */
  caseSensitive?: boolean;
  /** The distance between two words. The default is the Levenshtein distance. */
  compareFn?: (a: string, b: string) => number;
}

/** The word of `possibleWords`, which may not be empty, that is nearest to `givenWord`. */
export declare function closestString(
  givenWord: string,
  possibleWords: readonly string[],
  options?: ClosestStringOptions,
): string;
