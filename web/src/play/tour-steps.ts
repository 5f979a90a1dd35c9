/** The guided tour: each step sets the page, asks for a guess, and then says what one sees. */
import type { Setup } from "./setup.js";

/** A step of the tour. */
export interface TourStep {
  readonly title: string;
  readonly text: string;
  /** What the page is set to; left out where it stays. */
  readonly changes?: Partial<Setup> | undefined;
  /** A question with its guesses; left out where there is nothing to guess. */
  readonly guess?:
    | { readonly question: string; readonly answers: readonly string[]; readonly right: number }
    | undefined;
  /** What one sees, once one has guessed. */
  readonly seen: string;
  /** Whether the doctor must find every method healthy. */
  readonly heal?: boolean | undefined;
}

const glyphNet: Partial<Setup> = { data: "glyphs", net: "mlp:depth=6,width=128" };

/** In their order. */
export const tourSteps: readonly TourStep[] = [
  {
    title: "A network is sums",
    text: "Each unit of a layer adds up what all units before it say, each times a weight, and passes the sum on if it is positive (ReLU). Training changes the weights step by step. It has to begin somewhere: that is what this page is about.",
    changes: { ...glyphNet, inits: ["he"] },
    seen: "The first figure shows the size of the signal, layer by layer, before any training: E φ² is the mean of the squares of what a layer returns.",
  },
  {
    title: "All weights zero",
    text: "The simplest beginning: every weight is 0.",
    changes: { ...glyphNet, inits: ["zero", "he"] },
    guess: {
      question: "How many different units has a layer of 128 then?",
      answers: ["128", "64", "1"],
      right: 2,
    },
    seen: "One. Equal units get equal gradients and stay copies of each other; here no gradient comes through at all. See what the doctor says of zero.",
  },
  {
    title: "Small random numbers",
    text: "Random weights break the symmetry. The 2019 paper draws them from a normal distribution with standard deviation 0.01.",
    changes: { ...glyphNet, inits: ["random", "zero", "he"] },
    guess: {
      question: "E φ² is about 1e-3 at layer 1. How large is it at layer 6?",
      answers: ["about 1e-3", "about 1e-8", "less than 1e-12"],
      right: 2,
    },
    seen: "Less than 1e-12, where the axis ends: each layer multiplies E φ² by about 0.0064. Numbers so small give gradients so small that nothing is learned.",
  },
  {
    title: "n · σ² is the whole story",
    text: "A sum of n products has n times the variance of one. So a layer multiplies the size of the signal by n·σ²: with 128 units and σ = 0.01 by 0.0128, and ReLU halves that.",
    changes: { ...glyphNet, inits: ["xavier-fan-in", "random"] },
    guess: {
      question: "Which σ² keeps a sum over n inputs as large as its inputs?",
      answers: ["1 / n", "1", "n"],
      right: 0,
    },
    seen: "1 / n: that is xavier-fan-in. Its line still falls here, by a half per layer: ReLU takes half of the mean square away.",
  },
  {
    title: "ReLU halves: He's 2",
    text: "If ReLU throws away half of the mean square, twice the variance makes up for it.",
    changes: { ...glyphNet, inits: ["he", "xavier-fan-in"] },
    guess: { question: "By what does he multiply E φ² per layer?", answers: ["1/2", "1", "2"], right: 1 },
    seen: "By 1: the line is level, whatever the depth. In the phase diagram he lies on the edge of chaos, at σ_w² = 2.",
  },
  {
    title: "Backwards, the same story",
    text: "Gradients run through the same weights from the last layer to the first, so they vanish or explode by the same product.",
    changes: { ...glyphNet, inits: ["he", "xavier-fan-in", "random"] },
    guess: {
      question: "By which method is the gradient as large at layer 1 as at layer 6?",
      answers: ["he", "xavier-fan-in", "random"],
      right: 0,
    },
    seen: "he: see the gradient by depth. A layer that gets no gradient learns nothing, however long one trains.",
  },
  {
    title: "Fifty layers of tanh",
    text: "At depth 50 a factor of 0.9 per layer leaves half a percent. tanh is nearly linear for small signals and flat for large ones.",
    changes: {
      data: "glyphs",
      net: "mlp:depth=50,width=64,activation=tanh",
      inits: ["glorot-uniform", "edge-of-chaos", "he"],
      samples: 1000,
      rate: 0.02,
    },
    guess: {
      question: "he has σ_w² = 2, and the edge of chaos of tanh is at 1. What becomes of gradients by he?",
      answers: ["they vanish", "they stay", "they grow"],
      right: 2,
    },
    seen: "They grow on their way back: right of the edge small differences grow from layer to layer. The method must fit the activation.",
  },
  {
    title: "What normalization changes",
    text: "Batch normalization brings each layer's signal back to size 1, whatever the weights are.",
    changes: {
      data: "glyphs",
      net: "vgg_small:width=4,norm=batch",
      inits: ["he", "random", "zero"],
      samples: 200,
      batch: 32,
      epochs: 1,
      seeds: 1,
      rate: 0.02,
    },
    guess: {
      question: "Which of the three does it not rescue?",
      answers: ["he", "random", "zero"],
      right: 2,
    },
    seen: "zero: normalization forgives the scale, not the symmetry. Equal units stay equal.",
  },
  {
    title: "One lucky seed",
    text: "One run of each method proves nothing: another seed may turn the order round. That is why a race has several seeds, and the verdict an interval.",
    changes: {
      ...glyphNet,
      inits: ["he", "glorot-uniform"],
      samples: 2000,
      batch: 128,
      epochs: 6,
      seeds: 3,
      rate: 0.1,
    },
    seen: "Press Train and read the answer: it says by how much, how surely, and what three seeds cannot say.",
  },
  {
    title: "Your turn: heal it",
    text: "This network is sick. Change its first weights or its activation until the doctor finds it healthy.",
    changes: {
      data: "glyphs",
      net: "mlp:depth=10,width=128,activation=tanh",
      inits: ["standard-normal"],
      samples: 2000,
      batch: 128,
      epochs: 6,
      seeds: 3,
      rate: 0.1,
    },
    seen: "Healed: the doctor finds nothing wrong any more. Everything else on this page is yours to try.",
    heal: true,
  },
];
