/** Names of Chromium, on the systems that the tests run on. */
export const CHROMIUM_NAMES: readonly string[] = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];

/** Ends a process. One that has ended by itself is no error here: what it was for says what went wrong. */
export async function endProcess(process: Deno.ChildProcess): Promise<void> {
  try {
    process.kill();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  await process.status;
}

/** Removes a folder into which a browser that is ending may still write. */
export async function removeLeft(folder: string): Promise<void> {
  for (let left = 50;; left--) {
    try {
      return await Deno.remove(folder, { recursive: true });
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
