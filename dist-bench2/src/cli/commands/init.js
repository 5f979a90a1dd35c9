/** `stepzero init`: writes a network's initial weights to a file. */
import { extname } from "node:path";
import { InputError } from "../../errors.js";
import { exitCodes } from "../exit-codes.js";
import { readInitRequest } from "../init-request.js";
import { readingGroup } from "../reading-options.js";
import { dataDir, json } from "../shared-options.js";
const weights = {
    title: "Weights",
    options: [
        {
            name: "model",
            value: "NAME",
            help: "A network by name (see stepzero list models), your own in a .ts or .js file, or an .onnx file",
            default: "mlp",
        },
        {
            name: "init",
            value: "NAME",
            help: "Initializer, with options as random:std=0.1, or your own file",
            default: "he",
        },
        { name: "seed", value: "N", help: "The same seed gives the same bytes", default: "0" },
    ],
};
const problem = {
    title: "Input and classes of the network",
    options: [
        { name: "data", value: "NAME", help: "Data set that the network is for", default: "glyphs" },
        {
            name: "input",
            value: "SHAPE",
            help: "Shape of one sample instead, as 3,32,32 or 784; sizes of open axes of an .onnx file",
            default: "the data set's",
        },
        { name: "classes", value: "N", help: "Number of classes, with --input", default: "the data set's" },
        { name: "batch", value: "N", help: "Rows of the input of a network in --out FILE.onnx", default: "1" },
        dataDir,
    ],
};
const onnxFile = {
    title: "Of an .onnx file",
    options: [
        {
            name: "keep",
            value: "NAMES",
            list: true,
            help: "Tensors that keep their numbers, by the file's names or PyTorch's; * stands for any text",
            default: "tables of sines and the like, which no training made",
        },
        {
            name: "only",
            value: "NAMES",
            list: true,
            help: "The only tensors that get new numbers, named in the same way",
            default: "all whose role is known",
        },
        {
            name: "forget-bias",
            value: "X",
            help: "What the biases of an LSTM's forget gates start at: 1 makes cells remember",
            default: "the method's: 1 in keras-default, 0 in most others",
        },
    ],
};
const files = {
    title: "Files and output",
    options: [
        {
            name: "out",
            value: "FILE",
            help: "weights.npz, weights.safetensors or model.onnx",
            default: "none; it must be given",
        },
        {
            name: "layout",
            value: "NAME",
            help: "Whose names and axis orders: pytorch, keras, jax or onnx",
            default: "onnx for --out model.onnx and for .onnx files that PyTorch did not export; else pytorch",
        },
        { name: "force", help: "Replace the file if it exists", default: "no" },
        json,
    ],
};
export const init = {
    examples: [
        "stepzero init --model mnist_cnn --init he --out weights.safetensors",
        "stepzero init --model resnet20 --data cifar10 --layout keras --out weights.npz",
        "stepzero init --model lenet5 --out fresh.onnx",
    ],
    options: [weights, problem, readingGroup, onnxFile, files],
    run: async (_, options, terminal) => {
        const request = readInitRequest(options);
        const [{ refuseExisting, writeFileAtomically }, { formatNotes, weightsFile }] = await Promise.all([
            import("../write-file.js"),
            import("../../weights/index.js"),
        ]);
        const { model, init: method, seed, out, format, force } = request;
        refuseExisting(out, force);
        const chosenLayout = await layoutOf(request);
        const initialized = await (isOnnxFile(request) ? initializeFile : initializeNetwork)(request, chosenLayout, terminal);
        writeFileAtomically(out, weightsFile(format, initialized, { model, init: method, seed: String(seed) }), force);
        const { layout, summaries: tensors, loading, outcome } = initialized;
        const notes = [...initialized.notes, ...formatNotes(format, initialized)];
        const written = { file: out, fileFormat: format, layout, model, init: method, seed, tensors, notes };
        const tensorsOfFile = initialized.tensors.length;
        const isLayoutAsked = chosenLayout !== undefined;
        await report({ ...written, tensorsOfFile, loading, outcome, isLayoutAsked }, options.has("json"), terminal);
        return outcome?.isFresh === false ? exitCodes.incomplete : exitCodes.done;
    },
};
const isOnnxFile = ({ model }) => extname(model) === ".onnx";
/** The layout that the format or the user decides. */
async function layoutOf({ layout: name, format }) {
    const { findLayout } = await import("../../weights/index.js");
    const layout = name === undefined ? undefined : findLayout(name);
    if (format !== "onnx")
        return layout;
    if (layout === undefined || layout === "onnx")
        return "onnx";
    throw new InputError(`An .onnx file has ONNX's own layout; --layout ${layout} is for .npz and .safetensors.`);
}
async function initializeFile({ model, init: name, seed, input, keep, only, forgetBias }, layout, { err }) {
    const [{ chooseInitializer }, { initializeOnnx }, { readOnnxFile }] = await Promise.all([
        import("../../study/plan/node/modules/choose.js"),
        import("../../weights/index.js"),
        import("../../weights/node/onnx-file.js"),
    ]);
    const initializer = await chooseInitializer(name);
    const { bytes, externalData } = readOnnxFile(model);
    const options = { seed, layout, input, keep, only, forgetBias, source: model, externalData };
    return drawing(initializer, err, (method) => initializeOnnx(bytes, { ...options, method }));
}
/** Draws with a sign of life. */
async function drawing(method, err, draw) {
    const { withSignOfLife } = await import("../terminal/sign-of-life.js");
    const { initializer, end } = withSignOfLife(method.initializer, err);
    try {
        return await draw({ ...method, initializer });
    }
    finally {
        await end();
    }
}
async function initializeNetwork(request, layout, { err }) {
    const [{ chooseInitializer, chooseModel }, { initializeModel }, { isDataDriven }] = await Promise.all([
        import("../../study/plan/node/modules/choose.js"),
        import("../../weights/index.js"),
        import("../../initializers/index.js"),
    ]);
    const method = await chooseInitializer(request.init);
    const model = await chooseModel(request.model);
    const { data, dataDir: folder, reading: userData, seed, batch } = request;
    const { dataShape } = await import("../../data/node/data-shape.js");
    const { notes, ...shape } = request.problem === undefined ? await dataShape(data, folder, userData) : { ...request.problem, notes: [] };
    const options = { model, problem: shape, method, seed, layout, batch };
    if (!isDataDriven(method.initializer)) {
        const initialized = await drawing(method, err, (watched) => initializeModel({ ...options, method: watched }));
        return { ...initialized, notes: [...notes, ...initialized.notes] };
    }
    if (request.problem !== undefined) {
        const { name, kind } = method.initializer;
        throw new InputError(`${name} is ${kind}: it looks at a data set. Give --data instead of --input and --classes.`);
    }
    const { withMeasuredData } = await import("../../training/node/measured-data.js");
    const notices = [...notes];
    const initialized = await withMeasuredData({ data, dataDir: folder, userData, model: model.model, seed }, (measured) => initializeModel({ ...options, measured }), (notice) => notices.push(notice));
    return { ...initialized, notes: [...notices, ...initialized.notes] };
}
async function report(written, asJson, { out, err }) {
    const [{ renderNotes, renderWrittenWeights }, { columnsOf, tableColumnsOf }, { formats, jsonLine }] = await Promise.all([import("../terminal/weights.js"), import("../terminal/screen.js"), import("../json.js")]);
    err.write(renderNotes(written.notes, err.isTTY ? columnsOf(err) : Infinity));
    const { isLayoutAsked, tensorsOfFile, ...json } = written;
    const text = () => renderWrittenWeights(written, columnsOf(out), tableColumnsOf(out));
    out.write(asJson ? jsonLine(formats.init, json) : text());
}
