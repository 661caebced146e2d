// Types for the part of @std/testing/bdd that Deno's node:test offers as well. Use arrow functions: `this` and the
// argument of a test differ between the two.

/** Registers a test. */
export declare const it: {
  (name: string, fn: () => void | Promise<void>): void;
  /** Registers a test that is not run. */
  skip(name: string, fn: () => void | Promise<void>): void;
};

/** Registers a group of tests. */
export declare const describe: {
  (name: string, fn: () => void): void;
  /** Registers a group of tests that are not run. */
  skip(name: string, fn: () => void): void;
};

/** Runs once before the tests of the group. */
export declare function before(fn: () => void | Promise<void>): void;

/** Runs once after the tests of the group. */
export declare function after(fn: () => void | Promise<void>): void;

/** Runs before each test of the group. */
export declare function beforeEach(fn: () => void | Promise<void>): void;

/** Runs after each test of the group. */
export declare function afterEach(fn: () => void | Promise<void>): void;
