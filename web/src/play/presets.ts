/** Setups that each show one thing. */
import { firstSetup, type Setup } from "./setup.js";

/** A setup with its lesson. */
export interface Preset {
  readonly name: string;
  /** What one sees, in a sentence. */
  readonly lesson: string;
  readonly setup: Setup;
}

const of = (name: string, lesson: string, changes: Partial<Setup>): Preset => ({
  name,
  lesson,
  setup: { ...firstSetup, ...changes },
});

/** In the order of the menu. */
export const presets: readonly Preset[] = [
  of(
    "The 2019 paper",
    "Zero keeps all units of a layer alike; N(0, 0.01²) makes the signal vanish by layer 6; He keeps it, and wins.",
    {},
  ),
  of(
    "Where random is harmless",
    "With one hidden layer there is little to vanish: the same N(0, 0.01²) learns, only more slowly.",
    { net: "mlp:depth=1,width=128" },
  ),
  of(
    "Fifty layers of tanh",
    "He is chaotic for tanh: gradients grow on their way back, where those of the others last. The race is short, and its order is about the rate, too.",
    {
      net: "mlp:depth=50,width=64,activation=tanh",
      inits: ["edge-of-chaos", "orthogonal", "glorot-uniform", "he"],
      rate: 0.02,
      samples: 1000,
      seeds: 2,
    },
  ),
  of(
    "Too large",
    "Weights of N(0, 1) saturate every tanh before the first step, and the loss starts far above ln 10.",
    {
      net: "mlp:depth=8,width=128,activation=tanh",
      inits: ["standard-normal", "glorot-uniform"],
    },
  ),
  of(
    "Skips without normalization",
    "Each residual block of He's scale doubles the stream; methods that start the branches at zero do not. See it before step 1: the race itself takes minutes.",
    {
      net: "resnet20:norm=none",
      inits: ["he", "fixup", "zero-gamma"],
      rate: 0.05,
      batch: 32,
      epochs: 1,
      samples: 200,
      seeds: 1,
    },
  ),
  of("Let the data decide", "LSUV sets the scale of each layer by one batch, whatever the activation is.", {
    net: "mlp:depth=12,width=128,activation=gelu",
    inits: ["lsuv", "weight-norm", "he", "glorot-uniform"],
    rate: 0.05,
  }),
  of("Spirals", "On a problem in the plane one sees what each network answers, point by point.", {
    data: "spirals",
    net: "mlp:depth=4,width=32",
    inits: ["he", "xavier-fan-in", "random", "zero"],
    rate: 0.1,
    batch: 32,
    epochs: 40,
  }),
];
