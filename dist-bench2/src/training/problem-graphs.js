import { buildEvaluateGraph, buildForwardGraph, buildTrainGraph, } from "./train-graph.js";
/** Rows of one evaluation run: small enough for its activations to stay near the processor. */
const EVALUATION_BATCH = 250;
/** The size of a data set. */
export function dataSize({ shape, classes, train, test }) {
    const type = train.inputs instanceof Uint8Array ? "uint8" : "float32";
    return { shape, type, classes, trainSamples: train.count, testSamples: test.count };
}
/** The graphs that train a network by a recipe on data of that size. */
export function problemGraphs(layers, recipe, size) {
    const { shape, type, classes, trainSamples, testSamples } = size;
    const batch = Math.min(recipe.batch, trainSamples);
    const evaluationBatch = Math.min(EVALUATION_BATCH, trainSamples, testSamples);
    const augmented = recipe.augmentation !== undefined;
    const source = augmented
        ? { shape, type: "float32", count: undefined }
        : { shape, type, count: trainSamples };
    const common = { layers, classes, loss: recipe.loss };
    // Asked for again and again while the step decides how to cut its batch.
    const forwards = new Map();
    const training = (rows) => ({ ...common, source, labelCount: trainSamples, batch: rows });
    return {
        batch,
        remainder: trainSamples % batch,
        evaluationBatch,
        augmented,
        train: (rows, learningRateMultipliers, part) => buildTrainGraph(training(rows), recipe.optimizer, learningRateMultipliers, part),
        forward(rows) {
            if (!forwards.has(rows))
                forwards.set(rows, buildForwardGraph(training(rows)));
            return forwards.get(rows);
        },
        evaluate: () => buildEvaluateGraph({
            ...common,
            source: { shape, type, count: undefined },
            labelCount: evaluationBatch,
            batch: evaluationBatch,
        }),
    };
}
