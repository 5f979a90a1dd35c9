/**
 * Operators whose outputs after the first may be left out: asking for them changes nothing else.
 */
const extraOutputs = new Set(["MaxPool", "LayerNormalization", "Dropout"]);
const commutative = new Set(["Add", "Mul", "And", "Or", "Xor", "Equal"]);
/** Gives each node a key. Equal keys mean equal first outputs. */
export function nodeKeys() {
    const ids = new Map();
    const idOf = (value) => {
        let id = ids.get(value);
        if (id === undefined) {
            id = ids.size;
            ids.set(value, id);
        }
        return id;
    };
    return (node) => {
        const inputs = node.inputs.map((v) => (v === undefined ? -1 : idOf(v)));
        if (commutative.has(node.operator))
            inputs.sort((a, b) => a - b);
        const count = extraOutputs.has(node.operator) ? "" : node.outputs.length;
        const { gradientTo } = node;
        const override = gradientTo === undefined ? "" : gradientTo === null ? "null" : idOf(gradientTo);
        return `${node.operator}|${inputs.join()}|${attributesKey(node.attributes)}|${count}|${override}`;
    };
}
/** Leaves out trailing extra outputs (the indices of `MaxPool`) that nothing reads. */
export function trimOutputs(node, isRead) {
    if (!extraOutputs.has(node.operator))
        return node;
    let count = node.outputs.length;
    while (count > 1 && !isRead(node.outputs[count - 1]))
        count--;
    return count === node.outputs.length ? node : { ...node, outputs: node.outputs.slice(0, count) };
}
const attributeKeys = new WeakMap();
function attributesKey(attributes) {
    let key = attributeKeys.get(attributes);
    if (key === undefined) {
        key = Object.keys(attributes)
            .sort()
            .map((name) => `${name}=${attributeKey(attributes[name])}`)
            .join(";");
        attributeKeys.set(attributes, key);
    }
    return key;
}
function attributeKey(value) {
    if (typeof value === "object" && "data" in value)
        return `${value.type}[${value.shape}]${value.data}`;
    return JSON.stringify(value);
}
