/** .onnx files: as a graph, as an outline, with new numbers, as a network that trains. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { patchTensors } from "../../src/graph/file/patch.js";
import { readOnnx } from "../../src/graph/file/read.js";
import { readOutline } from "../../src/graph/file/read-outline.js";
import { parseInitializer } from "../../src/initializers/index.js";
import { conv, dense, flatten, maxPool, sequential } from "../../src/network/layers/index.js";
import { defineNetwork, parseModel } from "../../src/network/models/index.js";
import { initializeModel, initializeOnnx } from "../../src/weights/index.js";
import { readOnnxFile } from "../../src/weights/node/onnx-file.js";
import { ofProtobuf } from "../mutations/index.js";
import { sharedFiles } from "../shared-files.js";
import { planOf } from "./studies.js";
const small = defineNetwork({
    name: "small",
    layers: ({ classes }) => sequential(conv(2, 3, { activation: "relu" }), maxPool(4), flatten(), dense(classes)),
});
const models = [parseModel("mlp:depth=1,width=4"), { model: small, options: {} }];
const problem = { input: [1, 28, 28], classes: 10 };
const method = parseInitializer("he");
const files = await Promise.all(models.map(async (model) => (await initializeModel({ model, problem, method, seed: 0 })).onnx()));
/** Small networks with the weights of He, as stepzero writes them. */
export const smallNetworks = () => files;
const corpus = smallNetworks;
const shared = () => [...sharedFiles("cases/onnx", ".onnx"), ...sharedFiles("cases/hostile", ".onnx")];
const onFile = (name, what, read) => ({
    name,
    what,
    ending: ".onnx",
    corpus,
    shared,
    mutations: ofProtobuf,
    subject: "fuzzed.onnx",
    read(input, folder) {
        const file = join(folder, "fuzzed.onnx");
        writeFileSync(file, input);
        return read(file);
    },
});
/** .onnx files. */
export const onnxReaders = [
    {
        name: "onnx-graph",
        what: "an .onnx file as a graph",
        ending: ".onnx",
        corpus,
        shared,
        mutations: ofProtobuf,
        read: (input) => readOnnx(input),
    },
    {
        name: "onnx-outline",
        what: "the nodes and tensors of an .onnx file, and its own numbers put into it",
        ending: ".onnx",
        corpus,
        shared,
        mutations: ofProtobuf,
        read(input) {
            const stored = readOutline(input).stored.map(({ tensor }) => tensor);
            const read = stored
                .filter(({ type, place }) => type === "float" && place === "initializer")
                .map((tensor) => ({ name: tensor.name, shape: tensor.shape, data: tensor.read().data }));
            const [first] = read;
            if (first !== undefined)
                patchTensors(input, new Map([[first.name, first.data]]));
            return read;
        },
    },
    onFile("onnx-init", "an .onnx file that gets new weights", (file) => {
        const { bytes, externalData } = readOnnxFile(file);
        initializeOnnx(bytes, { method, seed: 0, source: file, externalData }).onnx();
    }),
    onFile("onnx-network", "an .onnx file as a network of a study", (file) => planOf({ data: "glyphs", models: file, inits: ["he", "zero"], seeds: 1 })),
];
