/**
 * Our gradients and optimizers beside Keras's; beside PyTorch's of Debian and, in the long tests,
 * of today.
 */
import { describe, expect, it } from "vitest";
import { optimizerDefaults, optimizerNames } from "../../src/recipe.js";
import { optimizers } from "../../src/training/optimizers.js";
import { havePython, haveToday, python, pythonOfToday } from "../oracles.js";
import { describeTraining } from "./training.js";
import { trainingCases } from "./training-cases.js";

describe.skipIf(!haveToday("keras"))("Keras", () => describeTraining("keras", pythonOfToday));
describe.skipIf(!havePython("torch"))("PyTorch", () => describeTraining("pytorch", python));

it.each(optimizerNames)("%s is compared with both frameworks, in each of its hyperparameters", (name) => {
  const cases = trainingCases.filter(({ optimizer }) => optimizer.kind === name);
  for (const framework of ["keras", "pytorch"] as const) {
    const compared = cases.filter((one) => typeof one[framework] !== "string");
    const varied = new Set(compared.flatMap(({ optimizer }) => Object.keys(optimizer)));
    expect([...Object.keys(optimizerDefaults[name]), "weightDecay"].filter((key) => !varied.has(key))).toEqual([]);
  }
  for (const { keras, pytorch } of cases) {
    for (const reason of [keras, pytorch]) if (typeof reason === "string") expect(reason).toMatch(/\w+ \w+/);
  }
});

it("has every optimizer of the table", () => {
  expect(Object.keys(optimizers).sort()).toEqual(
    [...new Set(trainingCases.map(({ optimizer }) => optimizer.kind))].sort(),
  );
});
