/** Operators between a flattened image and a dense kernel that treat every place alike. */
const alike = new Set([
    ...["Relu", "LeakyRelu", "Elu", "Selu", "Celu", "Gelu", "Sigmoid", "Tanh", "Softplus", "Clip", "HardSwish"],
    ...["HardSigmoid", "Mish", "Identity", "Dropout", "Cast", "BatchNormalization", "PRelu"],
]);
/** Operators through which a stored kernel reaches its node. */
const onTheWay = new Set(["Transpose", "Identity", "Cast", "Reshape", "Mul", "Div"]);
/**
 * Channels of the image `[N, C, …]` that a dense kernel reads as `[N, C · …]`; `undefined` where it
 * reads none, or one whose channels stand last already.
 */
export function flattenedChannels(outline, { tensor, places }) {
    const { role, shape } = tensor;
    if (role.operation !== "dense" || role.recurrent !== undefined)
        return undefined;
    const [place] = places;
    const node = place.added === undefined
        ? productBehind(outline.stored.find(({ name }) => name === place.name))
        : outline.nodes.find(({ path }) => path.join() === place.added[0].node.join());
    const channels = node && channelsBefore(node.inputs[0], shape[1]);
    return channels !== undefined && shape[1] % channels === 0 ? channels : undefined;
}
/** The first product that reads a stored kernel as its second factor. */
function productBehind(value) {
    for (const { node, input } of value?.readers ?? []) {
        if (input === 1 && (node.operator === "Gemm" || node.operator === "MatMul"))
            return node;
        const further = onTheWay.has(node.operator) ? productBehind(node.outputs[0]) : undefined;
        if (further !== undefined)
            return further;
    }
    return undefined;
}
function channelsBefore(value, width) {
    const node = value?.producer;
    if (node === undefined)
        return undefined;
    const [input] = node.inputs;
    if (alike.has(node.operator))
        return channelsBefore(input, width);
    if (node.operator !== "Flatten" && node.operator !== "Reshape")
        return undefined;
    const before = input?.shape;
    if (before === undefined || before.length < 3 || value?.shape?.length !== 2)
        return undefined;
    return value.shape[1] === width ? before[1] : undefined;
}
