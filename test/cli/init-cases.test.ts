/** `stepzero init` on the files beside the repository: exit codes and what is said. */

import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { caseFile, modelFile } from "../onnx/case-files.js";
import { haveShared } from "../oracles.js";
import { at } from "./init-files.js";
import { stepzero } from "./run.js";

const init = (file: string, ...more: string[]) =>
  stepzero(["init", "--model", file, "--out", at("out.onnx"), "--force", ...more]);

describe.skipIf(!haveShared("cases/onnx"))("init of people's files", () => {
  it.each([
    [caseFile("repro-no-kernel"), "not every kernel could be initialized"],
    [caseFile("repro-bn-training-op9"), "is not a fresh network"],
    [caseFile("qdq-qdq"), "quantized to whole numbers: take the float model"],
    [modelFile("connxr-mnist-quantized"), "quantized to whole numbers: take the float model"],
    [modelFile("burn-hardswish"), "nothing could be initialized"],
  ])("%s is no fresh network: a warning and exit code 3", (file, words) => {
    const { code, stderr } = init(file);
    expect([code, stderr]).toEqual([3, expect.stringContaining(words)]);
  });

  it.each(["dynamic-hw-seg", "repro-unknown-last", "leaky-slope-prelu", "constant-nodes-const"])(
    "%s: exit code 0, and nothing to say",
    (name) => {
      expect(init(caseFile(name))).toMatchObject({ code: 0, stderr: "" });
    },
  );

  it("a file of PyTorch is no model's name: it is said how to export one", () => {
    writeFileSync(at("net.pt"), "PK");
    const { code, stderr } = init(at("net.pt"));
    expect([code, stderr]).toEqual([2, expect.stringContaining("torch.onnx.export(model, (example,)")]);
  });

  it.each([
    [["--classes", "3"], "--classes has no effect"],
    [["--batch", "4"], "--batch has no effect"],
    [["--data", "mnist"], "--data has no effect"],
    [["--input", "4,32,32"], "does not fit the input image"],
  ])("%s is refused for a file that it says nothing of", (options, words) => {
    const { code, stderr } = init(caseFile("dynamic-hw-seg"), ...options);
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
  });

  it("--input sets open sizes", () => {
    expect(init(caseFile("dynamic-hw-seg"), "--input", "3,32,32").code).toBe(0);
  });
});
