/** The networks of `npm run bench:prediction`, and how each is trained. */
import { activation as activationLayer } from "../../src/network/layers/activation.js";
import { dense, flatten } from "../../src/network/layers/dense.js";
import { layerNorm } from "../../src/network/layers/normalization.js";
import { residual } from "../../src/network/layers/residual.js";
import { sequential } from "../../src/network/layers/sequential.js";
import { type Model, mlp } from "../../src/network/models/index.js";
import { defineModel } from "../../src/network/models/model.js";

/** A network on some samples, with the rates that are tried. */
export interface Setting {
  /** As the CSV names it. */
  readonly network: string;
  readonly data: "glyphs" | "mnist" | "fashion-mnist";
  readonly model: string | Model;
  /** Training samples. */
  readonly limit: number;
  readonly epochs: number;
  readonly rates: readonly number[];
}

/** Blocks of two dense layers on a stream, without normalization or with one before each block. */
const residualMlp = (name: string, blocks: number, width: number, isNormal: boolean): Model =>
  defineModel({
    name,
    summary: `${blocks} residual blocks of two dense layers`,
    options: {},
    recipe: mlp.recipe,
    build: ({ classes }) =>
      sequential(
        flatten(),
        dense(width),
        ...Array.from({ length: blocks }, () =>
          residual(sequential(...(isNormal ? [layerNorm()] : []), dense(width, { activation: "relu" }), dense(width))),
        ),
        ...(isNormal ? [layerNorm()] : []),
        activationLayer("relu"),
        dense(classes),
      ),
  });

const usual = { limit: 4000, epochs: 4, rates: [0.02, 0.1, 0.5] } as const;

const ofMlp = (data: Setting["data"], depth: number, activation: string): Setting => ({
  ...usual,
  network: `${activation} mlp, ${depth} layers`,
  data,
  model: `mlp:depth=${depth},width=96,activation=${activation}`,
});

const ofCnn = (data: Setting["data"], depth: number, activation: string): Setting => ({
  network: `${activation} cnn, ${depth} layers`,
  data,
  model: `plain_cnn:depth=${depth},width=8,activation=${activation}`,
  limit: 1500,
  epochs: 3,
  rates: [0.003, 0.015, 0.075],
});

/** Every network, on the data that it trains on. */
export const settings: readonly Setting[] = [
  ofMlp("fashion-mnist", 6, "relu"),
  ofMlp("mnist", 15, "tanh"),
  { ...usual, network: "residual mlp, 8 blocks", data: "fashion-mnist", model: residualMlp("residual8", 8, 96, false) },
  ofMlp("mnist", 20, "relu"),
  ofMlp("glyphs", 8, "selu"),
  ofCnn("glyphs", 6, "relu"),
  { ...usual, network: "pre-norm mlp, 8 blocks", data: "mnist", model: residualMlp("pre-norm8", 8, 96, true) },
  ofMlp("fashion-mnist", 8, "gelu"),
  ofMlp("mnist", 4, "sigmoid"),
  ofMlp("mnist", 2, "relu"),
  ofMlp("fashion-mnist", 6, "tanh"),
];

/** The methods that start each network: usual ones, and some that are wrong for some networks. */
export const methods: readonly string[] = [
  "he",
  "glorot-uniform",
  "lecun-normal",
  "orthogonal",
  "activation-aware",
  "pytorch-default",
  "random:std=0.01",
  "variance-scaling:scale=4",
];
