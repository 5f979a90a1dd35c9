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
import type { Diagnosis } from "../src/diagnosis/diagnosis.js";
import { drawnBatch } from "../src/diagnosis/subject.js";
import { GraphBuilder } from "../src/graph/builder.js";
import { initialWeights, parseInitializer } from "../src/initializers/index.js";
import type { Batch } from "../src/initializers/network-access.js";
import { buildNetwork } from "../src/network/layers/index.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { failureRate } from "../src/statistics/index.js";
import {
  type Architecture,
  cnnOf,
  funnelOf,
  mlpOf,
  mobileOf,
  residualOf,
  transformerOf,
} from "./detection/architectures.js";
import { type MutableWeights, type Mutation, mutations } from "./detection/mutations.js";
import { recurrentOf } from "./detection/recurrent.js";

const { values } = parseArgs({
  options: { half: { type: "string", default: "second" }, only: { type: "string" }, json: { type: "string" } },
});

const halves: Readonly<Record<string, { readonly seed: number; readonly architectures: readonly Architecture[] }>> = {
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
      transformerOf(2, 96, "pre", true),
      recurrentOf({ cell: "LSTM", depth: 2, units: 64, steps: 12, features: 16 }),
      recurrentOf({ cell: "GRU", depth: 1, units: 96, steps: 20, features: 24 }),
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
      transformerOf(4, 64, "pre", true),
      recurrentOf({ cell: "LSTM", depth: 1, units: 112, steps: 24, features: 20 }),
      recurrentOf({ cell: "GRU", depth: 3, units: 72, steps: 10, features: 32 }),
      recurrentOf({ cell: "RNN", depth: 2, units: 80, steps: 16, features: 28 }),
      funnelOf([288, 112, 40], "relu"),
    ],
  },
};

/** One diagnosed network. */
interface Case {
  readonly network: string;
  /** What was done to it; "healthy" for nothing. */
  readonly change: string;
  readonly isSick: boolean;
  readonly verdict: Diagnosis["verdict"];
  /** Kinds that were found, without notes. */
  readonly kinds: readonly string[];
  /** Whether a finding of a kind that is meant is among them; of a healthy one, whether none is. */
  readonly isRight: boolean;
}

const { runtime } = await loadRuntime();

async function diagnosed(
  architecture: Architecture,
  mutation: Mutation | undefined,
  seed: number,
): Promise<Case | undefined> {
  const { name, layers, shape, classes, method } = architecture;
  const g = new GraphBuilder(name);
  const { parameters: declared } = buildNetwork(g, layers, g.input("x", "float32", [2, ...shape]), {
    mode: "evaluate",
  });
  const parameters = declared.map(({ name: of, shape: size, role }) => ({ name: of, shape: size, role }));
  if (mutation !== undefined && !mutation.applies(parameters)) return undefined;
  const { initializer, options } = parseInitializer(method);
  const weights: MutableWeights = initialWeights(initializer, parameters, seed, options);
  mutation?.change(weights, parameters, seed);
  const drawnSamples = drawnBatch({ shape, rows: 128, classes, seed });
  const share = mutation?.firstClass;
  const batch = share === undefined ? drawnSamples : withFirstClass(drawnSamples, share);
  const diagnosis = await diagnose(
    { name, layers, shape, parameters, weights, batch, labelled: share !== undefined },
    {
      runtime,
      optimizer: { kind: "sgd", learningRate: 0.01 },
      isFresh: false,
      referenceSeeds: [seed + 1, seed + 2, seed + 3],
      remedy: (of) => of,
      weightsInWords: method,
      samplesInWords: "samples",
      notes: [],
    },
  );
  const kinds = diagnosis.findings.filter(({ severity }) => severity !== "note").map(({ kind }) => kind);
  const isRight =
    mutation === undefined
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

/** The batch with this share of its labels 0. */
function withFirstClass(batch: Batch, share: number): Batch {
  const count = Math.round(share * batch.rows);
  return { ...batch, labels: batch.labels.map((label, row) => (row < count ? 0 : label)) };
}

const half = halves[values.half];
if (half === undefined) throw new Error(`--half: first or second, got ${values.half}`);
const cases: Case[] = [];
for (const [i, architecture] of half.architectures.entries()) {
  for (const mutation of [undefined, undefined, undefined, ...mutations]) {
    if (values.only !== undefined && !`${architecture.name} ${mutation?.name ?? "healthy"}`.includes(values.only))
      continue;
    const one = await diagnosed(
      architecture,
      mutation,
      half.seed + 10 * i + (mutation === undefined ? cases.length % 7 : 0),
    );
    if (one === undefined) continue;
    cases.push(one);
    const mark = one.isRight ? " " : "✗";
    console.log(
      `${mark} ${one.network}: ${one.change} → ${one.verdict}${one.kinds.length === 0 ? "" : ` (${one.kinds.join(", ")})`}`,
    );
  }
}

const rate = (of: readonly Case[], is: (one: Case) => boolean): string => {
  if (of.length === 0) return "none was built";
  const hits = of.filter(is).length;
  const { low, high } = failureRate(hits, of.length, { method: "clopper-pearson" });
  return `${hits} of ${of.length}, ${((100 * hits) / of.length).toFixed(1)} % (95 %: ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %)`;
};
const [sick, healthy] = [cases.filter(({ isSick }) => isSick), cases.filter(({ isSick }) => !isSick)];
console.log(`\nsick networks of which the trouble was found: ${rate(sick, ({ isRight }) => isRight)}`);
console.log(`healthy networks without error or warning:    ${rate(healthy, ({ isRight }) => isRight)}`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(cases, null, 1)}\n`);
