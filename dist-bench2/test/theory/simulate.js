/** Networks drawn and run, to compare theory with: mean squares of signals and gradients. */
import { mul, reduceMean, reduceSum } from "../../src/graph/expressions.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import { normals, permutation, stream } from "../../src/random/index.js";
import { affineLayers } from "../../src/training/affine-layers.js";
import { instrument, loadInstrument } from "../../src/training/instrument.js";
import { lossPerSample, oneHot } from "../../src/training/loss.js";
const CLASSES = 10;
/** Mean squares of every layer's pre-activation, and of each sample's gradient by it. */
const meanSquares = ({ g, network, labels }) => {
    const layers = affineLayers(g, network);
    const target = oneHot(g, labels(), network.logits.shape[1]);
    const loss = reduceSum(g, lossPerSample(g, "cross-entropy", network.logits, target), [0], false);
    const values = layers.map(({ output }) => output);
    const slopes = gradients(g, [loss], values);
    const meanSquare = (v) => reduceMean(g, mul(g, v, v), v.shape.map((_, axis) => axis), false);
    return {
        outputs: [...values.map(meanSquare), ...slopes.map(meanSquare)],
        read: (numbers) => new Map(layers.map(({ layer }, i) => [
            layer.name,
            { before: numbers[i][0], gradient: numbers[layers.length + i][0] },
        ])),
    };
};
/** A batch of normal numbers with balanced labels. */
export function batchOf({ shape, rows }, seed = 0) {
    const size = shape.reduce((n, m) => n * m, rows);
    const order = permutation(stream(seed, "labels"), rows);
    return {
        inputs: Float32Array.from(normals(stream(seed, "inputs"), size)),
        labels: Int32Array.from(order, (i) => i % CLASSES),
        rows,
    };
}
/** What `each` makes of the networks of some seeds. */
export async function simulate(runtime, drawn, seeds, each) {
    const { name, layers, shape, rows, mode = "evaluate", draw } = drawn;
    const { parameters, look, release } = await loadInstrument(runtime, instrument({ layers, shape, rows, mode }, { meanSquares }));
    const batch = batchOf(drawn);
    const results = [];
    for (const seed of seeds) {
        const weights = draw(parameters, seed);
        const { meanSquares: seen } = await look(weights, batch);
        results.push(each({ subject: { name, layers, shape, parameters, weights, batch, labelled: false }, seen }));
    }
    await release();
    return results;
}
