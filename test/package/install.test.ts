/**
 * The package as a user gets it: packed, installed from the registry into an empty folder, and run.
 * `npm run test:package` runs it; `npm test` does not, as it needs the registry.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const folders: string[] = [];
const newFolder = () => {
  folders.push(mkdtempSync(join(tmpdir(), "stepzero-package-")));
  return folders.at(-1)!;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/**
 * npm as a user has it: without this repository's .npmrc, and with the hosts of install scripts out
 * of reach.
 */
function npm(args: string[], cwd: string): string {
  const env = { ...process.env, GLOBAL_AGENT_HTTPS_PROXY: "http://127.0.0.1:9", npm_config_ignore_scripts: "false" };
  return execFileSync("npm", [...args, "--no-audit", "--no-fund"], {
    cwd,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

let tarball: string | undefined;
function packed(): string {
  if (tarball === undefined) {
    const folder = newFolder();
    const [{ filename }] = JSON.parse(
      npm(["pack", "--ignore-scripts", "--json", "--pack-destination", folder], resolve(".")),
    ) as [{ filename: string }];
    tarball = join(folder, filename);
  }
  return tarball;
}

const program = `
import { he, initialWeights, parseModel, type Dataset } from "stepzero";
import { loadRuntime } from "stepzero/node";
const { runtime, notice } = await loadRuntime();
const { model } = parseModel("mlp:depth=1");
const tensor = { name: "w", shape: [3, 4], role: { kind: "kernel", operation: "dense" } } as const;
const weights = initialWeights(he, [tensor], 0);
const dataset: Dataset | undefined = undefined;
console.log(JSON.stringify({ runtime: runtime.description, notice, model: model.name, w: weights.w!.length, dataset }));
`;

/** An empty project with the tarball installed in it. */
function installed(...options: string[]): string {
  const folder = newFolder();
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
  npm(["install", packed(), ...options], folder);
  return folder;
}

/** The main job in the smallest size, as a user runs it there. */
function compare(folder: string) {
  const args = ["stepzero", "compare", "--limit", "2560", "--epochs", "2", "--seeds", "1", "--init", "he", "--json"];
  const { status, stdout, stderr } = spawnSync("npx", args, { cwd: folder, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  const { study, runs } = JSON.parse(stdout) as { study: { runtimes: string[] }; runs: { ending: string }[] };
  expect(runs.map(({ ending }) => ending)).toEqual(["learned"]);
  return {
    runtime: study.runtimes[0]!,
    notices: stderr.split("\n").filter((line) => line.includes("onnxruntime-node")),
  };
}

describe("the packed tarball", () => {
  it("installs with npm's default settings where install scripts reach nothing, and runs with types", () => {
    const folder = installed();
    const native = existsSync(join(folder, "node_modules/onnxruntime-node"));
    // onnxruntime-node's install script needs hosts that are out of reach; npm then leaves the
    // optional package out.
    const expected = native ? /^onnxruntime-node .* cpu$/ : /^onnxruntime-web .* wasm$/;
    expect(compare(folder).runtime).toMatch(expected);
    writeFileSync(join(folder, "user.ts"), program);
    const compilerOptions = { module: "nodenext", target: "es2022", strict: true, types: [] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["user.ts"] }));
    execFileSync(resolve("node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8" });
    const printed = JSON.parse(execFileSync("node", ["user.js"], { cwd: folder, encoding: "utf8" })) as {
      runtime: string;
    };
    expect(printed).toMatchObject({ model: "mlp", w: 12 });
    expect(printed.runtime).toMatch(expected);
  });

  it("installed by the README's command has the native runtime", () => {
    const { runtime, notices } = compare(installed("--ignore-scripts"));
    expect(runtime).toMatch(/^onnxruntime-node/);
    expect(notices).toEqual([]);
  });

  it("without the native package runs on WebAssembly and says in one line how to get native speed", () => {
    const { runtime, notices } = compare(installed("--omit=optional"));
    expect(runtime).toMatch(/^onnxruntime-web/);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain("--ignore-scripts");
  });
});
