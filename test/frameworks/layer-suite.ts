/** What a framework's layers draw beside what `explain` says of their defaults. */
import { expect, it } from "vitest";
import { explainLayer, findFramework, parseLayers } from "../../src/explain/index.js";
import { axesIn } from "../../src/weights/layout.js";
import { contradictions } from "./agree.js";
import type { Drawn, LayerQuestion } from "./ask.js";
import { conventions, type Framework } from "./initializers.js";
import { type Fact, layerFacts, layersInWords } from "./layers.js";

/** The layers, in the order in which the framework is asked. */
export const layerQuestions = (framework: Framework): readonly LayerQuestion[] => [
  ...layersInWords[framework],
  ...layerFacts[framework],
];

/**
 * Compares what a framework drew for `layerQuestions`.
 *
 * @param drawn the answer to question i, once the tests run
 */
export function describeLayers(framework: Framework, drawn: (i: number) => Readonly<Record<string, Drawn>>): void {
  const defaults = findFramework(framework);
  const inWords = layersInWords[framework];

  it.each(inWords.map((one, i) => [`${one.call}: ${one.layer}`, one, i] as const))("%s", (_, one, i) => {
    const tensors = drawn(i);
    const [layer] = parseLayers(one.layer);
    const { weights, biases } = explainLayer(defaults, layer!);
    const names = [one.weights, ...(one.biases === undefined ? [] : [one.biases])];
    expect(Object.keys(tensors).sort()).toEqual(names.sort());
    const empty = { ...layer!.kernel, data: new Float32Array(tensors[one.weights]!.data.length) };
    expect(tensors[one.weights]!.shape).toEqual(axesIn(empty, conventions[framework].layout).shape);
    expect(contradictions(tensors[one.weights]!.data, weights)).toEqual([]);
    expect(biases === null).toBe(one.biases === undefined);
    if (biases !== null) expect(contradictions(tensors[one.biases!]!.data, biases)).toEqual([]);
  });

  const facts = layerFacts[framework].map((one, i) => [one.call, one, inWords.length + i] as const);
  it.each(facts)("%s", (_, one, i) => {
    const tensors = drawn(i);
    expect(Object.keys(tensors).sort()).toEqual(Object.keys(one.tensors).sort());
    const wrong = Object.entries(one.tensors).flatMap(([name, fact]) =>
      contradicts(tensors[name]!, fact).map((text) => `${name}: ${text}`),
    );
    expect(wrong).toEqual([]);
  });
}

function contradicts({ shape, data }: Drawn, fact: Fact): string[] {
  if (fact === "orthonormal rows") return orthonormality(data, shape[0]!);
  if ("kind" in fact) return contradictions(data, fact);
  return data.every((x, i) => x === fact[i]) && data.length === fact.length ? [] : [`not ${fact.join(", ")}`];
}

function orthonormality(data: Float32Array, rows: number): string[] {
  const width = data.length / rows;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      let sum = i === j ? -1 : 0;
      for (let k = 0; k < width; k++) sum += data[i * width + k]! * data[j * width + k]!;
      // Some hundred products of single precision.
      if (Math.abs(sum) > 2e-5) return [`rows ${i} and ${j} have the product ${sum}`];
    }
  }
  return [];
}
