/** Small graphs with recurrent layers, for the files of every operator. */
import type { GraphBuilder } from "../../src/graph/builder.js";
import type { Attributes, Value } from "../../src/graph/graph.js";
import { type Shape, tensor } from "../../src/graph/tensor.js";

type Sample = (g: GraphBuilder, operator: string) => readonly Value[];

const inputs = (g: GraphBuilder, shapes: readonly Shape[]) => shapes.map((shape) => g.input("in", "float32", shape));

/** X, W, R and more, for three hidden units. */
const layer =
  (shapes: readonly Shape[], attributes: Attributes, outputs: number): Sample =>
  (g, operator) =>
    g.applyAll(operator, inputs(g, shapes), { hidden_size: 3, ...attributes }, { outputs });

const everyOption: Attributes = {
  hidden_size: 3,
  direction: "bidirectional",
  activations: ["HardSigmoid", "Tanh", "ScaledTanh", "Sigmoid", "Elu", "Tanh"],
  activation_alpha: [0.25, 1.5, 1],
  activation_beta: [0.5, 0.5],
  clip: 3,
  input_forget: 1,
};

/** By operator. */
export const recurrentSamples: Readonly<Record<string, readonly Sample[]>> = {
  LSTM: [
    layer(
      [
        [3, 2, 4],
        [1, 12, 4],
        [1, 12, 3],
      ],
      {},
      3,
    ),
    (g, operator) => {
      const [first, last] = [
        inputs(g, [
          [3, 2, 4],
          [2, 12, 4],
          [2, 12, 3],
          [2, 24],
        ]),
        inputs(g, [
          [2, 2, 3],
          [2, 2, 3],
          [2, 9],
        ]),
      ];
      const lengths = g.constant(tensor("int32", [2], [3, 2]));
      return g.applyAll(operator, [...first, lengths, ...last], everyOption, { outputs: 3 });
    },
  ],
  GRU: [
    layer(
      [
        [3, 2, 4],
        [1, 9, 4],
        [1, 9, 3],
        [1, 18],
      ],
      { linear_before_reset: 1, direction: "reverse" },
      2,
    ),
  ],
  RNN: [
    layer(
      [
        [3, 2, 4],
        [1, 3, 4],
        [1, 3, 3],
        [1, 6],
      ],
      { activations: ["Relu"] },
      2,
    ),
  ],
};
