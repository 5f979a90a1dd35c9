/**
 * What our texts say of frameworks in passing: of defaults, refusals and activations. Each claim
 * stands beside an expression of the framework and its value; `refuses` is of the program that
 * asks.
 */
import type { Framework } from "./initializers.js";

/** Where we say it, what, how the framework is asked, and its answer. */
export type FrameworkFact = readonly [where: string, claim: string, expression: string, value: unknown];

export const frameworkFacts: Readonly<Record<Framework, readonly FrameworkFact[]>> = {
  keras: [
    [
      "identity",
      "accepts matrices that are not square",
      "refuses(lambda: keras.initializers.Identity()((3, 4)))",
      false,
    ],
    ["identity", "no kernels of convolutions", "refuses(lambda: keras.initializers.Identity()((3, 3, 4, 4)))", true],
    ["delta-orthogonal", "Keras has none", "[n for n in dir(keras.initializers) if 'delta' in n.lower()]", []],
    ["activations", "LeakyReLU has 0.3", "keras.layers.LeakyReLU().negative_slope", 0.3],
    ["activations", "GELU is exact by default", "round(float(keras.activations.gelu(np.float32(1))), 6)", 0.841345],
    ["activations", "hard sigmoid has 1/6", "round(float(keras.activations.hard_sigmoid(np.float32(1))), 6)", 0.666667],
    ["batchNorm", "momentum 0.99", "keras.layers.BatchNormalization().momentum", 0.99],
    ["batchNorm", "epsilon 1e-3", "keras.layers.BatchNormalization().epsilon", 1e-3],
    ["layerNorm", "epsilon 1e-3", "keras.layers.LayerNormalization().epsilon", 1e-3],
    ["groupNorm", "epsilon 1e-3", "keras.layers.GroupNormalization().epsilon", 1e-3],
    [
      "variance-scaling",
      "defaults",
      "[(i := keras.initializers.VarianceScaling()).scale, i.mode, i.distribution]",
      [1, "fan_in", "truncated_normal"],
    ],
  ],
  flax: [
    ["activations", "leaky ReLU has 0.01", "round(float(jax.nn.leaky_relu(-1.0)), 6)", -0.01],
    ["activations", "GELU is the tanh approximation", "round(float(jax.nn.gelu(1.0)), 6)", 0.841192],
    ["batchNorm", "momentum 0.99", "nn.BatchNorm().momentum", 0.99],
    ["batchNorm", "epsilon 1e-5", "nn.BatchNorm().epsilon", 1e-5],
    ["layerNorm", "epsilon 1e-6", "nn.LayerNorm().epsilon", 1e-6],
    ["groupNorm", "epsilon 1e-6", "nn.GroupNorm().epsilon", 1e-6],
    [
      "delta-orthogonal",
      "refuses more inputs than outputs",
      "refuses(lambda: jax.nn.initializers.delta_orthogonal()(jax.random.key(0), (3, 3, 8, 4)))",
      true,
    ],
    [
      "delta-orthogonal",
      "the centre of an even window is (k − 1) / 2",
      "[int(i) for i in np.argwhere(np.asarray(jax.nn.initializers.delta_orthogonal()(jax.random.key(0), (4, 1, 1)))[:, 0, 0])[0]]",
      [1],
    ],
  ],
  tfjs: [],
  pytorch: [
    ["activations", "leaky ReLU has 0.01", "round(torch.nn.LeakyReLU()(torch.tensor(-1.0)).item(), 6)", -0.01],
    ["activations", "GELU is exact by default", "round(torch.nn.GELU()(torch.tensor(1.0)).item(), 6)", 0.841345],
    ["activations", "hard sigmoid has 1/6", "round(torch.nn.Hardsigmoid()(torch.tensor(1.0)).item(), 6)", 0.666667],
    ["batchNorm", "momentum 0.1, which is 1 − ours", "torch.nn.BatchNorm2d(1).momentum", 0.1],
    ["batchNorm", "epsilon 1e-5", "torch.nn.BatchNorm2d(1).eps", 1e-5],
    ["layerNorm", "epsilon 1e-5", "torch.nn.LayerNorm(1).eps", 1e-5],
    ["averagePool", "counts the padding", "torch.nn.AvgPool2d(2).count_include_pad", true],
    [
      "activation-aware",
      "gains",
      "[round(torch.nn.init.calculate_gain(n), 6) for n in ('sigmoid', 'tanh', 'selu')]",
      [1, 1.666667, 0.75],
    ],
    [
      "activation-aware",
      "no gain for others",
      "[refuses(lambda: torch.nn.init.calculate_gain(n)) for n in ('gelu', 'silu', 'elu')]",
      [true, true, true],
    ],
    [
      "identity",
      "eye_ fills only the query of a fused matrix",
      "torch.nn.init.eye_(torch.empty(6, 2)).nonzero().tolist()",
      [
        [0, 0],
        [1, 1],
      ],
    ],
    [
      "pytorch-default",
      "a row of zeros for padding_idx",
      "torch.nn.Embedding(5, 4, padding_idx=2).weight.abs().sum(1).eq(0).nonzero().tolist()",
      [[2]],
    ],
    ["delta-orthogonal", "PyTorch has none", "[n for n in dir(torch.nn.init) if 'delta' in n.lower()]", []],
  ],
};
