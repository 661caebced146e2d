import { assertEquals } from "@std/assert";

/** Checks what commands print, byte for byte, against files in a folder; or writes the files anew. */
export class GoldenFiles {
  private readonly _folder: URL;
  private readonly _names: string[] = [];
  private readonly _ignore: boolean;
  private readonly _skipped: string;

  /**
   * Looks at the command line and the permissions: with `-- --update` files are written.
   *
   * @param folder where the files are
   */
  constructor(folder: URL) {
    const lacking = (isUpdate ? ["read", "write"] as const : ["read"] as const)
      .filter((name) => Deno.permissions.querySync({ name, path: folder }).state !== "granted");
    this._folder = folder;
    this._ignore = lacking.length > 0;
    this._skipped = this._ignore ? ` (skipped without ${lacking.map((name) => `--allow-${name}`).join(", ")})` : "";
  }

  /** Registers the test that a command prints what is in a file. */
  test(file: string, command: string, print: () => string | Promise<string>): void {
    this._names.push(file);
    Deno.test(
      `The output of ${command} is that of golden/${file}${this._skipped}`,
      { ignore: this._ignore },
      async () => {
        const printed = await print();
        const path = new URL(file, this._folder);
        if (isUpdate) await Deno.writeTextFile(path, printed);
        assertEquals(printed, await Deno.readTextFile(path));
      },
    );
  }

  /** Registers the test that there is no other file. To be called last. */
  testNoOther(): void {
    Deno.test(`Every file in golden is the output of a command${this._skipped}`, { ignore: this._ignore }, () => {
      const files = [...Deno.readDirSync(this._folder)].map(({ name }) => name).sort();
      assertEquals(files, this._names.toSorted());
    });
  }
}

const isUpdate = Deno.args.includes("--update");
