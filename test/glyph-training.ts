/** Small trainings on the embedded data set, for tests. */
import type { Dataset } from "../src/data/dataset.js";
import { glyphs } from "../src/data/glyphs.js";
import type { Layer } from "../src/network/layers/layer.js";
import { parseModel } from "../src/network/models/index.js";
import type { Recipe } from "../src/recipe.js";
import type { Runtime } from "../src/runtime/runtime.js";

/** A network by its text, "mlp:depth=2,width=16", for images of 28 × 28 in ten classes. */
export function glyphNetwork(text: string): Layer {
  const { model, options } = parseModel(text);
  return model.build({ input: [1, 28, 28], classes: 10 }, options);
}

/** The first samples of glyphs: so many to train on, so many to test. */
export function firstGlyphs(trainSamples: number, testSamples: number): Dataset {
  const all = glyphs();
  const first = ({ inputs, labels }: Dataset["train"], count: number) => ({
    inputs: inputs.subarray(0, count * 784),
    labels: labels.subarray(0, count),
    count,
  });
  return { ...all, train: first(all.train, trainSamples), test: first(all.test, testSamples) };
}

/** Two epochs in batches of 16, by cross-entropy; `more` takes the place of any of it. */
export function smallRecipe(optimizer: Recipe["optimizer"], more: Partial<Recipe> = {}): Recipe {
  return { loss: "cross-entropy", optimizer, batch: 16, epochs: 2, ...more };
}

/** The processor's runtime without its fast operators, as WebGPU is. */
export function inPortableOperators({ description, createSession }: Runtime): Runtime {
  return { description, fastOperators: false, createSession };
}
