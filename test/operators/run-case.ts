/** One official operator test: read, compiled as for training, run in ONNX Runtime and in float64. */
import { InputError } from "../../src/errors.js";
import { GraphBuilder } from "../../src/graph/builder.js";
import { compiledSession } from "../../src/graph/compiler/compile.js";
import { readOnnx } from "../../src/graph/file/read.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import type { Graph, Value } from "../../src/graph/graph.js";
import { sameShape, type Tensor, toNumbers } from "../../src/graph/tensor.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { evaluate } from "../reference/evaluate.js";
import type { Numbers } from "../reference/kernel.js";
import { numbers } from "../reference/numbers.js";
import { isFloat, isHalf, numbersOf, type OperatorCase, withConstants } from "./case.js";

/** What came of a test. */
export interface Outcome {
  readonly result: "passed" | "refused" | "differs";
  /** Why it was refused, or where it differs. */
  readonly reason?: string;
  /** Whether the gradient of the outputs has a rule; left out where no output is a float that depends on one. */
  readonly gradient?: boolean;
  /** Whether that gradient was equal to central differences. */
  readonly gradientChecked?: boolean;
  /** False where ONNX Runtime has no kernel for the types, and only float64 was compared. */
  readonly inRuntime?: boolean;
}

/**
 * Which inputs are written into the model, in the order of the attempts: none; what is no float
 * (shapes, axes, indices); all but the first; all.
 */
const attempts: readonly ((test: OperatorCase, input: number) => boolean)[] = [
  () => false,
  ({ inputs }, i) => !isFloat(inputs[i]!),
  (_, i) => i > 0,
  () => true,
];

/** Runs a test. Errors that are no InputError are the reader's fault: the test differs. */
export async function runCase(test: OperatorCase, runtime: Runtime): Promise<Outcome> {
  let refusal: string | undefined;
  for (const isConstant of attempts) {
    let graph: Graph;
    try {
      graph = readOnnx(withConstants(test, (i) => isConstant(test, i)));
    } catch (error) {
      if (!(error instanceof InputError)) return { result: "differs", reason: `crash: ${String(error)}` };
      // Of several refusals the last one that is not about missing constants says most.
      if (refusal === undefined || !/constant|static/.test(error.message)) refusal = error.message;
      continue;
    }
    try {
      return await compare(test, graph, runtime);
    } catch (error) {
      return { result: "differs", reason: `crash: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
  return { result: "refused", reason: refusal! };
}

async function compare(test: OperatorCase, graph: Graph, runtime: Runtime): Promise<Outcome> {
  const names = test.model.graph!.input.map(({ name }) => name);
  const inputs = Object.fromEntries(
    graph.inputs.map(({ name }) => [name, numbersOf(test.inputs[names.indexOf(name)]!, `input "${name}"`)]),
  );
  const expected = test.model.graph!.output.map(({ name }, i) => [name, test.outputs[i]!] as const);
  const float64 = asNumbers(inputs);
  const evaluated = evaluate(graph, float64);
  const problems = expected.map(([name, want]) =>
    difference(name, evaluated[name]!, toNumbersOf(evaluated[name]!), want, "float64"),
  );
  let inRuntime = true;
  try {
    const session = await compiledSession(graph, runtime);
    const got = await session.run(inputs);
    await session.release();
    problems.push(
      ...expected.map(([name, want]) => difference(name, got[name]!, toNumbers(got[name]!), want, "runtime")),
    );
  } catch (error) {
    if (!/NOT_IMPLEMENTED|not a registered function|Could not find an implementation/i.test(String(error))) throw error;
    inRuntime = false;
  }
  const problem = problems.find((one) => one !== undefined);
  if (problem !== undefined) return { result: "differs", reason: problem };
  return { result: "passed", inRuntime, ...gradientOf(graph, float64) };
}

const asNumbers = (tensors: Readonly<Record<string, Tensor>>): Record<string, Numbers> =>
  Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, numbers(t.type, t.shape, toNumbers(t))]));

/** The evaluator's numbers, which do not wrap around as those of small integers do. */
const toNumbersOf = ({ type, data }: Numbers): number[] =>
  Array.from(data, (x) => (type === "uint8" ? ((x % 256) + 256) % 256 : x));

/** Where an output is not the test's, by the tests' own tolerance: 1e-7 + 1e-3 · |expected|. */
function difference(
  name: string,
  type: { readonly type: string; readonly shape: readonly number[] },
  got: readonly number[],
  wantProto: OperatorCase["outputs"][number],
  judge: string,
): string | undefined {
  const want = numbersOf(wantProto, `output "${name}"`);
  const wantNumbers = toNumbers(want);
  if (type.type !== want.type) return `${judge}: ${name} is ${type.type}, expected ${want.type}`;
  if (!sameShape(type.shape, want.shape)) return `${judge}: ${name} is [${type.shape}], expected [${want.shape}]`;
  const [relative, absolute] = isFloat(wantProto) ? [isHalf(wantProto) ? 2e-3 : 1e-3, 1e-7] : [0, 0];
  const at = wantNumbers.findIndex((w, i) => {
    const g = got[i]!;
    return !(Object.is(g, w) || g === w || Math.abs(g - w) <= absolute + relative * Math.abs(w));
  });
  return at < 0 ? undefined : `${judge}: ${name}[${at}] is ${got[at]}, expected ${wantNumbers[at]}`;
}

/**
 * Whether the outputs have a gradient by the float inputs, and whether it is, along one direction,
 * the central difference in float64. Where two step sizes or the two sides disagree there is a
 * kink, and nothing to compare.
 */
function gradientOf(
  graph: Graph,
  data: Readonly<Record<string, Numbers>>,
): Pick<Outcome, "gradient" | "gradientChecked"> {
  const isFloatValue = ({ type }: Value) => type === "float32" || type === "float64";
  const inputs = graph.inputs.filter(isFloatValue);
  const outputs = [...graph.outputs].filter(([, v]) => isFloatValue(v));
  if (inputs.length === 0 || outputs.length === 0) return {};
  const g = GraphBuilder.from(graph);
  const before = g.nodes.length;
  try {
    gradients(
      g,
      outputs.map(([, v]) => v),
      inputs,
    ).forEach((d, i) => {
      g.output(`gradient ${i}`, d);
    });
  } catch (error) {
    if (error instanceof InputError) return { gradient: false };
    throw error;
  }
  if (g.nodes.length === before) return {};
  const total = (at: Readonly<Record<string, Numbers>>) => {
    const results = evaluate(graph, at);
    return outputs.reduce((sum, [name]) => results[name]!.data.reduce((a, b) => a + b, sum), 0);
  };
  const direction = (i: number) => Math.sin(1.3 * i + 0.7);
  const along = (t: number) =>
    total({
      ...data,
      ...Object.fromEntries(
        inputs.map(({ name }) => [
          name,
          { ...data[name]!, data: data[name]!.data.map((x, i) => x + t * direction(i)) },
        ]),
      ),
    });
  const slopes = [1e-4, -1e-4].map((h) => (-3 * along(0) + 4 * along(h) - along(2 * h)) / (2 * h));
  const slope = (h: number) => (8 * (along(h) - along(-h)) - (along(2 * h) - along(-2 * h))) / (12 * h);
  const [coarse, fine] = [slope(1e-3), slope(1e-4)];
  const near = (a: number, b: number, most = 1e-5) => Math.abs(a - b) <= most * Math.max(1, Math.abs(a), Math.abs(b));
  if (!near(coarse, fine) || !near(slopes[0]!, slopes[1]!, 1e-4)) return { gradient: true };
  const results = evaluate(g.build(), data);
  const claimed = inputs.reduce(
    (sum, _, i) => results[`gradient ${i}`]!.data.reduce((a, b, k) => a + b * direction(k), sum),
    0,
  );
  if (!near(claimed, fine)) throw new Error(`gradient ${claimed}, central difference ${fine}`);
  return { gradient: true, gradientChecked: true };
}
