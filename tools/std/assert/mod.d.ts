// Types for the assertions of @std/assert that this repository uses, no wider than the real ones.

/** Error of a failed assertion. */
export declare class AssertionError extends Error {
  constructor(message: string, options?: ErrorOptions);
}

/** The values that a condition treats as false. */
export type Falsy = false | 0 | 0n | "" | null | undefined;

/** A class whose instances are `T`, with any constructor. */
export type ClassOf<T> = abstract new (...args: never[]) => T;

/** Throws unless `expr` is truthy. */
export declare function assert(expr: unknown, msg?: string): asserts expr;

/** Throws unless `expr` is falsy. */
export declare function assertFalse(expr: unknown, msg?: string): asserts expr is Falsy;

/** Throws unless the numbers differ by at most `tolerance`, by default a ten-millionth of `expected`. */
export declare function assertAlmostEquals(actual: number, expected: number, tolerance?: number, msg?: string): void;

/** Throws unless every value of `expected` is somewhere in `actual`. */
export declare function assertArrayIncludes<T>(actual: ArrayLike<T>, expected: ArrayLike<T>, msg?: string): void;

/** Whether the two values are deeply equal. */
export declare function equal(a: unknown, b: unknown): boolean;

/** Throws unless the two values are deeply equal. */
export declare function assertEquals<T>(actual: T, expected: T, msg?: string): void;

/** Throws if the two values are deeply equal. */
export declare function assertNotEquals<T>(actual: T, expected: T, msg?: string): void;

/** Throws unless `Object.is(actual, expected)`. */
export declare function assertStrictEquals<T>(actual: unknown, expected: T, msg?: string): asserts actual is T;

/** Throws if `Object.is(actual, expected)`. */
export declare function assertNotStrictEquals<T>(actual: T, expected: T, msg?: string): void;

/** Throws if `actual` is `null` or `undefined`. */
export declare function assertExists<T>(actual: T, msg?: string): asserts actual is NonNullable<T>;

/** Throws unless `actual > expected`. */
export declare function assertGreater<T>(actual: T, expected: T, msg?: string): void;

/** Throws unless `actual >= expected`. */
export declare function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void;

/** Throws unless `actual < expected`. */
export declare function assertLess<T>(actual: T, expected: T, msg?: string): void;

/** Throws unless `actual <= expected`. */
export declare function assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void;

/** Throws unless `actual` is an instance of `expectedType`. */
export declare function assertInstanceOf<T extends ClassOf<unknown>>(
  actual: unknown,
  expectedType: T,
  msg?: string,
): asserts actual is InstanceType<T>;

/** Throws if `actual` is an instance of `unexpectedType`. */
export declare function assertNotInstanceOf<A, T>(
  actual: A,
  unexpectedType: ClassOf<T>,
  msg?: string,
): asserts actual is Exclude<A, T>;

/** Throws unless `error` is an `Error`, of the class and with the message text that are given. */
export declare function assertIsError<E extends Error = Error>(
  error: unknown,
  ErrorClass?: ClassOf<E>,
  msgMatches?: string | RegExp,
  msg?: string,
): asserts error is E;

/** Throws unless the expression matches `actual`. */
export declare function assertMatch(actual: string, expected: RegExp, msg?: string): void;

/** Throws if the expression matches `actual`. */
export declare function assertNotMatch(actual: string, expected: RegExp, msg?: string): void;

/** Throws unless every property of `expected`, at every depth, is in `actual` with an equal value. */
export declare function assertObjectMatch(
  actual: Record<PropertyKey, unknown>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void;

/** Throws unless `actual` contains `expected`. */
export declare function assertStringIncludes(actual: string, expected: string, msg?: string): void;

/** Throws unless `fn` throws, and returns what it threw. */
export declare function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Throws unless `fn` throws an error of the class, its message containing `msgIncludes`, and returns that error. */
export declare function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ClassOf<E>,
  msgIncludes?: string,
  msg?: string,
): E;

/** Rejects unless the promise of `fn` rejects, and resolves to the reason. */
export declare function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
/** Rejects unless the promise of `fn` rejects with an error of the class, its message containing `msgIncludes`. */
export declare function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ClassOf<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;

/** Always throws. */
export declare function fail(msg?: string): never;

/** Always throws; for code that cannot be reached. */
export declare function unreachable(msg?: string): never;
