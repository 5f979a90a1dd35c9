import { describe, expect, it } from "vitest";
import { findModel } from "../../network/models/index.js";
import { describeOverrides, overrideRecipe } from "./recipe-overrides.js";

const recipe = findModel("mnist_cnn").recipe;

describe("recipe overrides", () => {
  it("leave what is not named", () => {
    expect(overrideRecipe(recipe, {})).toEqual(recipe);
    expect(overrideRecipe(recipe, { epochs: 2, batch: 64 })).toEqual({ ...recipe, epochs: 2, batch: 64 });
    expect(overrideRecipe(recipe, { learningRate: 0.5 }).optimizer).toEqual({ ...recipe.optimizer, learningRate: 0.5 });
  });

  it("take another optimizer with its usual settings", () => {
    expect(overrideRecipe(recipe, { optimizer: "sgd" }).optimizer).toEqual({ kind: "sgd", learningRate: 0.01 });
    const sgd = overrideRecipe(recipe, { optimizer: "sgd", learningRate: 0.05, momentum: 0.9 });
    expect(sgd.optimizer).toEqual({ kind: "sgd", learningRate: 0.05, momentum: 0.9 });
    expect(overrideRecipe(recipe, { optimizer: "adadelta" }).optimizer).toEqual(recipe.optimizer);
  });

  it("refuse a momentum where there is none", () => {
    expect(() => overrideRecipe(recipe, { momentum: 0.9 })).toThrow(
      "momentum is for sgd and rmsprop; the optimizer is adadelta.",
    );
  });

  it("change every setting that the optimizer has, and refuse others", () => {
    const sgd = overrideRecipe(recipe, { optimizer: "sgd", momentum: 0.9, nesterov: true });
    expect(sgd.optimizer).toEqual({ kind: "sgd", learningRate: 0.01, momentum: 0.9, nesterov: true });
    const adam = overrideRecipe(recipe, {
      optimizer: "adam",
      beta1: 0.8,
      beta2: 0.99,
      epsilon: 1e-6,
      weightDecay: 0.1,
    });
    expect(adam.optimizer).toEqual({
      ...{ kind: "adam", learningRate: 0.001, weightDecay: 0.1 },
      ...{ beta1: 0.8, beta2: 0.99, epsilon: 1e-6 },
    });
    expect(overrideRecipe(recipe, { rho: 0.9 }).optimizer).toEqual({ ...recipe.optimizer, rho: 0.9 });
    expect(overrideRecipe(recipe, { optimizer: "rmsprop", decay: 1e-6 }).optimizer).toMatchObject({ decay: 1e-6 });
    expect(() => overrideRecipe(recipe, { beta1: 0.8 })).toThrow(
      "beta1 is for adam and adamw; the optimizer is adadelta. Leave it out, or choose adam.",
    );
    expect(() => overrideRecipe(recipe, { optimizer: "adam", nesterov: true })).toThrow("nesterov is for sgd;");
  });

  it("vary images, or no longer", () => {
    const varied = overrideRecipe(recipe, { augmentation: { shift: 0.1, flip: true } });
    expect(varied).toEqual({ ...recipe, augmentation: { shift: 0.1, flip: true } });
    expect(overrideRecipe(varied, {})).toEqual(varied);
    for (const augmentation of ["none", {}, { shift: 0, flip: false }] as const) {
      expect(overrideRecipe(varied, { augmentation })).toEqual(recipe);
      expect(overrideRecipe(varied, { augmentation })).not.toHaveProperty("augmentation");
    }
  });

  it("are described by what they change", () => {
    expect(describeOverrides({})).toBe("own recipe");
    expect(describeOverrides({ optimizer: "adam", learningRate: 0.001, epochs: 3 })).toBe("adam, lr 0.001, 3 epochs");
    expect(describeOverrides({ schedule: { kind: "cosine" }, warmupSteps: 5 })).toBe("cosine schedule, warm-up 5");
    expect(describeOverrides({ optimizer: "sgd", nesterov: true, augmentation: { shift: 0.1, flip: true } })).toBe(
      "sgd, nesterov, shift 0.1 and flip",
    );
    expect(describeOverrides({ beta1: 0.8, epsilon: 1e-8, augmentation: "none" })).toBe(
      "beta1 0.8, epsilon 1e-8, no augmentation",
    );
    const schedules = [
      { kind: "constant" },
      { kind: "step", every: 10, factor: 0.1 },
      { kind: "step", every: 5, factor: 0.1 },
      { kind: "cosine", final: 0.1 },
    ] as const;
    expect(schedules.map((schedule) => describeOverrides({ schedule }))).toEqual([
      "constant schedule",
      "step schedule × 0.1 every 10",
      "step schedule × 0.1 every 5",
      "cosine schedule to 0.1",
    ]);
  });
});
