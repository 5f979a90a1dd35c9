const joined = (...parts) => new Uint8Array(Buffer.concat(parts));
const varint = (value) => {
    const digits = [];
    let rest = BigInt.asUintN(64, value);
    do {
        digits.push(Number(rest & 127n) + (rest > 127n ? 128 : 0));
        rest >>= 7n;
    } while (rest > 0n);
    return Uint8Array.from(digits);
};
const number = (field, value) => joined(varint(BigInt(field * 8)), varint(BigInt(value)));
const block = (field, ...parts) => {
    const content = joined(...parts);
    return joined(varint(BigInt(field * 8 + 2)), varint(BigInt(content.length)), content);
};
const text = (field, content) => block(field, new TextEncoder().encode(content));
const axis = (size) => block(1, number(1, size));
/** A value's type: float of these axes. */
const value = (field, name, sizes, type = 1) => block(field, text(1, name), block(2, block(1, number(1, type), block(2, ...sizes.map(axis)))));
const node = (operator, inputs, outputs, ...attributes) => block(1, ...inputs.map((name) => text(1, name)), ...outputs.map((name) => text(2, name)), text(4, operator), ...attributes);
const tensor = (dims, data, type = 1, name = "w", ...more) => block(5, ...dims.map((size) => number(1, size)), number(2, type), text(8, name), block(9, data), ...more);
const opset = (version, domain = "") => block(8, text(1, domain), number(2, version));
/** A product of "x" [1, 4] and "w" [4, 3], with some parts exchanged. */
function model(parts = {}) {
    const graph = block(7, ...(parts.node ?? [node("MatMul", ["x", "w"], ["y"])]), text(2, "g"), ...(parts.tensor ?? [tensor([4, 3], new Uint8Array(48))]), parts.input ?? value(11, "x", [1, 4]), parts.output ?? value(12, "y", [1, 3]), ...(parts.more ?? []));
    return joined(number(1, 8), ...(parts.opset ?? [opset(17)]), graph);
}
const data = new Uint8Array(48);
/** What no reader of .onnx files may take. */
const never = [
    ["an empty file", "", ""],
    ["a text", "this is no model", ""],
    ["a zip", Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0), ""],
    ["a field of kind 7", Uint8Array.of(0x0f, 1), ""],
    ["a field of number 0", Uint8Array.of(0x00, 1), ""],
    ["a group that does not end", Uint8Array.of(0x0b, 0x08), ""],
    ["a number that does not end", Uint8Array.of(0x08, 0x80, 0x80), ""],
    ["a number of eleven bytes", Uint8Array.of(0x08, ...Array(10).fill(0x80), 1), ""],
    ["a block beyond the file", Uint8Array.of(0x3a, 100), ""],
    ["a block of 2⁶³ bytes", joined(Uint8Array.of(0x3a), varint(2n ** 63n), data), ""],
    ["no graph", joined(number(1, 8), opset(17)), ""],
    ["cut within the weights", model().slice(0, 60), ""],
    ["weights shorter than their shape", model({ tensor: [tensor([4, 3], new Uint8Array(44))] }), ""],
    ["weights longer than their shape", model({ tensor: [tensor([4, 3], new Uint8Array(52))] }), ""],
    ["an axis of −1", model({ tensor: [tensor([-1, 3], data)] }), ""],
    ["an axis of 2⁶²", model({ tensor: [tensor([2n ** 62n, 3], data)] }), ""],
    ["axes whose product is beyond memory", model({ tensor: [tensor([2 ** 30, 2 ** 30, 2 ** 30], data)] }), ""],
];
/** What has no arithmetic, so a graph cannot be made; roles may still be found. */
const noGraph = [
    ["an unknown operator", model({ node: [node("NoSuchOperator", ["x", "w"], ["y"])] }), "NoSuchOperator"],
    ["an operator without its input", model({ node: [node("MatMul", ["x"], ["y"])] }), ""],
    ["an input that nothing computes", model({ node: [node("MatMul", ["x", "nowhere"], ["y"])] }), "nowhere"],
    ["a node that reads itself", model({ node: [node("Add", ["y", "w"], ["y"])] }), ""],
    ["an output that nothing computes", model({ output: value(12, "z", [1, 3]) }), "z"],
    ["shapes that do not fit", model({ input: value(11, "x", [1, 5]) }), ""],
    ["opset 0", model({ opset: [opset(0)] }), "opset"],
    ["opset 1000", model({ opset: [opset(1000)] }), "opset"],
    ["opset −1", model({ opset: [opset(-1)] }), "opset"],
    ["weights of the type 99", model({ tensor: [tensor([4, 3], data, 99)] }), ""],
    ["weights of texts", model({ tensor: [tensor([4, 3], data, 8)] }), ""],
    ["an input of the type 99", model({ input: value(11, "x", [1, 4], 99) }), ""],
    ["an input with an axis of −4", model({ input: value(11, "x", [1, -4]) }), ""],
    [
        "an axis of a node that is beyond",
        model({ node: [node("Softmax", ["x"], ["y"], block(5, text(1, "axis"), number(3, 99), number(20, 2)))] }),
        "",
    ],
    [
        "a permutation that is none",
        model({
            node: [node("Transpose", ["x"], ["y"], block(5, text(1, "perm"), number(8, 0), number(8, 0), number(20, 7)))],
        }),
        "",
    ],
    [
        "weights in a side file",
        model({
            tensor: [
                block(5, number(1, 4), number(1, 3), number(2, 1), text(8, "w"), block(13, text(1, "location"), text(2, "../secret")), number(14, 1)),
            ],
        }),
        "",
    ],
];
const legal = [["legal", model(), null]];
/** Of .onnx files as graphs. */
export const onnxGraph = [...never, ...noGraph, ...legal];
/** Of .onnx files as outlines. */
export const onnxOutline = [
    ...never,
    ["legal, an unknown operator", model({ node: [node("NoSuchOperator", ["x", "w"], ["y"])] }), null],
    ...legal,
];
/** Of .onnx files that get new weights. */
export const onnxInit = [
    ...never.map(([what, bytes]) => [what, bytes, "fuzzed.onnx"]),
    ["weights in a side file outside the folder", noGraph.at(-1)[1], "fuzzed.onnx"],
    ...legal,
];
/** Of .onnx files as networks of a study. */
export const onnxNetwork = [
    ...[...never, ...noGraph].map(([what, bytes]) => [what, bytes, "fuzzed.onnx"]),
    ["a network for four numbers", model(), "fuzzed.onnx"],
];
