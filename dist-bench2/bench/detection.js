/**
 * How often `stepzero doctor` is right: networks that are sick in one way each, and healthy ones.
 * Thresholds are fixed on the first half; the confusion matrix is that of the second, whose
 * architectures and seeds differ.
 *
 *   npm run bench:detection [-- --half first|second --only TEXT --json FILE]
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { diagnose } from "../src/diagnosis/diagnose.js";
import { drawnBatch } from "../src/diagnosis/subject.js";
import { GraphBuilder } from "../src/graph/builder.js";
import { initialWeights, parseInitializer } from "../src/initializers/index.js";
import { buildNetwork } from "../src/network/layers/index.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { failureRate } from "../src/statistics/index.js";
import { cnnOf, funnelOf, mlpOf, mobileOf, residualOf, transformerOf, } from "./detection/architectures.js";
import { mutations } from "./detection/mutations.js";
const { values } = parseArgs({
    options: { half: { type: "string", default: "second" }, only: { type: "string" }, json: { type: "string" } },
});
const halves = {
    first: {
        seed: 100,
        architectures: [
            mlpOf(3, 128, "relu"),
            mlpOf(10, 128, "relu"),
            mlpOf(20, 96, "relu"),
            mlpOf(30, 128, "relu"),
            mlpOf(10, 128, "relu", "orthogonal:gain=1.4142"),
            mlpOf(5, 128, "tanh"),
            mlpOf(20, 128, "tanh", "orthogonal"),
            mlpOf(8, 96, "gelu"),
            cnnOf(6, 24, "relu"),
            cnnOf(16, 32, "relu"),
            cnnOf(10, 24, "relu", true),
            mobileOf(3, 128, 128),
            residualOf(8, 96, "relu", true),
            transformerOf(3, 64, "pre"),
            transformerOf(2, 64, "post"),
            funnelOf([256, 64, 32], "relu"),
        ],
    },
    second: {
        seed: 900,
        architectures: [
            mlpOf(5, 144, "relu"),
            mlpOf(18, 104, "leaky-relu"),
            mlpOf(22, 152, "relu"),
            mlpOf(45, 136, "relu"),
            mlpOf(35, 120, "relu", "orthogonal:gain=1.4142"),
            mlpOf(9, 104, "tanh"),
            mlpOf(26, 120, "tanh", "orthogonal"),
            mlpOf(7, 104, "silu"),
            mlpOf(14, 128, "selu"),
            cnnOf(7, 28, "relu"),
            cnnOf(18, 36, "relu"),
            cnnOf(11, 28, "relu", true),
            mobileOf(3, 112, 28),
            residualOf(10, 88, "gelu", true),
            transformerOf(5, 80, "pre"),
            transformerOf(3, 80, "post"),
            funnelOf([288, 112, 40], "relu"),
        ],
    },
};
const { runtime } = await loadRuntime();
async function diagnosed(architecture, mutation, seed) {
    const { name, layers, shape, classes, method } = architecture;
    const g = new GraphBuilder(name);
    const { parameters: declared } = buildNetwork(g, layers, g.input("x", "float32", [2, ...shape]), {
        mode: "evaluate",
    });
    const parameters = declared.map(({ name: of, shape: size, role }) => ({ name: of, shape: size, role }));
    if (mutation !== undefined && !mutation.applies(parameters))
        return undefined;
    const { initializer, options } = parseInitializer(method);
    const weights = initialWeights(initializer, parameters, seed, options);
    mutation?.change(weights, parameters, seed);
    const batch = drawnBatch({ shape, rows: 128, classes, seed });
    const diagnosis = await diagnose({ name, layers, shape, parameters, weights, batch, labelled: false }, {
        runtime,
        optimizer: { kind: "sgd", learningRate: 0.01 },
        isFresh: false,
        referenceSeeds: [seed + 1, seed + 2, seed + 3],
        remedy: (of) => of,
        weightsInWords: method,
        samplesInWords: "samples",
        notes: [],
    });
    const kinds = diagnosis.findings.filter(({ severity }) => severity !== "note").map(({ kind }) => kind);
    const isRight = mutation === undefined
        ? diagnosis.verdict === "healthy" && kinds.length === 0
        : (diagnosis.verdict === "sick" || !mutation.isError) && mutation.kinds.some((kind) => kinds.includes(kind));
    return {
        network: name,
        change: mutation?.name ?? "healthy",
        isSick: mutation !== undefined,
        verdict: diagnosis.verdict,
        kinds,
        isRight,
    };
}
const half = halves[values.half];
if (half === undefined)
    throw new Error(`--half: first or second, got ${values.half}`);
const cases = [];
for (const [i, architecture] of half.architectures.entries()) {
    for (const mutation of [undefined, undefined, undefined, ...mutations]) {
        if (values.only !== undefined && !`${architecture.name} ${mutation?.name ?? "healthy"}`.includes(values.only))
            continue;
        const one = await diagnosed(architecture, mutation, half.seed + 10 * i + (mutation === undefined ? cases.length % 7 : 0));
        if (one === undefined)
            continue;
        cases.push(one);
        const mark = one.isRight ? " " : "✗";
        console.log(`${mark} ${one.network}: ${one.change} → ${one.verdict}${one.kinds.length === 0 ? "" : ` (${one.kinds.join(", ")})`}`);
    }
}
const rate = (of, is) => {
    if (of.length === 0)
        return "none was built";
    const hits = of.filter(is).length;
    const { low, high } = failureRate(hits, of.length, { method: "clopper-pearson" });
    return `${hits} of ${of.length}, ${((100 * hits) / of.length).toFixed(1)} % (95 %: ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %)`;
};
const [sick, healthy] = [cases.filter(({ isSick }) => isSick), cases.filter(({ isSick }) => !isSick)];
console.log(`\nsick networks of which the trouble was found: ${rate(sick, ({ isRight }) => isRight)}`);
console.log(`healthy networks without error or warning:    ${rate(healthy, ({ isRight }) => isRight)}`);
if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify(cases, null, 1)}\n`);
