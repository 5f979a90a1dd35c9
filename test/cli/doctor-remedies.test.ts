/** The remedies of `stepzero doctor`: what is typed works, mends what it says, and does not loop. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { patchTensors } from "../../src/graph/file/patch.js";
import { weightsOfModel } from "../../src/network/from-onnx/index.js";
import { mergedFile, zeros } from "../diagnosis/merged-file.js";
import { stepzero, temporaryFolder } from "./run.js";

const folder = temporaryFolder();
const file = (name: string) => join(folder, name);
const inOneLine = (text: string) => text.replaceAll(/\s+/g, " ");

describe("equal tensors that an exporter has merged", () => {
  it.each([
    ["zeros", zeros],
    ["a constant", () => 0.05],
    ["one seed", (i: number) => Math.sin(i * i * 12.9898) / 4],
  ])("%s: --fix gives each its own numbers, and finds the file healthy", (name, fill) => {
    const [sick, fixed] = [file(`${name}.onnx`), file(`${name}-fixed.onnx`)];
    writeFileSync(sick, mergedFile(6, 48, 10, fill));
    const { code, stdout, stderr } = stepzero(["doctor", sick, "--fix", fixed]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(inOneLine(stdout)).toContain("Diagnosed: Healthy");
    const again = stepzero(["doctor", fixed]);
    expect(again.stdout).toContain("✓ Healthy");
    // Under the names of the module, although the copies of its tensors are still in the file.
    expect(again.stdout).toContain("from layer 0 to layer 8 ");
  });
});

/** The file of a network by name, with other numbers in one of its tensors. */
function changed(name: string, tensor: string, map: (x: number, i: number) => number): string {
  const [bytes, path] = [readFileSync(healthy), file(name)];
  const numbers = weightsOfModel(bytes).weights[tensor]!.map(map);
  writeFileSync(path, patchTensors(bytes, new Map([[tensor, numbers]])));
  return path;
}

const weightsIn = (path: string) => weightsOfModel(readFileSync(path)).weights;
/** The tensors that differ between two files. */
const changedTensors = (before: string, after: string) => {
  const [a, b] = [weightsIn(before), weightsIn(after)];
  return Object.keys(a).filter((name) => a[name]!.some((x, i) => x !== b[name]![i]));
};
const findingsOf = (words: readonly string[]) => {
  const { findings } = JSON.parse(stepzero(["doctor", ...words, "--json"]).stdout) as {
    findings: { kind: string; severity: string; text: string; remedy: string | null; tensors: string[] }[];
  };
  return findings.filter(({ severity }) => severity !== "note");
};

const healthy = file("healthy.onnx");
beforeAll(() => {
  stepzero(["init", "--model", "mlp:depth=3,width=64", "--input", "64", "--classes", "10", "--out", healthy]);
});

describe("a remedy changes what it says, and mends it", () => {
  it("logits that are too large: the head's numbers are multiplied, all others stay", () => {
    const [sick, fixed] = [changed("confident.onnx", "dense4/kernel", (x) => 30 * x), file("calm.onnx")];
    const { stdout } = stepzero(["doctor", sick, "--fix", fixed]);
    expect(inOneLine(stdout)).toMatch(
      /Remedy multiply dense4\/kernel by 0\.0\d+: .* All other tensors keep their numbers:/,
    );
    expect(inOneLine(stdout)).toContain("all other tensors as they were. Diagnosed: Healthy");
    expect(changedTensors(sick, fixed)).toEqual(["dense4/kernel"]);
    const [before, after] = [weightsIn(sick), weightsIn(fixed)].map((all) => all["dense4/kernel"]!);
    const factor = after![0]! / before![0]!;
    expect(after!.every((x, i) => Math.abs(x - factor * before![i]!) <= 1e-6 * Math.abs(x))).toBe(true);
  });

  it("a tensor that nobody wrote is one finding, and the only one that is drawn", () => {
    const [sick, fixed] = [changed("empty.onnx", "dense2/kernel", () => 1e-41), file("written.onnx")];
    expect(findingsOf([sick]).map(({ kind, tensors }) => [kind, tensors])).toEqual([
      ["never-initialized", ["dense2/kernel"]],
    ]);
    stepzero(["doctor", sick, "--fix", fixed]);
    expect(changedTensors(sick, fixed)).toEqual(["dense2/kernel"]);
  });

  it("classes of unequal size: the command sets the bias, and is not printed again", () => {
    const data = file("unequal.csv");
    const rows = Array.from({ length: 400 }, (_, i) =>
      [
        ...Array.from({ length: 64 }, (_, k) => Math.sin(i * 64 + k * k).toFixed(4)),
        i % 20 === 0 ? (i / 20) % 10 : 0,
      ].join(),
    );
    writeFileSync(data, `${Array.from({ length: 64 }, (_, k) => `x${k}`).join()},label\n${rows.join("\n")}\n`);
    const net = changed("lively.onnx", "dense4/kernel", (x) => 1.5 * x);
    const [first] = findingsOf([net, "--data", data]);
    const typed = first!.remedy!.split("\n").at(-1)!;
    expect(typed).toMatch(/ doctor \S+ --data \S+ --fix fixed\.onnx$/);
    const fixed = file("prior.onnx");
    stepzero(["doctor", net, "--data", data, "--fix", fixed]);
    expect(changedTensors(net, fixed)).toEqual(["dense4/bias"]);
    const again = stepzero(["doctor", fixed, "--data", data]);
    expect(again.stdout).toContain("✓ Healthy");
    expect(inOneLine(again.stdout)).toContain("dense4/bias is ln π of the class shares π. What the loss of");
  });

  it("no start helps: nothing recommends one, and no file is written", () => {
    const [deep, fixed] = [file("sigmoid.onnx"), file("no-start.onnx")];
    stepzero([
      "init",
      "--model",
      "mlp:depth=16,width=64,activation=sigmoid",
      "--init",
      "pytorch-default",
      "--out",
      deep,
    ]);
    const { code, stdout } = stepzero(["doctor", deep, "--fix", fixed]);
    expect(code).toBe(0);
    expect(inOneLine(stdout)).toContain("The gradient vanishes, whatever the start");
    expect(inOneLine(stdout)).toContain("have PyTorch's default");
    expect(stdout).not.toContain("--init");
    expect(inOneLine(stdout)).toContain("no-start.onnx was not written: no start that was tried keeps the gradient");
    expect(existsSync(fixed)).toBe(false);
  });

  it("nothing to mend: the diagnosis is printed, and no file is written", () => {
    const { code, stdout, stderr } = stepzero(["doctor", healthy, "--fix", file("none.onnx")]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("✓ Healthy");
    expect(inOneLine(stdout)).toContain("none.onnx was not written: nothing needs mending.");
    expect(existsSync(file("none.onnx"))).toBe(false);
  });
});
