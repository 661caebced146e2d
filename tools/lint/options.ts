/**
 * Options of the plugin, and their checks.
 *
 * @module
 */

/** One floor of a house: a folder or a file of the project, and what it may reach. */
export interface Floor {
  /** The floors its modules may import from, by name; its own floor has to be named too. `"any"` allows every floor. */
  readonly imports: readonly string[] | "any";
  /** The floors its modules may import types from, and no values. Default none. */
  readonly types?: readonly string[];
  /** Values its modules may import all the same, by the root-relative path of the file that exports them. Default none. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /**
   * The floors of which its modules may start workers, by `new URL("./worker.ts", import.meta.url)`, without being allowed to
   * import from them. Default none.
   */
  readonly workers?: readonly string[];
  /** Whether its modules may import packages: bare names and `npm:`, `jsr:`, `node:`, `https:` addresses. Default true. */
  readonly packages?: boolean;
  /** Globals its modules may not use, each with the path patterns of the files that may after all. */
  readonly globals?: Readonly<Record<string, readonly string[]>>;
}

/** Where shared memory is worked on, for the rule `shared-memory-kernel`. */
export interface SharedMemory {
  /** Path patterns of the files that work on shared memory. */
  readonly files: readonly string[];
  /** Path patterns of the kernels: the files that may index the shared array and call `Atomics`. */
  readonly kernels: readonly string[];
  /** Names under which variables and members hold the shared array. Leading `_` and `#` are ignored. */
  readonly arrays: readonly string[];
}

/**
 * Options of {@linkcode hotPath}. Every one may be left out. A path pattern is relative to `root`: one that ends in a
 * slash names a folder with everything in it, `*` stands for any characters but a slash, and `**` for any characters.
 */
export interface HotPathOptions {
  /**
   * The project's folder, as a URL or path that ends in a slash, or any file directly in it: `import.meta.url`, when the
   * plugin's file lies at the top level. Required when `hot`, `strict`, `floors` or `sharedMemory` is given.
   */
  readonly root?: string | URL;
  /** Path patterns of the files in which everything is hot unless marked cold. Default none: only marks make code hot. */
  readonly hot?: readonly string[];
  /**
   * Path patterns of the files in which asynchrony, the console, the wall clock and randomness are forbidden in cold code
   * and at the top level as well. Default none.
   */
  readonly strict?: readonly string[];
  /** The floors, by the root-relative path of their folder or file, without a slash at the end. Default none. */
  readonly floors?: Readonly<Record<string, Floor>>;
  /** Where shared memory is worked on. Default nowhere. */
  readonly sharedMemory?: SharedMemory;
  /** Words that name configuration; a hot branch may not test what is named so. Replaces {@linkcode CONFIG_NAMES}. */
  readonly configNames?: readonly string[];
  /** Words that name observers; a hot branch may not test for their presence. Replaces {@linkcode SINK_NAMES}. */
  readonly sinkNames?: readonly string[];
}

/** The words that name configuration, unless {@linkcode HotPathOptions.configNames} says otherwise. */
export const CONFIG_NAMES: readonly string[] = [
  "config",
  "configuration",
  "debug",
  "enabled",
  "env",
  "opts",
  "options",
  "settings",
  "verbose",
];

/** The words that name observers, unless {@linkcode HotPathOptions.sinkNames} says otherwise. */
export const SINK_NAMES: readonly string[] = [
  "callback",
  "handler",
  "hook",
  "listener",
  "log",
  "logger",
  "metrics",
  "observer",
  "recorder",
  "sink",
  "tracer",
];

const KNOWN = new Set(["root", "hot", "strict", "floors", "sharedMemory", "configNames", "sinkNames"]);

/**
 * Refuses options the plugin could not keep its word on.
 *
 * @internal
 * @throws {TypeError} for an unknown option, for a path without a root, and for a floor that names an unknown floor
 */
export function checkOptions(options: HotPathOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`hotPath: the options must be an object, got ${String(options)}`);
  }
  for (const key of Object.keys(options)) {
    if (!KNOWN.has(key)) {
      throw new TypeError(`hotPath: unknown option "${key}"; known are ${[...KNOWN].join(", ")}`);
    }
  }
  const { root, hot, strict, floors, sharedMemory } = options;
  if (root === undefined && (hot ?? strict ?? floors ?? sharedMemory) !== undefined) {
    throw new TypeError("hotPath: paths need a root; give `root: import.meta.url` from a file in the project's folder");
  }
  if (root !== undefined && !/^(?:file:|\/|[A-Za-z]:[\\/]|\\\\)/.test(String(root))) {
    throw new TypeError(`hotPath: root must be a file URL or an absolute path, got "${root}"`);
  }
  for (const [name, floor] of Object.entries(floors ?? {})) {
    const imports = floor.imports === "any" ? [] : floor.imports;
    for (
      const [verb, targets] of [["imports", [...imports, ...floor.types ?? []]], [
        "starts workers",
        floor.workers ?? [],
      ]] as const
    ) {
      for (const target of targets) {
        if (Object.hasOwn(floors ?? {}, target)) continue;
        throw new TypeError(`hotPath: floor "${name}" ${verb} from "${target}", which is no floor`);
      }
    }
  }
}
