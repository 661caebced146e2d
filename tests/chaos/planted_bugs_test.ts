import { assert, assertEquals } from "@std/assert";
import type { Campaign, CampaignSettings } from "./chaos_campaign.ts";
import { PLANTED_BUGS } from "./planted_bugs.ts";

// A check that cannot fail proves nothing. Each of these tests copies the sources, puts one mistake into the copy, and lets
// the chaos of the copy find it.

/** How soon a mistake must be found. */
const SEEDS_MAX = 200;

const ROOT = new URL("../../", import.meta.url);
const FOLDERS = ["core", "control", "runtime", "config", "demo", "tests/chaos"];

const lacking = (["read", "write"] as const)
  .filter((name) => Deno.permissions.querySync({ name }).state !== "granted")
  .map((name) => `--allow-${name}`);
const ignore = lacking.length > 0;
const skipped = ignore ? ` (skipped without ${lacking.join(", ")})` : "";

/** Runs the chaos of a copy of the sources, in which one text in one file is replaced. */
async function runPlanted(file: string, right: string, wrong: string): Promise<Campaign> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.copyFile(new URL("mod.ts", ROOT), `${folder}/mod.ts`);
    for (const name of FOLDERS) await copySources(new URL(`${name}/`, ROOT), `${folder}/${name}`);
    const text = await Deno.readTextFile(`${folder}/${file}`);
    assertEquals(text.split(right).length - 1, 1, `occurrences in ${file} of ${right}`);
    // A function, because in a text `$` would have a meaning.
    await Deno.writeTextFile(`${folder}/${file}`, text.replace(right, () => wrong));
    const url = `file://${folder.replaceAll("\\", "/").replace(/^(?=[^/])/, "/")}/tests/chaos/chaos_campaign.ts`;
    const { runCampaign }: { runCampaign: (settings: CampaignSettings) => Campaign } = await import(url);
    return runCampaign({ firstSeed: 1, seeds: SEEDS_MAX, cut: { steps: Infinity, without: [] } });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function copySources(from: URL, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copySources(new URL(`${name}/`, from), `${to}/${name}`);
    else if (name.endsWith(".ts")) await Deno.copyFile(new URL(name, from), `${to}/${name}`);
  }
}

Deno.test({
  name: `chaos finds nothing in a faithful copy of the sources${skipped}`,
  ignore,
  fn: async () => {
    const { finding, runs } = await runPlanted(
      "core/execution/executor.ts",
      "if (state === INIT)",
      "if (state === INIT)",
    );
    assertEquals([finding, runs], [undefined, SEEDS_MAX]);
  },
});

for (const { name, file, right, wrong } of PLANTED_BUGS) {
  Deno.test({
    name: `chaos finds within ${SEEDS_MAX} seeds that ${name}${skipped}`,
    ignore,
    fn: async () => {
      const { finding } = await runPlanted(file, right, wrong);
      assert(finding !== undefined, `${SEEDS_MAX} seeds did not find that ${name}`);
    },
  });
}

Deno.test({
  name: `docs/testing.md lists every planted bug${skipped}`,
  ignore,
  fn: async () => {
    const text = await Deno.readTextFile(new URL("docs/testing.md", ROOT));
    const rows = PLANTED_BUGS.map(({ name, file }) => `${file} ${name}`);
    const section = text.slice(text.indexOf("planted bugs: begin"), text.indexOf("planted bugs: end"));
    const listed = [...section.matchAll(/^\| `(\S+)` +\| (.*?) +\|$/gm)].map(([, file, name]) => `${file} ${name}`);
    assertEquals(listed, rows);
  },
});
