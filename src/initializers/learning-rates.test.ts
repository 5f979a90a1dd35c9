import { expect, test } from "vitest";
import { findModel, parametersOf } from "../network/models/index.js";
import { he } from "./index.js";
import type { Initializer } from "./initializer.js";
import { learningRateMultipliersOf } from "./learning-rates.js";
import { learningRateMultipliers, mup } from "./methods/transformer/index.js";

const { parameters } = parametersOf(findModel("mlp"), { input: [50], classes: 10 }, { width: 256, depth: 2 });

test("mup's are those of its table, for the optimizers that it has rules for", () => {
  const sgd = learningRateMultipliers(parameters, { optimizer: "sgd" });
  expect(learningRateMultipliersOf(mup, parameters, "sgd")).toEqual(sgd);
  const adam = learningRateMultipliers(parameters, { optimizer: "adam", baseWidth: 128 });
  for (const optimizer of ["adam", "adamw", "rmsprop"] as const) {
    expect(learningRateMultipliersOf(mup, parameters, optimizer, { baseWidth: 128 })).toEqual(adam);
  }
  expect(() => learningRateMultipliersOf(mup, parameters, "adadelta")).toThrow(
    /"mup" has no learning rates for adadelta.*--optimizer adam.*mup:rates=equal/,
  );
});

test("undefined where all train at one rate", () => {
  expect(learningRateMultipliersOf(he, parameters, "adadelta")).toBeUndefined();
  expect(learningRateMultipliersOf(mup, parameters, "adadelta", { rates: "equal" })).toBeUndefined();
  const atBase = parametersOf(findModel("mlp"), { input: [50], classes: 10 }, { width: 64, depth: 2 }).parameters;
  expect(learningRateMultipliersOf(mup, atBase, "adam")).toBeUndefined();
});

test("the multipliers of a user's method are checked and completed", () => {
  const withRates = (rates: Record<string, number>): Initializer => ({
    ...he,
    name: "mine",
    learningRateMultipliers: () => rates,
  });
  expect(learningRateMultipliersOf(withRates({ "dense1/bias": 0 }), parameters, "sgd")).toMatchObject({
    "dense1/kernel": 1,
    "dense1/bias": 0,
  });
  expect(() => learningRateMultipliersOf(withRates({ "dense1/kernal": 2 }), parameters, "sgd")).toThrow(
    "dense1/kernel",
  );
  for (const bad of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => learningRateMultipliersOf(withRates({ "dense1/bias": bad }), parameters, "sgd")).toThrow(
      `the learning rate of "dense1/bias" is multiplied by ${bad}, expected a number from 0 on`,
    );
  }
});
