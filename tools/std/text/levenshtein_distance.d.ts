// Types for @std/text/levenshtein-distance.

/** The least number of characters to insert, delete or replace that turns one string into the other. */
export declare function levenshteinDistance(str1: string, str2: string): number;
