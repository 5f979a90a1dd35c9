/** The problems of the recorded grids: runs of three seconds at most on one core. */
import type { StudyOptions } from "../../src/study/plan/options.js";

/** A problem, and the rate around which its grid lies. */
export interface GridProblem {
  readonly name: string;
  readonly options: StudyOptions;
  readonly rate: number;
}

const small = { limit: 2000, validation: 400, epochs: 4, batch: 64, optimizer: "sgd" } as const;

/** Dense and convolutional networks on three data sets. */
export const gridProblems: readonly GridProblem[] = [
  { name: "glyphs-relu-6", options: { ...small, data: "glyphs", models: "mlp:depth=6,width=64" }, rate: 0.1 },
  {
    name: "glyphs-tanh-20",
    options: { ...small, data: "glyphs", models: "mlp:depth=20,width=64,activation=tanh" },
    rate: 0.03,
  },
  { name: "mnist-relu-10", options: { ...small, data: "mnist", models: "mlp:depth=10,width=64" }, rate: 0.1 },
  {
    name: "mnist-selu-8",
    options: { ...small, data: "mnist", models: "mlp:depth=8,width=64,activation=selu" },
    rate: 0.03,
  },
  { name: "fashion-relu-3", options: { ...small, data: "fashion-mnist", models: "mlp:depth=3,width=64" }, rate: 0.1 },
  {
    name: "fashion-gelu-adam",
    options: { ...small, data: "fashion-mnist", models: "mlp:depth=6,width=64,activation=gelu", optimizer: "adam" },
    rate: 0.001,
  },
];

/** The paper's four, and eight that people use. */
export const gridMethods = [
  "zero",
  "random",
  "xavier-fan-in",
  "he",
  "glorot-uniform",
  "lecun-normal",
  "orthogonal",
  "truncated-normal:std=0.02",
  "standard-normal",
  "pytorch-default",
  "he-uniform",
  "activation-aware",
] as const;

/** Seeds of each method at each rate. */
export const GRID_SEEDS = 20;

/** Lengths of shorter tuning runs. */
export const SHORT_EPOCHS = [1, 2] as const;

/** Their seeds, none of which is one of the grid. */
export const SHORT_SEEDS = [20, 21, 22, 23, 24];

/** Half decades around a problem's rate. */
export const GRID_STEPS = [-2, -1, 0, 1, 2] as const;

/** A rate of the lattice, to four digits. */
export const rateAt = (rate: number, step: number): number => Number((rate * 10 ** (step / 2)).toPrecision(4));
