/**
 * What tests compare with and may be missing on a machine: Debian's Python and its modules, the
 * frameworks of today, a browser, the real data sets. On a person's machine a test without its
 * oracle skips and prints the reason; with CI=true, which .ci/run sets, a missing oracle fails.
 */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { haveNamespaces as canUnshare } from "../faults/schedule.js";

export const python = "/usr/bin/python3";
export const chromium = "/usr/bin/chromium";
export const dataDir = process.env.STEPZERO_DATA ?? "../shared/data";

/**
 * Whether an oracle is there; for `describe.skipIf(!…)`.
 *
 * @param reason what is missing, and what installs it
 * @throws Error where it is missing and CI=true
 */
export function haveOracle(isThere: boolean, reason: string, env = process.env): boolean {
  if (isThere) return true;
  if (env.CI === "true") throw new Error(`With CI=true no oracle may be missing: ${reason}`);
  console.warn(`skipped: ${reason}`);
  return false;
}

/** Whether Debian's Python has a module. */
export function havePython(module: string): boolean {
  const { status } = spawnSync(python, ["-c", `import ${module}`], { stdio: "ignore" });
  const debian = module.replace(/^google\./, "");
  return haveOracle(status === 0, `${python} has no module ${module}; install Debian's python3-${debian}`);
}

/** The Python that has the frameworks of today: `scripts/oracles.sh` makes its environment. */
export const pythonOfToday = join(process.env.STEPZERO_ORACLES ?? ".venv-oracles", "bin/python");

/**
 * Whether the environment of today has a module. It is looked for, not imported: TensorFlow takes
 * seconds.
 */
export function haveToday(module: string): boolean {
  const program = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${module}") is None)`;
  const { status } = spawnSync(pythonOfToday, ["-c", program], { stdio: "ignore" });
  const flag = module === "torch" ? " --torch" : "";
  return haveOracle(status === 0, `${pythonOfToday} has no module ${module}; scripts/oracles.sh${flag} installs it`);
}

/** Where TensorFlow.js lies, with the other frameworks in JavaScript. */
export const peersFolder = "bench/peers";

/** Whether TensorFlow.js is there. */
export const haveTensorFlowJs = (): boolean =>
  haveOracle(
    existsSync(join(peersFolder, "node_modules/@tensorflow/tfjs-layers")),
    `${peersFolder} lacks TensorFlow.js; install it with npm ci --prefix ${peersFolder} --ignore-scripts`,
  );

/** Whether there is a browser. */
export const haveChromium = (): boolean =>
  haveOracle(existsSync(chromium), `${chromium} is missing; install Debian's chromium`);

/** The fonts of the pictures of figures. */
export const fonts = "/usr/share/fonts/truetype/dejavu";

/** Whether the fonts of the pictures are there. */
export const haveFonts = (): boolean =>
  haveOracle(
    ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].every((file) => existsSync(join(fonts, file))),
    `${fonts} lacks the fonts of the pictures; install Debian's fonts-dejavu-core`,
  );

/** librsvg's program: another renderer of SVG. */
export const rsvgConvert = "/usr/bin/rsvg-convert";

/** Whether librsvg's program is there. */
export const haveLibrsvg = (): boolean =>
  haveOracle(existsSync(rsvgConvert), `${rsvgConvert} is missing; install Debian's librsvg2-bin`);

/** Whether poppler's programs are there, which read PDF. */
export const havePoppler = (): boolean =>
  haveOracle(
    ["pdftoppm", "pdffonts", "pdfinfo", "pdftotext"].every((name) => existsSync(join("/usr/bin", name))),
    "/usr/bin/pdftoppm is missing; install Debian's poppler-utils",
  );

/** Whether a real data set is there. */
export const haveData = (name: string): boolean =>
  haveOracle(
    existsSync(join(dataDir, name)),
    `${name} is not in ${dataDir}; set STEPZERO_DATA to a folder that holds it`,
  );

/** Models and cases of others, for tests only. */
export const sharedDir = "../shared";

/** Whether a file or folder of `sharedDir` is there. */
export const haveShared = (name: string): boolean =>
  haveOracle(existsSync(join(sharedDir, name)), `${join(sharedDir, name)} is missing; it lies beside the repository`);

/** Where the official operator tests of onnx are: test/requirements.txt says how to make them. */
export const operatorTests = process.env.STEPZERO_ONNX_TESTS ?? ".onnx-tests";

/** Whether the official operator tests are there. */
export const haveOperatorTests = (): boolean =>
  haveOracle(existsSync(operatorTests), `${operatorTests} is missing; test/requirements.txt says how to make it`);

/** Where Debian's chromium has SwiftShader, a graphics card in software, and a Vulkan loader. */
export const swiftShader = { folder: "/usr/lib/chromium", driver: "/usr/lib/chromium/vk_swiftshader_icd.json" };

/** Whether there is a graphics card in software. */
export const haveSoftwareCard = (): boolean =>
  haveOracle(
    [swiftShader.driver, join(swiftShader.folder, "libvulkan.so.1")].every((file) => existsSync(file)),
    `${swiftShader.driver} or its Vulkan loader is missing; install Debian's chromium`,
  );

/** Whether a user may have namespaces of mounts and processes, in which disks can fail. */
export const haveNamespaces = (): boolean =>
  haveOracle(canUnshare(), "unshare --user --mount --pid is refused; run on Linux, with user namespaces");

/** Debian's emulator of other processors. */
export const emulator = "/usr/bin/qemu-x86_64";

/** Whether there is an emulator, and a program of its machine's kind to emulate. */
export const haveEmulator = (): boolean =>
  haveOracle(existsSync(emulator), `${emulator} is missing; install Debian's qemu-user`);
