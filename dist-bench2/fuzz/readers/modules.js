/** Users' modules: initializers and networks, up to a planned study that names them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bytesOf } from "../reader.js";
import { hostileExpressions } from "./expressions.js";
import { planOf } from "./studies.js";
const initializers = [
    `export default {
  name: "mine",
  title: "Mine", formula: "0", summary: "Zeros.",
  references: [{ authors: "A", year: 2020, title: "T" }],
  aliases: ["own"],
  options: { std: { default: 0.1, low: 0, high: 10, meaning: "size" }, mode: { default: "a", names: ["a", "b"], meaning: "kind" } },
  caveats: ["c"], differences: [],
  initialize: (stream, { shape }, { std }) => new Float32Array(shape.reduce((a, b) => a * b, 1)),
  learningRateMultipliers: (tensors, optimizer) => ({}),
};
`,
    `const size = ({ shape }) => shape.reduce((a, b) => a * b, 1);
export default { name: "mine", initialize: (stream, tensor) => new Float32Array(size(tensor)).fill(0.5) };
`,
];
const networks = [
    `import { defineNetwork, dense, flatten, sequential } from "stepzero/networks";
export default defineNetwork({
  name: "mine",
  layers: ({ classes }) => sequential(flatten(), dense(32, { activation: "relu" }), dense(classes)),
  recipe: { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 }, batch: 32, epochs: 2 },
});
`,
    `import { dense, flatten, sequential } from "stepzero/networks";
export const network = {
  name: "mine",
  summary: "Two layers.",
  options: { width: { default: 16, low: 1, high: 64, integer: true, meaning: "units" } },
  recipe: { loss: "cross-entropy", optimizer: { kind: "adam", learningRate: 0.001 }, batch: 8, epochs: 1 },
  build: ({ classes }, { width }) => sequential(flatten(), dense(width), dense(classes)),
  notes: () => ["it is small"],
};
`,
];
const study = { data: "glyphs", seeds: 1 };
/** Users' modules. */
export const moduleReaders = [
    {
        name: "own-initializer",
        what: "an initializer that a module exports",
        ending: ".mjs",
        corpus: () => initializers.map(bytesOf),
        mutations: hostileExpressions,
        subject: "fuzzed.mjs",
        async read(input, folder) {
            const file = join(folder, "fuzzed.mjs");
            writeFileSync(file, input);
            await planOf({ ...study, models: "mlp:depth=1,width=16", inits: [file] });
        },
    },
    {
        name: "own-network",
        what: "a network that a module exports",
        ending: ".mjs",
        corpus: () => networks.map(bytesOf),
        mutations: hostileExpressions,
        subject: "fuzzed.mjs",
        async read(input, folder) {
            const file = join(folder, "fuzzed.mjs");
            writeFileSync(file, input);
            await planOf({ ...study, models: file, inits: ["he", "zero"] });
        },
    },
];
