import { describe, expect, it } from "vitest";
import { displayWidth } from "./text.js";
import { renderNotes, renderWrittenWeights, type WrittenWeights } from "./weights.js";

const written = (more: Partial<WrittenWeights>): WrittenWeights => ({
  file: "weights.safetensors",
  fileFormat: "safetensors",
  layout: "pytorch",
  model: "model.onnx",
  init: "he",
  seed: 0,
  tensors: [{ name: "conv.weight", shape: [2, 1, 1, 1], fanIn: 1, fanOut: 2, mean: 0, std: 1 }],
  tensorsOfFile: 1,
  notes: [],
  loading: { way: "strict", missing: [] },
  outcome: { initialized: 1, kept: [], unknown: [], missedKernels: [], isFresh: true },
  isLayoutAsked: false,
  ...more,
});
const missing = Array.from({ length: 12 }, (_, i) => `blocks.${i}.position_bias`);

describe("a file of weights that was written", () => {
  it("says why it has PyTorch's layout, unless the user asked for it", () => {
    expect(renderWrittenWeights(written({}), 80)).toContain("layout pytorch (PyTorch exported model.onnx).");
    expect(renderWrittenWeights(written({ isLayoutAsked: true }), 80)).toContain("layout pytorch. To load it:");
  });

  it("loads strictly what is whole, names what is missing, and reads what has other names", () => {
    const text = (way: "strict" | "partial" | "by-hand", names: readonly string[] = []) =>
      renderWrittenWeights(written({ loading: { way, missing: names } }), 80);
    expect(text("strict")).toContain('model.load_state_dict(load_file("weights.safetensors"))\n');
    expect(text("partial", ["class_token"]).replaceAll("\n", " ")).toContain("class_token keeps the numbers");
    expect(text("partial", ["class_token"])).toContain('load_file("weights.safetensors"), strict=False)\n');
    expect(text("by-hand")).not.toContain("load_state_dict");
    expect(text("by-hand").replaceAll("\n", " ")).toContain("The names are those of model.onnx");
  });

  it("counts what became of a user's model", () => {
    const outcome = { initialized: 8, kept: ["a", "b"], unknown: ["c"], missedKernels: ["Conv_3"], isFresh: false };
    expect(renderWrittenWeights(written({ outcome }), 80)).toContain(
      "\n8 weights initialized, 2 tensors kept, 1 tensor of unknown role kept, 1 kernel missed\n",
    );
    expect(renderWrittenWeights(written({ outcome: undefined }), 80)).not.toContain("initialized");
  });

  it("tells the weights of its table from the tensors that hold them", () => {
    const [gate] = written({}).tensors;
    const tensors = [1, 2, 3, 4].map(() => gate!);
    expect(renderWrittenWeights(written({ tensors, tensorsOfFile: 4 }), 80)).toContain("\n8 numbers in 4 tensors\n");
    expect(renderWrittenWeights(written({ tensors }), 80)).toContain("\n8 numbers in 4 weights of 1 tensor\n");
  });

  it("cuts no name where the table has no bound", () => {
    const name = `${"block.".repeat(20)}weight`;
    const tensors = [{ ...written({}).tensors[0]!, name }];
    expect(renderWrittenWeights(written({ tensors }), 80, Number.POSITIVE_INFINITY)).toContain(name);
    expect(renderWrittenWeights(written({ tensors }), 80)).not.toContain(name);
  });

  it.each([80, 120])("fits %i columns, its notes too, but for lines of code", (width) => {
    const long = written({ loading: { way: "partial", missing } });
    const notes = renderNotes(
      [`The file lacks ${missing.join(", ")}.\n    torch.onnx.export(${"x".repeat(200)})`],
      width,
    );
    const lines = `${renderWrittenWeights(long, width)}\n${notes}`.split("\n");
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([`    torch.onnx.export(${"x".repeat(200)})`]);
  });
});
