/** `doctor` on .onnx files of other people: what is diagnosed, and what is refused and why. */
import { describe, expect, it } from "vitest";
import { diagnoseNamed } from "../../src/diagnosis/node/diagnose-named.js";
import { haveShared } from "../oracles.js";

const diagnosed = (file: string, input?: readonly number[]) =>
  diagnoseNamed({
    input,
    model: `../shared/models/${file}.onnx`,
    seed: 0,
    seeds: 1,
    rows: 16,
    remedy: (method) => method,
  });

describe.skipIf(!haveShared("models"))("files of shared/models", () => {
  it.each([
    ["torch-mobilenetv2-op12", "healthy", 8],
    ["torch-gru-op14", "cannot-tell", 13],
    ["burn-lstm-bidirectional", "cannot-tell", 16], // so small; the file fixes the batch to 5
    ["torch-unet-op14", "healthy", undefined], // its output is an image
    ["cntk-mnist", "cannot-tell", undefined], // trained
    ["torch-encoder-op15", "sick", undefined], // PyTorch copied its layers
    ["ort-fuse-conv-bn-mul-add", "cannot-tell", 1],
    ["torch-llama-rope-op14", "healthy", 4], // a second input names positions
  ])("%s is %s", { timeout: 60_000 }, async (file, verdict, layers) => {
    const { diagnosis } = await diagnosed(file);
    expect(diagnosis.verdict).toBe(verdict);
    if (layers !== undefined) expect(diagnosis.layers).toHaveLength(layers);
    for (const { name, before, gradientSecondMoment } of diagnosis.layers) {
      expect([name, Number.isFinite(before.secondMoment)]).toEqual([name, true]);
      expect([name, gradientSecondMoment !== null]).toEqual([name, true]);
    }
  });

  it("says what inputs are fed with that nobody has data for", { timeout: 60_000 }, async () => {
    const notes = async (file: string, input: readonly number[]) => (await diagnosed(file, input)).diagnosis.notes;
    expect(await notes("torch-bert-dynamic-seq-op14", [12])).toContain(
      'nobody gives numbers for the input "in1" [N, seq]: it is fed with whole numbers from 0 to 1, drawn, since it names rows of a table',
    );
    expect(await notes("gonnx-gru", [6, 3])).toContain(
      'nobody gives numbers for the input "init_hidden" [1, batch_size, 5]: it is fed with 0 everywhere, as the first state of a recurrent layer',
    );
  });

  it.each([
    ["burn-hardswish", "no tensor in it has a role"],
    ["connxr-mnist-quantized", "it belongs to a quantized model"],
    ["torch-bert-dynamic-seq-op14", 'its input "in0" has open axes: [N, seq]. Say the shape of one sample: --input 28'],
  ])("%s is refused: %s", async (file, message) => {
    await expect(diagnosed(file)).rejects.toThrow(message);
  });
});
