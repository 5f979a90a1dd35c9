/** An empty table of the constants of a builder. */
export function constantsByContent(g) {
    const byContent = new Map();
    return {
        find: (data) => byContent.get(contentKey(data))?.find((v) => hasSameContent(g.constantOf(v), data)),
        enter(value, data) {
            const key = contentKey(data);
            const bucket = byContent.get(key);
            if (bucket === undefined)
                byContent.set(key, [value]);
            else
                bucket.push(value);
        },
    };
}
/** Type, shape and a few elements: equal tensors have equal keys, and unequal ones seldom do. */
function contentKey(t) {
    const step = Math.max(1, Math.floor(t.data.length / 16));
    let key = `${t.type}[${t.shape}]`;
    for (let i = 0; i < t.data.length; i += step)
        key += `,${t.data[i]}`;
    return key;
}
function hasSameContent(a, b) {
    if (a.data === b.data)
        return true;
    const [x, y] = [bytesOf(a), bytesOf(b)];
    return x.length === y.length && x.every((byte, i) => byte === y[i]);
}
const bytesOf = ({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
const uniformValues = new WeakMap();
/** The value of all elements, if they are equal; undefined if they differ or there are none. */
export function uniformValue(t) {
    let entry = uniformValues.get(t);
    if (entry === undefined) {
        const first = t.data[0];
        const isUniform = first !== undefined && t.data.every((x) => Object.is(x, first));
        entry = { value: isUniform ? Number(first) : undefined };
        uniformValues.set(t, entry);
    }
    return entry.value;
}
