import { InputError } from "../errors.js";
import { isDataDriven, parseInitializer } from "../initializers/index.js";
import { initializeModel, initializeOnnx } from "../weights/index.js";
/**
 * The bytes of the network with weights of the method.
 *
 * @throws InputError for a network that is not sick, or whose weights look trained
 */
export async function fixedModel(request) {
    const { model, problem, file, seed, name, classShares } = request;
    const plain = parseInitializer(request.method);
    const method = classShares === undefined ? plain : withPrior(plain, classShares);
    if (file !== undefined) {
        const { bytes, externalData } = file;
        return initializeOnnx(bytes, { method, seed, externalData, source: name }).onnx();
    }
    return (await initializeModel({ model, problem, method, seed })).onnx();
}
/** The method, and the logarithms of the class shares as the bias of the head. */
function withPrior({ initializer, options }, shares) {
    if (isDataDriven(initializer))
        return { initializer, options };
    const [first = 1, second = 1] = shares;
    const biases = shares.map((share) => Math.log(share));
    return {
        options,
        initializer: {
            ...initializer,
            initialize: (stream, tensor, values, network) => {
                const numbers = initializer.initialize(stream, tensor, values, network);
                const { kind, head } = tensor.role;
                if (kind !== "bias" || head !== true)
                    return numbers;
                // One output is the logit of the second class.
                if (numbers.length === 1 && shares.length === 2)
                    return Float32Array.of(Math.log(second / first));
                return numbers.length === shares.length ? Float32Array.from(biases) : numbers;
            },
        },
    };
}
/** The share of each class among the training samples, each at least that of half a sample. */
export function classSharesOf({ train, classes }) {
    const counts = new Float64Array(classes);
    for (const label of train.labels)
        counts[label]++;
    return Array.from(counts, (count) => Math.max(count, 0.5) / train.count);
}
/** @throws InputError where there is nothing to mend, or nothing that fresh weights would mend */
export function refuseIdleFix({ verdict, findings, model }) {
    if (verdict === "cannot-tell") {
        throw new InputError(`${model}: --fix writes fresh weights over all of the model's, and it cannot be told that they are bad. ` +
            `To draw fresh ones all the same: stepzero init --model ${model} --init he --out FILE.onnx.`);
    }
    const isBad = findings.some(({ severity }) => severity !== "note");
    if (!isBad)
        throw new InputError(`${model} is healthy: there is nothing to fix. Leave out --fix.`);
}
