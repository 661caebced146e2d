import { assertEquals } from "@std/assert";

// A project that has nothing to do with this one uses the plugin as a user would, through `deno lint` and through the
// language server of an editor.

const PLUGIN = new URL("../../../tools/lint/mod.ts", import.meta.url).href;
const may = (["run", "read", "write"] as const).every((name) =>
  Deno.permissions.querySync({ name }).state === "granted"
);
const skipped = may ? "" : " (skipped without --allow-run, --allow-read and --allow-write)";

const BREACH = "export function poll(n: number): object {\n  return { n };\n}\n";
const KEPT = "export function poll(n: number): number {\n  return (n + 1) | 0;\n}\n";

/** Calls back with a scratch project of these files, and removes it. */
async function withProject(files: Record<string, string>, body: (root: string) => Promise<void>): Promise<void> {
  // A folder called core above the project must not matter.
  const scratch = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    for (const [path, text] of Object.entries(files)) {
      const file = `${scratch}/core/project/${path}`;
      Deno.mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
      Deno.writeTextFileSync(file, text);
    }
    await body(`${scratch}/core/project`);
  } finally {
    Deno.removeSync(scratch, { recursive: true });
  }
}

/** What `deno lint --json` says: the exit code, and rule, file and line of every breach. */
async function lint(root: string): Promise<{ code: number; found: string[] }> {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["lint", "--json"],
    cwd: root,
    stderr: "null",
  }).output();
  const { diagnostics, errors } = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals(errors, []);
  const found = diagnostics.map((breach: { code: string; filename: string; range: { start: { line: number } } }) =>
    `${breach.code} ${decodeURI(breach.filename).split("/core/project/")[1]}:${breach.range.start.line}`
  );
  return { code, found: found.sort() };
}

Deno.test(`a project with the default plugin is held to its marks${skipped}`, { ignore: !may }, async () => {
  const deno = JSON.stringify({ lint: { plugins: [PLUGIN], rules: { tags: [] } } });
  await withProject({ "deno.json": deno, "a.ts": `// @hot\n${BREACH}`, "b.ts": BREACH }, async (root) => {
    assertEquals(await lint(root), { code: 1, found: ["hot-path/no-allocation a.ts:3"] });
    Deno.writeTextFileSync(`${root}/a.ts`, `// @hot\n${KEPT}`);
    assertEquals(await lint(root), { code: 0, found: [] });
  });
});

Deno.test(`a project with options is held to its folders and floors${skipped}`, { ignore: !may }, async () => {
  await withProject({
    "deno.json": JSON.stringify({ lint: { plugins: ["./lint.ts"], rules: { tags: [], exclude: [] } } }),
    "lint.ts": `import { hotPath } from ${JSON.stringify(PLUGIN)};
export default hotPath({
  root: import.meta.url,
  hot: ["src/hot/"],
  floors: { "src/hot": { imports: ["src/hot"], packages: false }, src: { imports: "any" } },
});`,
    "src/hot/poll.ts": `import "../app.ts";\n${BREACH}`,
    "src/hot/report.ts": `// @cold-file: prints\n${BREACH}`,
    "src/app.ts": `import "./hot/report.ts";\n${BREACH}`,
  }, async (root) => {
    assertEquals(await lint(root), {
      code: 1,
      found: ["hot-path/import-floors src/hot/poll.ts:1", "hot-path/no-allocation src/hot/poll.ts:3"],
    });
    Deno.writeTextFileSync(`${root}/src/hot/poll.ts`, KEPT);
    assertEquals(await lint(root), { code: 0, found: [] });
  });
});

Deno.test(`an editor shows a breach in text that was never saved${skipped}`, { ignore: !may }, async () => {
  const deno = JSON.stringify({ lint: { plugins: [PLUGIN] } });
  await withProject({ "deno.json": deno }, async (root) => {
    const uri = `file://${root.startsWith("/") ? "" : "/"}${root.replaceAll("\\", "/")}`;
    assertEquals(await diagnosticsOf(uri, `${uri}/typed.ts`, `// @hot\n${BREACH}`), ["hot-path/no-allocation"]);
  });
});

/** Opens a text in Deno's language server and gives the codes of the first diagnostics that it publishes for it. */
async function diagnosticsOf(rootUri: string, uri: string, text: string): Promise<string[]> {
  const server = new Deno.Command(Deno.execPath(), {
    args: ["lsp", "--quiet"],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = server.stdin.getWriter();
  const send = (message: object): Promise<void> => {
    const body = new TextEncoder().encode(JSON.stringify({ jsonrpc: "2.0", ...message }));
    return writer.write(new TextEncoder().encode(`Content-Length: ${body.length}\r\n\r\n`)).then(() =>
      writer.write(body)
    );
  };
  try {
    const initializationOptions = { enable: true, lint: true };
    const capabilities = { workspace: { configuration: true } };
    await send({
      id: 1,
      method: "initialize",
      params: { processId: null, rootUri, capabilities, initializationOptions },
    });
    for await (const { id, method, params } of messages(server.stdout)) {
      if (id === 1 && method === undefined) {
        await send({ method: "initialized", params: {} });
        const textDocument = { uri, languageId: "typescript", version: 1, text };
        await send({ method: "textDocument/didOpen", params: { textDocument } });
      } else if (method === "workspace/configuration") {
        await send({ id, result: params.items.map(() => initializationOptions) });
      } else if (method !== undefined && id !== undefined) {
        await send({ id, result: null });
      } else if (method === "textDocument/publishDiagnostics" && params.diagnostics.length > 0) {
        return params.diagnostics.map(({ code }: { code: string }) => code);
      }
    }
    return [];
  } finally {
    writer.releaseLock();
    await server.stdin.abort();
    server.kill();
    await server.status;
  }
}

// deno-lint-ignore no-explicit-any -- messages of a protocol whose types are not ours
async function* messages(stream: ReadableStream<Uint8Array>): AsyncIterable<any> {
  let bytes = new Uint8Array();
  for await (const chunk of stream) {
    bytes = new Uint8Array([...bytes, ...chunk]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n(?:.+\r\n)*\r\n/i.exec(
        new TextDecoder().decode(bytes.subarray(0, 200)),
      );
      if (header === null || bytes.length < header[0].length + Number(header[1])) break;
      const end = header[0].length + Number(header[1]);
      yield JSON.parse(new TextDecoder().decode(bytes.subarray(header[0].length, end)));
      bytes = bytes.slice(end);
    }
  }
}
