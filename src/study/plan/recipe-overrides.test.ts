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
      "A momentum is for sgd and rmsprop; the optimizer is adadelta.",
    );
  });

  it("are described by what they change", () => {
    expect(describeOverrides({})).toBe("own recipe");
    expect(describeOverrides({ optimizer: "adam", learningRate: 0.001, epochs: 3 })).toBe("adam, lr 0.001, 3 epochs");
    expect(describeOverrides({ schedule: { kind: "cosine" }, warmupSteps: 5 })).toBe("cosine schedule, warm-up 5");
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
