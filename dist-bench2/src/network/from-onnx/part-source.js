/**
 * The stored tensor that a part of a value comes from, through Concat, and through Unsqueeze and
 * Squeeze of a first axis; `undefined` where the part lies in several tensors or is computed.
 *
 * @param ranges one per axis of the value
 */
export function partSource(find, value, ranges) {
    const source = find(value);
    if (source !== undefined)
        return source.shape.length === ranges.length ? { source, steps: slices(source.shape, ranges) } : undefined;
    const node = value?.producer;
    if (node === undefined)
        return undefined;
    const [first] = node.inputs;
    switch (node.operator) {
        case "Identity":
        case "Cast":
        case "CastLike":
            return partSource(find, first, ranges);
        case "Unsqueeze":
            return ranges[0]?.size === 1 ? partSource(find, first, ranges.slice(1)) : undefined;
        case "Concat": {
            const axis = Number(node.attributes.axis ?? 0);
            const at = axis < 0 ? axis + ranges.length : axis;
            const range = ranges[at];
            let before = 0;
            for (const input of node.inputs) {
                const length = shapeOf(find, input)?.[at];
                if (length === undefined || range === undefined)
                    return undefined;
                const start = range.start - before;
                if (start >= 0 && start + range.size <= length) {
                    return partSource(find, input, ranges.with(at, { start, size: range.size }));
                }
                before += length;
            }
            return undefined;
        }
        default:
            return undefined;
    }
}
/** The shape of a value that is stored, or follows from the file's shapes. */
export const shapeOf = (find, value) => find(value)?.shape ?? value?.shape;
const slices = (shape, ranges) => ranges.flatMap(({ start, size }, axis) => size === shape[axis] ? [] : [{ kind: "slice", axis, start, size }]);
