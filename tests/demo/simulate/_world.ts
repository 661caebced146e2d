import type { MonotonicClock } from "../../../mod.ts";
import type { Interruption } from "../../../demo/simulate/interruption.ts";
import { runSimulate } from "../../../demo/simulate/run_simulate.ts";
import type { SimulateWorld } from "../../../demo/simulate/simulate_world.ts";
import type { SimulationResult } from "../../../demo/simulate/simulation_result.ts";
import type { InputHandle, InputOps } from "../../../demo/terminal/files/input_file.ts";
import { FakeFiles } from "../terminal/files/_fake_files.ts";
import { type RecordedIo, recordedIo } from "../terminal/_io.ts";

/** What a command did. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly files: FakeFiles;
}

/** A world of files that are nowhere. */
export interface World {
  /** Files that can be read, by path. */
  readonly inputs?: Readonly<Record<string, string | Uint8Array>>;
  /** What comes by standard input. */
  readonly stdin?: string;
  /** Files that can be written. */
  readonly files?: FakeFiles;
  /** Terminal that the report goes to. */
  readonly terminal?: Parameters<typeof recordedIo>[0];
  /** Called for every progress that is shown. */
  readonly onProgress?: (text: string) => void;
  /** Signal that interrupts the run; a status comes with it. */
  readonly interrupt?: AbortSignal;
  /** What is wrong on purpose with the result. */
  readonly change?: (result: SimulationResult) => SimulationResult;
}

/** Runs the command in a world. */
export async function simulate(args: readonly string[], world: World = {}): Promise<Ran> {
  const [made, io, files] = worldOf(world);
  const status = await runSimulate(args, made, world.change);
  return { status, stdout: io.stdout, stderr: io.stderr, files };
}

/** A world as a command sees it, with what it writes. */
export function worldOf(world: World): [SimulateWorld, RecordedIo, FakeFiles] {
  const files = world.files ?? new FakeFiles();
  const io: RecordedIo = recordedIo(world.terminal);
  const made: SimulateWorld = {
    io,
    progress: world.onProgress === undefined ? undefined : { write: world.onProgress, columns: 80 },
    files,
    input: inputOf(world.inputs ?? {}, world.stdin ?? ""),
    watch: (_clock: MonotonicClock, _onEnd: () => void): Interruption => ({
      signal: world.interrupt ?? new AbortController().signal,
      get status() {
        return world.interrupt?.aborted === true ? 130 : undefined;
      },
      ignore: () => {},
    }),
  };
  return [made, io, files];
}

/** Files in memory. A path that ends in a slash is a folder, one that begins with `secret` may not be read. */
export function inputOf(files: Readonly<Record<string, string | Uint8Array>>, stdin = ""): InputOps {
  return {
    isGranted: (path) => !path.startsWith("secret"),
    open: (path) => {
      if (!(path in files)) throw new Deno.errors.NotFound(`No such file or directory (os error 2): open '${path}'`);
      return handleOf(files[path], path.endsWith("/"));
    },
    stdin: handleOf(stdin, false),
  };
}

function handleOf(content: string | Uint8Array, isDirectory: boolean): InputHandle {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  let at = 0;
  return {
    readSync: (buffer) => {
      const part = bytes.subarray(at, at + buffer.length);
      buffer.set(part);
      at += part.length;
      return part.length === 0 ? null : part.length;
    },
    statSync: () => ({ isFile: !isDirectory, isDirectory, size: bytes.length }),
    close: () => {},
  };
}
