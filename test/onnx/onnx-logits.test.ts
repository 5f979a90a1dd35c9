/** How logits come out of an .onnx model, against sums written out here. */
import { describe, expect, it, test } from "vitest";
import type { FileNode } from "./onnx-file.js";
import { built, close, expected, file, integers, logitsOf } from "./small-models.js";

describe("logits", () => {
  const same = (i: number) => i;
  const ending = (op: string, attributes: FileNode["attributes"] = {}): FileNode => ({ op, inputs: ["z"], attributes });
  test.each<[title: string, nodes: readonly FileNode[], notes: readonly string[], form?: (z: number[]) => number[]]>([
    ["before a Softmax", [ending("Softmax", { axis: 1 })], ['the loss reads the logits before the Softmax of "y"']],
    [
      "before a LogSoftmax",
      [ending("LogSoftmax", { axis: -1 })],
      ['the loss reads the logits before the LogSoftmax of "y"'],
    ],
    ["before a Sigmoid", [ending("Sigmoid")], ['the loss reads the logits before the Sigmoid of "y"']],
    ["[N, classes, 1, 1]", [{ op: "Unsqueeze", inputs: ["z", "last"] }], ["its output [N, 4, 1, 1] is read as [N, 4]"]],
    ["[N, 1, classes]", [{ op: "Unsqueeze", inputs: ["z", "one"] }], ["its output [N, 1, 4] is read as [N, 4]"]],
    [
      "before the Softmax of images of one pixel",
      [
        { op: "Unsqueeze", inputs: ["z", "last"], outputs: ["u"] },
        { op: "Softmax", inputs: ["u"], outputs: ["s"], attributes: { axis: 1 } },
        { op: "Flatten", inputs: ["s"] },
      ],
      ["its output [N, 4, 1, 1] is read as [N, 4]", 'the loss reads the logits before the Softmax of "y"'],
    ],
    [
      "before a softmax that is written out",
      [
        { op: "ReduceMax", inputs: ["z"], outputs: ["m"], attributes: { axes: [1] } },
        { op: "Sub", inputs: ["z", "m"], outputs: ["d"] },
        { op: "Exp", inputs: ["d"], outputs: ["e"] },
        { op: "ReduceSum", inputs: ["e", "one"], outputs: ["t"] },
        { op: "Div", inputs: ["e", "t"] },
      ],
      ['the loss reads the logits before the Softmax of "y"'],
      (z) => z.map((value, i) => value - Math.max(...z.slice(i - (i % 4), i - (i % 4) + 4))),
    ],
  ])("%s", (_, nodes, notes, form = (z) => z) => {
    const constants = { last: integers([2, 3]), one: integers([1]) };
    const network = built(file([], { to: "z", nodes, constants }), [60]);
    close(logitsOf(network), form(expected(network.x, 3, 4, same)));
    const about = network.notes.filter((one) => !one.startsWith("the file has no recipe"));
    expect(about.toSorted()).toEqual([...notes].toSorted());
  });

  it("of one unit: the second of two classes", () => {
    const network = built(file([], { to: "z", nodes: [ending("Sigmoid")], units: 1 }), [60], { classes: 2 });
    const z = expected(network.x, 3, 1, same);
    close(
      logitsOf(network, 1),
      z.flatMap((value) => [0, value]),
    );
    expect(network.notes).toContain(
      "its one output is the logit of the second class, and the first class has the logit 0",
    );
  });

  it("a softmax over something else than the classes stays", () => {
    const nodes = [
      { op: "Reshape", inputs: ["z", "pairs"], outputs: ["p"] },
      { op: "Softmax", inputs: ["p"], outputs: ["s"], attributes: { axis: 2 } },
      { op: "Flatten", inputs: ["s"] },
    ];
    const network = built(file([], { to: "z", nodes, constants: { pairs: integers([-1, 2, 2]) } }), [60]);
    const z = expected(network.x, 3, 4, same);
    close(
      logitsOf(network),
      z.map((value, i) => Math.exp(value) / (Math.exp(value) + Math.exp(z[i ^ 1]!))),
    );
  });

  test.each<[title: string, nodes: readonly FileNode[], classes: number, message: string]>([
    [
      "other classes than the data",
      [],
      10,
      'its output "y" is [N, 4], 4 classes, and the data has 10. Give its last layer 10 outputs and export it again, or choose data with 4 classes.',
    ],
    [
      "several numbers per class",
      [{ op: "Reshape", inputs: ["z", "pairs"] }],
      2,
      'its output "y" is [N, 2, 2], expected logits [N, 2]. Export the model with an output of logits.',
    ],
    [
      "no function of the kernels that can be differentiated",
      [{ op: "Round", inputs: ["z"] }],
      4,
      'its logits are no differentiable function of "w", so it cannot be trained.',
    ],
    [
      "labels",
      [{ op: "ArgMax", inputs: ["z"], attributes: { axis: 1 } }],
      4,
      'its output "y" holds int64 [N, 1], expected float logits [N, 4]. Export the model with an output of logits.',
    ],
  ])("are refused: %s", (_, nodes, classes, message) => {
    const bytes = file([], { to: nodes.length === 0 ? "y" : "z", nodes, constants: { pairs: integers([-1, 2, 2]) } });
    expect(() => built(bytes, [60], { classes })).toThrow(`net.onnx: ${message}`);
  });
});
