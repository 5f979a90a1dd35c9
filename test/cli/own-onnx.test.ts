/** `compare --model net.onnx`: an exported file is trained like any other network. */
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { tensor } from "../../src/graph/tensor.js";
import { normals, stream } from "../../src/random/index.js";
import { type Ended, output, stepzero, temporaryFolder } from "./run.js";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const small = ["compare", "--limit", "256", "--epochs", "1", "--seeds", "1", "--json"];
stepzero(["init", "--model", "lenet5", "--out", at("net.onnx")]);

/** A file with two outputs, features [N, 30] and logits [N, 10]. */
function twoOutputs(): string {
  const g = new GraphBuilder("two");
  const x = g.apply("Flatten", [g.input("pixels", "float32", [1, 1, 28, 28])], { axis: 1 });
  const kernel = (name: string, rows: number, columns: number) =>
    g.constant(tensor("float32", [rows, columns], normals(stream(0, name), rows * columns)), name);
  const features = g.apply("Relu", [g.apply("MatMul", [x, kernel("first", 784, 30)])]);
  g.output("features", features);
  g.output("logits", g.apply("MatMul", [features, kernel("second", 30, 10)]));
  writeFileSync(at("two.onnx"), writeOnnx(g.build()));
  return at("two.onnx");
}

const losses = (ended: Ended) => output(ended).runs.map(({ epochs }) => epochs.map(({ testLoss }) => testLoss));

describe("a network in an .onnx file", () => {
  it("is compared like the named network that it was written from, at the same losses", () => {
    const recipe = ["--optimizer", "adam", "--batch", "64", "--init", "he,lsuv"];
    const ended = stepzero([...small, ...recipe, "--model", "lenet5"]);
    const file = stepzero([...small, ...recipe, "--model", at("net.onnx")]);
    expect(file.code).toBe(0);
    const [want, got] = [losses(ended), losses(file)];
    expect(got.length).toBe(2);
    want.flat().forEach((loss, i) => {
      expect(Math.abs(got.flat()[i]! - loss)).toBeLessThan(1e-5);
    });
    const { study, runs } = output(file);
    expect(runs.map(({ model }) => model)).toEqual(["net.onnx", "net.onnx"]);
    expect(study.models[0]).toMatchObject({ label: "net.onnx", file: { path: at("net.onnx") } });
    expect(file.stderr).toContain(
      'net.onnx on glyphs: the file fixes the batch to 1 in "flatten1/reshape"; there it becomes the batch of training.\n',
    );
    expect(file.stderr).toContain(
      "the file has no recipe: where the study names none, that of networks without a recipe holds.",
    );
  });

  it("has results that belong to its contents: they are used again where it was moved to", () => {
    const args = [...small, "--init", "he", "--out", at("results")];
    const first = stepzero([...args, "--model", at("net.onnx")]);
    mkdirSync(at("there"));
    copyFileSync(at("net.onnx"), at("there/net.onnx"));
    const again = stepzero([...args, "--model", at("there/net.onnx")]);
    expect(again.stderr).toContain("1 of 1 run already done");
    expect(output(again).runs).toEqual(output(first).runs);
    expect(existsSync(at("results/report.html"))).toBe(true);
    stepzero(["init", "--model", "lenet5", "--seed", "1", "--out", at("there/net.onnx"), "--force"]);
    const other = stepzero([...small, "--init", "he", "--model", at("there/net.onnx")]);
    expect(output(other).runs[0]!.id).not.toBe(output(first).runs[0]!.id);
  });

  it("trains the output that is named, on the command line and in a study file", () => {
    const file = twoOutputs();
    const first = stepzero([...small, "--init", "he", "--model", file]);
    expect(first.code).toBe(2);
    expect(first.stderr).toContain(
      'two.onnx: its output "features" is [N, 30], 30 classes, and the data has 10. The file has other outputs: "logits".',
    );
    const ended = stepzero([...small, "--init", "he", "--model", file, "--model-output", "logits"]);
    expect(output(ended).runs.map(({ model }) => model)).toEqual(["two.onnx:output=logits"]);
    writeFileSync(at("study.yaml"), "models: ./two.onnx\nmodelOutput: logits\ninits: he\n");
    const written = stepzero(["compare", at("study.yaml"), ...small.slice(1)]);
    expect(output(written).runs.map(({ id }) => id)).toEqual(output(ended).runs.map(({ id }) => id));
    const unknown = stepzero([...small, "--init", "he", "--model", file, "--model-output", "logit"]);
    expect(unknown.stderr).toContain(
      'Unknown output of two.onnx "logit"; did you mean "logits"? Known: features, logits.',
    );
  });

  it.each([
    [
      ["--model", "mlp", "--model-output", "y"],
      `The model's output "y" is for networks in .onnx files, and the study has none: mlp.`,
    ],
    [["--model", "mlp", "--init", at("net.onnx")], "is a network, not an initializer; name it as a model."],
    [["--model", at("none.onnx")], `There is no file ${at("none.onnx")}`],
  ])("is refused in words: %j", (args, message) => {
    const { code, stdout, stderr } = stepzero([...small, ...args]);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("has its folder in its name where two files have one name", () => {
    for (const [name, seed] of [
      ["a", "1"],
      ["b", "2"],
    ] as const) {
      mkdirSync(at(name));
      stepzero(["init", "--model", "mlp:depth=1,width=8", "--seed", seed, "--out", at(`${name}/model.onnx`)]);
    }
    const both = `${at("a/model.onnx")},${at("b/model.onnx")}`;
    const { runs } = output(stepzero([...small, "--init", "he", "--model", both]));
    expect(runs.map(({ model }) => model)).toEqual(["a/model.onnx", "b/model.onnx"]);
    const [[first], [second]] = runs.map(({ epochs }) => epochs.map(({ testLoss }) => testLoss)) as [
      number[],
      number[],
    ];
    expect(first).toBe(second); // the numbers of the files do not matter
  });

  it("is compared by the example's study", () => {
    copyFileSync(resolve("examples/onnx-study.yaml"), at("onnx-study.yaml"));
    const { study, runs } = output(stepzero(["compare", at("onnx-study.yaml"), ...small.slice(1)]));
    expect(runs.map(({ method }) => method)).toEqual(["he", "glorot-uniform", "lsuv"]);
    expect(study.models[0]!.recipe.optimizer.kind).toBe("adam");
  });

  it("is estimated like any other", () => {
    const { code, stdout } = stepzero(["compare", "--model", at("net.onnx"), "--init", "he", "--dry-run"]);
    expect(code).toBe(0);
    expect(stdout).toContain("net.onnx");
  });
});
