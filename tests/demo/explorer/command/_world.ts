import type { ExploreWorld } from "../../../../demo/explorer/command/run_explore.ts";
import { runExplore } from "../../../../demo/explorer/command/run_explore.ts";
import { inputOf } from "../../simulate/_world.ts";
import { recordedIo } from "../../terminal/_io.ts";
import { FakeFiles } from "../../terminal/files/_fake_files.ts";

/** What the command did. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly files: FakeFiles;
  /** What was served, and whether that has ended. */
  readonly served: readonly { readonly html: string; readonly port: number; isOpen: boolean }[];
}

/** Carries out a command line in a world in which nothing is real. An interrupt comes as soon as the page is served. */
export async function explore(
  args: readonly string[],
  inputs: Readonly<Record<string, string>> = {},
  changes: Partial<ExploreWorld> & { readonly stdin?: string; readonly fault?: FakeFiles["fault"] } = {},
): Promise<Ran> {
  const io = recordedIo();
  const files = new FakeFiles();
  files.fault = changes.fault;
  const served: { html: string; port: number; isOpen: boolean }[] = [];
  const interrupt = new AbortController();
  const status = await runExplore(args, {
    io,
    files,
    input: inputOf(inputs, changes.stdin),
    build: () => Promise.resolve("<page>"),
    buildElement: () => Promise.resolve("script"),
    serve: (html, port) => {
      const page = { html, port, isOpen: true };
      served.push(page);
      queueMicrotask(() => interrupt.abort());
      return {
        address: `http://127.0.0.1:${port || 4321}/`,
        close: () => {
          page.isOpen = false;
          return Promise.resolve();
        },
      };
    },
    watch: () => ({
      signal: interrupt.signal,
      get status() {
        return interrupt.signal.aborted ? 130 : undefined;
      },
      ignore: () => {},
    }),
    ...changes,
  });
  return { status, stdout: io.stdout, stderr: io.stderr, files, served };
}
