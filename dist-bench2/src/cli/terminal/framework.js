import { figure } from "./numbers.js";
import { hanging, item, wrap } from "./text.js";
/** The framework, a block of facts for each layer, and the known defects. */
export function renderFramework(explanation, width) {
    const { title, summary, method, layers } = explanation;
    const head = `${wrap(`${title}: ${summary}`, width)}\nTo use these numbers: --init ${method}`;
    const blocks = layers.map((layer) => [layer.layer, ...facts(title, layer).map((fact) => line(fact, width))].join("\n"));
    return `${[head, ...blocks, ...defects(layers, width)].join("\n\n")}\n`;
}
function line([label, text], width) {
    return `  ${label.padEnd(14)}${hanging(text, width, 16)}`;
}
function facts(title, layer) {
    const { weights, biases, fans, gain, backwardGain, relu, missing } = layer;
    const note = missing === undefined ? [] : [["note", `${title} has no ${missing}; these numbers assume it had.`]];
    const kernel = ["weights", `[${layer.shape.join(", ")}] ${describe(weights)}`];
    if (biases === null || relu === null)
        return [...note, kernel];
    const { true: trueFans, framework } = fans;
    const same = trueFans.fanIn === framework.fanIn && trueFans.fanOut === framework.fanOut;
    const theirs = same ? "" : `; ${title} takes in ${figure(framework.fanIn)}, out ${figure(framework.fanOut)}`;
    return [
        ...note,
        kernel,
        ["biases", describe(biases)],
        ["fans", `in ${figure(trueFans.fanIn)}, out ${figure(trueFans.fanOut)}${theirs}`],
        ["gain", `${figure(gain)} (std · √fanIn; ReLU needs 1.414, linear 1), ${figure(backwardGain)} for gradients`],
        ["through ReLU", throughRelu(relu)],
    ];
}
function throughRelu({ factor, added, settles }) {
    const byWeights = `second moment × ${figure(factor)} per layer by the weights (ten layers: × ${figure(factor ** 10)})`;
    if (added === 0)
        return byWeights;
    const settling = settles === null ? "" : `; it settles at ${figure(settles)}`;
    return `${byWeights}, + ${figure(added)} by the biases${settling}`;
}
function describe({ kind, std, low, high }) {
    switch (kind) {
        case "uniform":
            return `U(±${figure(high)}), std ${figure(std)}`;
        case "truncated-normal":
            return `normal truncated to ±${figure(high)}, std ${figure(std)}`;
        case "normal":
            return `N(0, ${figure(std)}²)`;
        case "constant":
            return String(low);
    }
}
/** Each defect once, with the layers that it touches where those are not all. */
function defects(layers, width) {
    const touched = new Map();
    for (const { layer, defects: ofLayer } of layers) {
        for (const { text, issues } of ofLayer) {
            const entry = touched.get(text) ?? { issues, layers: [] };
            entry.layers.push(layer);
            touched.set(text, entry);
        }
    }
    if (touched.size === 0)
        return [];
    const items = [...touched].map(([text, { issues, layers: some }]) => {
        const where = some.length === layers.length ? "" : ` [${some.join(", ")}]`;
        return item("  • ", [text, issues.join(", ")].join(" ").trim() + where, width);
    });
    return [["Known defects and surprises", ...items].join("\n")];
}
