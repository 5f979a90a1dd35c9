import { sizeOf } from "../src/graph/tensor.js";
import { he, initialWeights } from "../src/initializers/index.js";
import { parseModel } from "../src/network/models/index.js";
import { bytes, stream } from "../src/random/index.js";
import { compileProblem } from "../src/training/compile-problem.js";
import { initialState } from "../src/training/state.js";
/** The peer's name of each network, ours, and the shape of its samples. */
export const networks = {
    mlp: { model: "mlp:depth=2,width=512", shape: [1, 28, 28] },
    mnist_cnn: { model: "mnist_cnn", shape: [1, 28, 28] },
    cifar10_cnn: { model: "cifar10_cnn", shape: [3, 32, 32] },
    resnet20: { model: "resnet20", shape: [3, 32, 32] },
    vit_tiny: { model: "vit_tiny", shape: [3, 32, 32] },
    vgg_small: { model: "vgg_small", shape: [3, 32, 32] },
    plain_cnn: { model: "plain_cnn", shape: [3, 32, 32] },
};
/** Random bytes in the shape of real data: the work of a step does not depend on what they say. */
export function noise(shape, count) {
    const size = sizeOf(shape);
    const split = (n) => ({
        inputs: bytes(stream(0, "noise"), new Uint8Array(n * size)),
        labels: Int32Array.from({ length: n }, (_, i) => i % 10),
        count: n,
    });
    const classNames = Array.from({ length: 10 }, (_, i) => `${i}`);
    return { name: "noise", shape, classes: 10, classNames, train: split(count), test: split(500), checksum: "" };
}
/**
 * A network of `networks`, or any model's text (`mlp:depth=100`), compiled, with He's weights, and
 * so many steps of noise for SGD at a rate too small to diverge; made ready as for a hundred epochs
 * of them.
 */
export async function noiseProblem(name, runtime, { batch, steps, ...options }) {
    const network = networks[name] ?? { model: name, shape: name.startsWith("mlp") ? [1, 28, 28] : [3, 32, 32] };
    const { model, options: modelOptions } = parseModel(network.model);
    const dataset = noise(network.shape, batch * steps);
    const recipe = { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 1e-4 }, batch, epochs: 100 };
    const layers = model.build({ input: network.shape, classes: 10 }, modelOptions);
    const problem = await compileProblem(runtime, dataset, layers, recipe, undefined, options);
    const weights = (seed) => initialWeights(he, problem.parameters, seed);
    const { replicas } = options;
    const start = replicas === undefined ? weights(0) : Array.from({ length: replicas.count }, (_, r) => weights(r));
    return { problem, start: initialState(problem, start) };
}
export const median = (xs) => xs.toSorted((a, b) => a - b)[Math.floor(xs.length / 2)];
