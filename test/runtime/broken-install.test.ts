/**
 * Installations that are broken: a copy of the built package, with a package of ONNX Runtime beside
 * it that is cut off, incomplete, or for another machine. Real files and real processes.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { main } from "../cli/run.js";

const tree = mkdtempSync(join(tmpdir(), "stepzero-install-"));
afterAll(() => rmSync(tree, { recursive: true, force: true }));

const installed = resolve("node_modules");
const modules = join(tree, "node_modules");
const native = join(modules, "onnxruntime-node");
const web = join(modules, "onnxruntime-web");
const place = join("bin", "napi-v6", process.platform, process.arch);
const [binding, library] = ["onnxruntime_binding.node", "libonnxruntime.so.1"].map((name) =>
  join(native, place, name),
) as [string, string];

cpSync(resolve(main, "../.."), join(tree, "dist"), { recursive: true });
cpSync("package.json", join(tree, "package.json"));
mkdirSync(modules);
for (const name of readdirSync(installed)) {
  if (!name.startsWith("onnxruntime-")) symlinkSync(join(installed, name), join(modules, name));
}
symlinkSync(join(installed, "onnxruntime-common"), join(modules, "onnxruntime-common"));

/** A whole copy of the native package, its large library as a link. */
function install(): void {
  const from = join(installed, "onnxruntime-node");
  for (const path of [native, web]) rmSync(path, { recursive: true, force: true });
  symlinkSync(join(installed, "onnxruntime-web"), web);
  mkdirSync(join(native, place), { recursive: true });
  for (const name of ["package.json", "dist", "lib"]) cpSync(join(from, name), join(native, name), { recursive: true });
  cpSync(join(from, place, "onnxruntime_binding.node"), binding);
  symlinkSync(join(from, place, "libonnxruntime.so.1"), library);
}

/** The library's bytes, to be written changed. */
function change(file: string, edit: (bytes: Buffer) => Buffer): void {
  const bytes = edit(readFileSync(file));
  rmSync(file);
  writeFileSync(file, bytes);
}

/** What `loadRuntime` gives, or its error. */
function load(device = "cpu"): { readonly runtime?: string; readonly notice?: string; readonly error?: string } {
  const program = `
    const { loadRuntime } = await import(${JSON.stringify(join(tree, "dist/entries/node.js"))});
    const said = await loadRuntime(${JSON.stringify(device)}).then(
      ({ runtime, notice }) => ({ runtime: runtime.description, notice }),
      ({ name, message }) => ({ error: name + ": " + message }),
    );
    console.log(JSON.stringify(said));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  return JSON.parse(stdout || JSON.stringify({ error: stderr }));
}

const compare = () =>
  spawnSync(
    process.execPath,
    [
      join(tree, "dist/cli/main.js"),
      "compare",
      "--init",
      "he",
      "--seeds",
      "1",
      "--limit",
      "64",
      "--epochs",
      "1",
      "--jobs",
      "2",
    ],
    {
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    },
  );

const again = `For native speed, delete ${native} and install it again: npm install onnxruntime-node --ignore-scripts`;

describe.skipIf(
  process.platform !== "linux" || process.arch !== "x64" || !existsSync(join(installed, "onnxruntime-node", place)),
)("onnxruntime-node", () => {
  beforeEach(install);

  it("whole: is used, without a word", () => {
    expect(load().runtime).toMatch(/^onnxruntime-node .*, cpu, /);
    expect(load().notice).toBeUndefined();
  });

  it.each<readonly [string, () => void, string]>([
    [
      "a library that is cut off, which would end the process with SIGBUS",
      () => change(library, (bytes) => bytes.subarray(0, 1_000_000)),
      `onnxruntime-node cannot be loaded: ${join("onnxruntime-node", place, "libonnxruntime.so.1")} is cut off (1000000 of `,
    ],
    ["an empty binding", () => truncateSync(binding, 0), "onnxruntime_binding.node is cut off (0 bytes)"],
    [
      "a text in its place",
      () => writeFileSync(binding, "<html>404 Not Found</html>".repeat(9)),
      "onnxruntime_binding.node is no library of Linux",
    ],
    [
      "a binding for another processor",
      () =>
        change(binding, (bytes) => {
          bytes.writeUInt16LE(183, 18);
          return bytes;
        }),
      "onnxruntime_binding.node is for arm64, and this is x64",
    ],
    ["no library", () => rmSync(library), "libonnxruntime.so.1: cannot open shared object file"],
    ["no binding", () => rmSync(binding), "onnxruntime-node is only partly installed (Cannot find module"],
    [
      "no program",
      () => rmSync(join(native, "dist"), { recursive: true }),
      "onnxruntime-node is only partly installed (Cannot find",
    ],
    [
      "half a package.json",
      () => truncateSync(join(native, "package.json"), 100),
      "onnxruntime-node cannot be loaded (Invalid package config",
    ],
    [
      "half a program",
      () => truncateSync(join(native, "dist/backend.js"), 1000),
      "onnxruntime-node cannot be loaded (Unexpected end of input)",
    ],
  ])("%s: WebAssembly, and a notice that says what to do", (_, damage, words) => {
    damage();
    const { runtime, notice } = load();
    expect(runtime).toMatch(/^onnxruntime-web .*, wasm$/);
    expect(notice).toContain(words);
    expect(notice).toContain("running on WebAssembly, several times slower.");
    expect(notice).toContain(again);
  });

  it("for a newer C library: says which, and which there is", () => {
    // The loader looks the version up by its name: one that no system has.
    change(library, (bytes) => Buffer.from(bytes.toString("latin1").replaceAll("GLIBC_2.27", "GLIBC_9.27"), "latin1"));
    const { runtime, notice } = load();
    expect(runtime).toMatch(/wasm$/);
    expect(notice).toMatch(/needs a newer C library than this system's \(GLIBC_9\.27; here is glibc 2\.\d+\)/);
  });

  it("for other systems only: says for which it is missing", () => {
    rmSync(join(native, "bin"), { recursive: true });
    expect(load().notice).toContain("onnxruntime-node has no library for this machine (linux x64)");
  });

  it("not installed: WebAssembly, and a device that needs it is refused", () => {
    rmSync(native, { recursive: true });
    expect(load().notice).toBe(
      "onnxruntime-node is not installed: running on WebAssembly, several times slower. For native speed: npm install onnxruntime-node --ignore-scripts",
    );
    expect(load("webgpu").error).toBe(
      "InputError: Device webgpu cannot be used: onnxruntime-node is not installed. For native speed: npm install onnxruntime-node --ignore-scripts",
    );
  });

  it("neither package: compare says both, with exit code 2", () => {
    for (const path of [native, web]) rmSync(path, { recursive: true });
    const { status, stderr } = compare();
    expect(status).toBe(2);
    expect(stderr).toContain("onnxruntime-web cannot be loaded (Cannot find package 'onnxruntime-web'");
    expect(stderr).toContain(
      "Install it: npm install onnxruntime-web\nIt is needed because onnxruntime-node is not installed.",
    );
    expect(stderr).not.toContain("defect");
  });

  it("WebAssembly without its binary: says so", () => {
    rmSync(native, { recursive: true });
    rmSync(web);
    cpSync(join(installed, "onnxruntime-web"), web, {
      recursive: true,
      filter: (path) => !path.endsWith(".wasm") && !path.endsWith(".map"),
    });
    const { error } = load();
    expect(error).toMatch(/^InputError: onnxruntime-web cannot be loaded \(/);
    expect(error).toContain(`Delete ${web} and install it again: npm install onnxruntime-web`);
  });

  it("a library that crashes when it is loaded: compare ends with exit code 2, after one try per process", () => {
    // Every instruction of its code becomes a breakpoint (int3).
    change(binding, (bytes) => {
      for (let i = 0; i < bytes.readUInt16LE(56); i++) {
        const header = Number(bytes.readBigUInt64LE(32)) + i * bytes.readUInt16LE(54);
        const isCode = bytes.readUInt32LE(header) === 1 && (bytes.readUInt32LE(header + 4) & 1) === 1;
        const [offset, size] = [8, 32].map((at) => Number(bytes.readBigUInt64LE(header + at))) as [number, number];
        if (isCode) bytes.fill(0xcc, offset, offset + size);
      }
      return bytes;
    });
    const { status, stderr } = compare();
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /No worker process could begin: its process died of SIG(TRAP|SEGV|BUS|ILL), a crash in native code/,
    );
    expect(stderr).toContain("install it again (npm install onnxruntime-node --ignore-scripts)");
    expect(stderr).not.toContain("defect");
  });
});
