// @cold-file: libraries are opened when a clock is made
import { ClockUnavailableError } from "./clock_unavailable_error.ts";

/** An address, as the foreign functions take it. */
export type NativePointer = Deno.PointerObject;

/** A foreign function as the clocks call it: Int32 and address arguments, an Int32 result. */
export type NativeFunction = (...values: (number | NativePointer)[]) => number;

/** The types of a foreign function. */
export interface NativeSignature {
  /** The types of its parameters. */
  readonly parameters: readonly ("i32" | "pointer")[];
  /** The type of its result. */
  readonly result: "i32";
}

/** A library that has been opened. */
export interface NativeLibrary {
  /** Its functions, by name. */
  readonly functions: Readonly<Record<string, NativeFunction>>;
  /** Gives it back. To be called once. */
  close(): void;
}

/** The part of the runtime that a native clock needs. Tests substitute another. */
export interface NativeHost {
  /** The operating system, by the name that Deno gives it. */
  readonly os: string;
  /**
   * Opens a library, without ever asking the user for a permission.
   *
   * @throws {ClockUnavailableError} if that is not permitted, or the library or a function is missing
   */
  open(library: string, signatures: Readonly<Record<string, NativeSignature>>): NativeLibrary;
  /** The address of the first word. The memory must not be moved or freed while the address is used. */
  pointerTo(words: Int32Array): NativePointer;
}

/**
 * The host that this program runs on.
 *
 * @throws {ClockUnavailableError} if it is not Deno
 */
export function nativeHost(): NativeHost {
  if (typeof Deno === "undefined") {
    throw new ClockUnavailableError("native", "it calls the operating system by Deno's FFI, and this is not Deno");
  }
  return DENO_HOST;
}

/** An open library and the number of those who use it. */
interface SharedLibrary {
  readonly library: Deno.DynamicLibrary<Deno.ForeignLibraryInterface>;
  users: number;
}

/**
 * The libraries that are open. Opening one twice would give two function objects for one function. A place in the code that
 * has called both calls neither directly: a stamp then takes three times as long. So all clocks share one.
 */
const openLibraries = new Map<string, SharedLibrary>();

const DENO_HOST: NativeHost = {
  get os(): string {
    return Deno.build.os;
  },
  open(library: string, signatures: Readonly<Record<string, NativeSignature>>): NativeLibrary {
    const shared = openLibraries.get(library) ?? openLibrary(library, signatures);
    shared.users++;
    return {
      functions: shared.library.symbols as unknown as Record<string, NativeFunction>,
      close: (): void => {
        if (--shared.users > 0) return;
        openLibraries.delete(library);
        shared.library.close();
      },
    };
  },
  pointerTo(words: Int32Array): NativePointer {
    return Deno.UnsafePointer.of(words as Int32Array<ArrayBuffer>)!;
  },
};

function openLibrary(name: string, signatures: Readonly<Record<string, NativeSignature>>): SharedLibrary {
  // Opening without permission would ask for it on a terminal, so the permission is looked at first.
  if (Deno.permissions.querySync({ name: "ffi" }).state !== "granted") {
    throw new ClockUnavailableError(
      "native",
      "it calls the operating system by FFI, which is not permitted; run with --allow-ffi",
    );
  }
  try {
    const shared = { library: Deno.dlopen(name, signatures as Deno.ForeignLibraryInterface), users: 0 };
    openLibraries.set(name, shared);
    return shared;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ClockUnavailableError("native", `${name} cannot be used: ${reason}`, { cause });
  }
}
