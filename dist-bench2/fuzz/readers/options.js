/** What is typed: options of methods and networks, layers, parts of a study, command lines. */
import { commands } from "../../src/cli/commands.js";
import { readInitRequest } from "../../src/cli/init-request.js";
import { parseCommandLine } from "../../src/cli/parse.js";
import { studyOptions } from "../../src/cli/study-options.js";
import { explainFramework, methodCard } from "../../src/explain/index.js";
import { buildModel, parametersOf } from "../../src/network/models/index.js";
import { parseShard } from "../../src/study/plan/cell-order.js";
import { chooseInitializer, chooseModel } from "../../src/study/plan/node/modules/choose.js";
import { ofLanguage } from "../mutations/index.js";
import { bytesOf, textOf } from "../reader.js";
import { planOf } from "./studies.js";
const tokens = [
    ":",
    ",",
    "=",
    "::",
    ",,",
    "==",
    " ",
    ":=",
    "a=b",
    ":depth=1",
    "#",
    "%",
    "1e9",
    "[",
    "]",
    "--",
    "./x.ts",
];
const texts = (name, what, samples, read) => ({
    name,
    what,
    ending: ".txt",
    corpus: () => samples.map(bytesOf),
    mutations: ofLanguage(what, tokens),
    read: (input) => read(textOf(input)),
});
async function readCommandLine(words) {
    const request = await parseCommandLine(words, commands);
    if (request.kind !== "run")
        return;
    await (interpreters[words[0]] ?? (() => undefined))(request.options, request.args);
}
/** What a command reads from its options before it works; the others read them as they work. */
const interpreters = {
    compare: async (options) => planOf(await studyOptions(undefined, options)),
    init: (options) => readInitRequest(options),
};
const lines = [
    "compare\n--data\nglyphs\n--model\nmlp:depth=2,lenet5\n--init\nhe,random:std=0.1\n--seeds\n2\n--seed\n7\n--epochs\n3",
    "compare\n--optimizer\nadam\n--lr\n0.01\n--weight-decay=0.1\n--schedule\nstep:every=10,factor=0.1\n--warmup-steps\n5\n--vary\ninit\n--margin\n0.01\n--target\n0.9\n--evaluate-train\n--limit\n512\n--validation\n32\n--batch\n64",
    "compare\n--momentum\n0.5\n--schedule\ncosine:final=0.1\n--shard\n1/2\n--out\nresults\n--jobs\n2\n--dry-run",
    "init\n--model\nmnist_cnn\n--init\nhe\n--out\nweights.npz\n--seed\n3\n--input\n1,28,28\n--classes\n10\n--layout\nkeras\n--force",
    "init\n--model\nnet.onnx\n--keep\na,b*\n--only\nc\n--forget-bias\n1\n--out\nw.safetensors",
    "explain\nhe:negativeSlope=0.2\n--json",
    "explain\n--framework\npytorch\n--layers\nconv 3x3 64->128, linear 512->10",
    "audit\n--paper\n--spread\n0.3\n--json",
    "merge\na\nb\n--out\nc",
    "report\nresults\n--tensorboard\nlogs",
    "list\nmodels",
    "reproduce\n--budget\n60\n--dry-run",
    "help\ncompare",
];
/** What is typed. */
export const optionReaders = [
    texts("method-options", "a method with options", [
        "he",
        "he:negativeSlope=0.2",
        "random:std=0.5",
        "orthogonal:gain=1.5",
        "edge-of-chaos:qStar=1.5",
        "keras-default",
        "lsuv:tolerance=0.1",
        "delta-orthogonal",
    ], async (text) => methodCard(await chooseInitializer(text))),
    texts("model-options", "a network with options", [
        "mlp",
        "mlp:depth=3,width=32,activation=tanh",
        "lenet5:activation=relu",
        "resnet20",
        "plain_cnn:depth=4",
        "vit_tiny",
    ], async (text) => {
        const { model, options } = await chooseModel(text);
        const problem = { input: [1, 28, 28], classes: 10 };
        parametersOf(model, problem, options);
        buildModel(model, problem, options);
    }),
    texts("framework-layers", "layers of a framework", [
        "conv 3x3 64->128 stride 2",
        "linear 512→10, conv 5x5 1->6, embedding 1000->64",
        "depthwise 3x3 64, transposed 4x4 64→32 stride 2",
    ], (text) => explainFramework("pytorch", text)),
    texts("shard", "a part of a study", ["1/2", "2/8", "10/10"], parseShard),
    texts("command-line", "a command line, a word a line", lines, (text) => readCommandLine(text.split("\n"))),
];
