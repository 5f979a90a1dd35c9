const keys = {
    signature: "pkg.torch.export.ExportedProgram.graph_signature",
    call: "pkg.torch.onnx.fx_node",
    scopes: "pkg.torch.onnx.name_scopes",
};
/** Reads what the exporter wrote; `undefined` for a file that PyTorch did not export. */
export function exportedModule(outline) {
    if (outline.producer !== "pytorch")
        return undefined;
    const signature = outline.metadata[keys.signature];
    const names = signature === undefined ? undefined : entriesByArgument(signature);
    const calls = new Map(outline.nodes.map((node) => [node, names && callOf(node.metadata[keys.call], names)]));
    return {
        outline,
        entries: names && new Set([...names.values()].filter((name) => !isCounter(name))),
        callOf: (node) => calls.get(node),
        pathOf: ({ name, metadata }) => {
            const scopes = metadata[keys.scopes];
            return scopes === undefined ? pathOfName(name) : (listedTexts(scopes).at(-2) ?? "");
        },
    };
}
const isCounter = (name) => /(^|\.)num_batches_tracked$/.test(name);
/**
 * Argument → entry, from lines such as `p_conv1_weight: PARAMETER target='conv1.weight'` and
 * `b_bn1_running_mean: BUFFER target='bn1.running_mean' persistent=True`. A buffer that is not
 * persistent is no entry.
 */
function entriesByArgument(signature) {
    const lines = signature.matchAll(/^(\w+): (?:PARAMETER|BUFFER) target='([^']*)'(?: persistent=(True|False))?/gm);
    return new Map([...lines].filter(([, , , persistent]) => persistent !== "False").map(([, name, entry]) => [name, entry]));
}
/** `… call_function[target=torch.ops.aten.linear.default](args = (%x, %p_fc_weight), …)` */
function callOf(text, names) {
    const [, target, rest] = /\[target=(?:torch\.ops\.\w+\.)?([\w.]+)\]\((.*)$/s.exec(text ?? "") ?? [];
    if (target === undefined || rest === undefined)
        return undefined;
    const outside = rest.replaceAll(/\[[^\]]*\]/g, "").matchAll(/%(\w+)|\bNone\b/g);
    return {
        target,
        tensors: [...outside].map(([, name]) => names.get(name ?? "")),
        entries: [...rest.matchAll(/%(\w+)/g)].flatMap(([, name]) => names.get(name) ?? []),
    };
}
/** The texts of a Python list of texts. */
const listedTexts = (list) => [...list.matchAll(/'([^']*)'/g)].map(([, text]) => text);
/**
 * "/blocks.0/qkv/MatMul" → "blocks.0.qkv". A member of a Sequential repeats the Sequential's name:
 * "/stem/stem.0/Conv" → "stem.0".
 */
function pathOfName(name) {
    if (!name.startsWith("/"))
        return "";
    const path = [];
    let last = "";
    for (const scope of name.slice(1).split("/").slice(0, -1)) {
        if (last !== "" && scope.startsWith(`${last}.`))
            path.pop();
        path.push(scope);
        last = scope;
    }
    return path.join(".");
}
