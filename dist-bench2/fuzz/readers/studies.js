/** Study files: JSON, YAML and modules, up to the planned study. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../src/errors.js";
import { choose } from "../../src/study/plan/node/prepare.js";
import { readStudyFile } from "../../src/study/plan/node/read-study-file.js";
import { planStudy } from "../../src/study/plan/plan-study.js";
import { ofJson, ofLanguage } from "../mutations/index.js";
import { bytesOf } from "../reader.js";
import { sharedFiles } from "../shared-files.js";
import { hostileExpressions } from "./expressions.js";
/** Plans what the options say, as if every data set were one of 28 × 28 pixels in 10 classes. */
export async function planOf(options) {
    const { choices, users } = await choose(options);
    const data = choices.data.map((name, i) => ({
        name,
        checksum: String(i % 10).repeat(64),
        shape: [1, 28, 28],
        classes: 10,
        trainSamples: 10_000,
        testSamples: 2000,
        majority: { className: "ring", share: 0.1 },
    }));
    planStudy(choices, data, users);
}
async function readStudy(input, folder, ending) {
    const file = join(folder, `fuzzed-study${ending}`);
    writeFileSync(file, input);
    const options = await readStudyFile(file);
    // What is said of a name quotes it, and needs no file.
    await planOf(options).catch((error) => {
        if (!(error instanceof InputError))
            throw error;
        throw new InputError(`${file}: ${error.message}`);
    });
    return options;
}
const studies = [
    { data: "glyphs", models: "mlp", inits: ["he", "zero"], seeds: 3, epochs: 1, limit: 256 },
    {
        data: ["glyphs", "./mine.npz"],
        models: ["mlp:depth=3,width=32", "lenet5"],
        inits: ["random:std=0.1", "orthogonal:gain=2", "lsuv"],
        seeds: { first: 7, count: 2 },
        validation: 100,
        evaluateTrain: "last",
        vary: "init",
        optimizer: "adam",
        learningRate: 0.001,
        weightDecay: 0.01,
        schedule: { kind: "step", every: 2, factor: 0.5 },
        warmupSteps: 10,
        margin: 0.01,
        target: 0.9,
    },
    {
        problems: [
            { data: "glyphs", model: "mlp" },
            { data: "./b", model: "mnist_cnn" },
        ],
        inits: "he",
        seeds: [0, 1, 5],
        training: [
            { optimizer: "sgd", momentum: 0.9 },
            { schedule: { kind: "cosine", final: 0.1 }, batch: 64 },
        ],
    },
];
const yamlStudies = [
    "data: glyphs\nmodels: [mlp, 'mlp:depth=10']\ninits:\n  - he\n  - random:std=0.1\nseeds: 3\nepochs: 2\n",
    "# a comment\nmodels: &m [lenet5]\nproblems:\n  - {data: glyphs, model: lenet5}\nseeds: {first: 0, count: 2}\n" +
        "schedule:\n  kind: cosine\n  final: 0.1\ntraining:\n  - learningRate: 0.1\n  - optimizer: adam\n",
];
const yamlTokens = [
    "&a ",
    "*a",
    "*m",
    "<<: *m\n",
    "&a [*a]",
    "? ",
    "- ",
    ": ",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "!!binary ",
    "!!js/function ",
    "!!set ",
    "!!timestamp 2001-01-01",
    "!!int ",
    "!x ",
    "|\n",
    ">-\n",
    "\t",
    "#",
    "{",
    "}",
    "[",
    "]",
    "~",
    "yes",
    "0o7",
    ".inf",
    "__proto__: {data: x}\n",
    "a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n",
];
const corpus = () => studies.map((study) => bytesOf(JSON.stringify(study)));
/** Study files. */
export const studyReaders = [
    {
        name: "study-json",
        what: "a study in JSON",
        ending: ".json",
        corpus,
        mutations: ofJson,
        subject: "fuzzed-study.json",
        read: (input, folder) => readStudy(input, folder, ".json"),
    },
    {
        name: "study-yaml",
        what: "a study in YAML",
        ending: ".yaml",
        corpus: () => [...yamlStudies.map(bytesOf), ...corpus()],
        shared: () => sharedFiles("cases/hostile", ".yaml"),
        mutations: ofLanguage("YAML", yamlTokens),
        subject: "fuzzed-study.yaml",
        read: (input, folder) => readStudy(input, folder, ".yaml"),
    },
    {
        name: "study-module",
        what: "a study that a module exports",
        ending: ".mjs",
        corpus: () => corpus().map((json) => bytesOf(`export default ${new TextDecoder().decode(json)};\n`)),
        mutations: hostileExpressions,
        subject: "fuzzed-study.mjs",
        read: (input, folder) => readStudy(input, folder, ".mjs"),
    },
];
