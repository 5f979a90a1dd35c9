import { describe, expect, it } from "vitest";
import { planned } from "../../../test/study/planned.js";
import type { StudyOptions } from "./options.js";

describe("a recipe key at the top of a study", () => {
  it("holds for every recipe that does not name it", () => {
    const { cells } = planned({
      inits: ["he"],
      seeds: [0],
      learningRate: 0.2,
      momentum: 0.5,
      weightDecay: 0.1,
      training: [{}, { momentum: 0 }, { optimizer: "sgd", learningRate: 0.4, batch: 8 }],
    });
    expect(cells.map(({ method }) => method.recipe.optimizer)).toEqual([
      { kind: "sgd", learningRate: 0.2, momentum: 0.5, weightDecay: 0.1 },
      { kind: "sgd", learningRate: 0.2, momentum: 0, weightDecay: 0.1 },
      { kind: "sgd", learningRate: 0.4, momentum: 0.5, weightDecay: 0.1 },
    ]);
  });

  it("is refused where a recipe's optimizer would drop it", () => {
    const training = [{ momentum: 0 }, { optimizer: "adam" as const }];
    expect(() => planned({ learningRate: 0.1, training })).toThrow(
      'learningRate: 0.1 of the study would not reach mlp with the recipe "adam": it changes the optimizer from sgd to ' +
        "adam, which starts from its usual settings. Leave it out at the top of the study or on the command line, and " +
        "write learningRate in each recipe of training that should have it.",
    );
    expect(() => planned({ momentum: 0.9, weightDecay: 0.1, training: [{}, { optimizer: "adam" }] })).toThrow(
      "momentum: 0.9 and weightDecay: 0.1 of the study would not reach mlp",
    );
    // The study's own optimizer, too, where a recipe has another.
    expect(() => planned({ optimizer: "rmsprop", momentum: 0.9, training: [{}, { optimizer: "sgd" }] })).toThrow(
      'momentum: 0.9 of the study would not reach mlp with the recipe "sgd": it changes the optimizer from rmsprop to sgd',
    );
    // By network: the recipe "sgd" keeps a perceptron's optimizer and replaces that of mnist_cnn.
    const sgd: StudyOptions = { learningRate: 0.1, training: [{ optimizer: "sgd" }, {}] };
    expect(planned({ models: "mlp", ...sgd }).cells).toHaveLength(12);
    expect(() => planned({ models: "mnist_cnn", ...sgd })).toThrow("from adadelta to sgd");
    // What the remedy says is legal.
    const [first, second] = planned({
      inits: ["he"],
      seeds: [0],
      training: [
        { momentum: 0, learningRate: 0.1 },
        { optimizer: "adam", learningRate: 0.1 },
      ],
    }).cells;
    expect([first!, second!].map(({ method }) => method.recipe.optimizer)).toEqual([
      { kind: "sgd", learningRate: 0.1, momentum: 0 },
      { kind: "adam", learningRate: 0.1 },
    ]);
  });
});
