/** The place of a parameter among those of its layer, as PyTorch's functions take them. */
const places = {
    kernel: 0,
    embedding: 0,
    position: 0,
    "norm-scale": 0,
    bias: 1,
    "norm-shift": 1,
    "running-mean": 2,
    "running-variance": 3,
};
/** The parameter that a claim is for, by the newer exporter's note; `undefined` without one. */
export function parameterOf({ node, role }) {
    const names = node.metadata["pkg.torch.onnx.fx_node"]?.match(/%[pb]_\w+/g);
    if (names === undefined || names === null)
        return undefined;
    const place = typeof role === "string" ? places[role] : role.recurrent === undefined ? places[role.kind] : undefined;
    if (names.length === 1)
        return names[0];
    return (place === undefined ? undefined : names[place]) ?? names.join(" ");
}
/** The module that a node belongs to, by the older exporter's name of it. */
export function moduleOf({ name }) {
    return name.startsWith("/") ? name.slice(0, name.lastIndexOf("/")) : undefined;
}
/** Whether a stored tensor has the name of a parameter, and not one that an exporter made up. */
export const isParameterName = (name) => /\.(weight|in_proj_weight|\w*weight\w*|original\d)$/.test(name);
