/**
 * One official operator test: read, compiled as for training, run in ONNX Runtime and in float64.
 */
import { TensorProto_DataType as DataType, type TensorProto } from "onnx-buf";
import { InputError } from "../../src/errors.js";
import { compiledSession } from "../../src/graph/compiler/compile.js";
import { elementTypeOf } from "../../src/graph/file/read/tensors.js";
import { readOnnx } from "../../src/graph/file/read.js";
import type { Graph } from "../../src/graph/graph.js";
import { sameShape, type Tensor, toNumbers } from "../../src/graph/tensor.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { evaluate } from "../reference/evaluate.js";
import type { Numbers } from "../reference/kernel.js";
import { numbers } from "../reference/numbers.js";
import { declaredType, isFloat, isHalf, isTensor, numbersOf, type OperatorCase, withConstants } from "./case.js";
import { checkGradient, type GradientCheck } from "./gradient.js";

/** What came of a test. */
export interface Outcome extends GradientCheck {
  readonly result: "passed" | "refused" | "superseded" | "differs";
  /** Why it was refused, or where it differs. */
  readonly reason?: string;
}

/** Tests that a later release of onnx corrected, though the operator's version stayed the same. */
const superseded: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["hardmax_axis_0", "hardmax_axis_1", "hardmax_axis_2", "hardmax_default_axis", "top_k"].map((name) => [
      `1.1.2 test_${name}`,
      "the model declares another type than the operator gives, until 1.2",
    ]),
  ),
  "1.9.0 test_convtranspose_autopad_same": "SAME_UPPER puts the odd element behind since 1.10",
  "1.16.2 test_averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_True":
    "what ceil_mode reaches beyond the padding does not count since 1.17",
  "1.19.1 test_l2normalization_axis_0": "0 over a norm of 0 is 0 since 1.20",
};

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
  if (Object.hasOwn(superseded, `${test.release} ${test.name}`)) {
    return { result: "superseded", reason: superseded[`${test.release} ${test.name}`]! };
  }
  let refusal: string | undefined;
  for (const attempt of attempts) {
    const isConstant = (i: number) => isTensor(test, i) && attempt(test, i);
    let graph: Graph;
    try {
      graph = readOnnx(withConstants(test, isConstant), { inputShapes: shapesOf(test, isConstant) });
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

/** The shapes of inputs: some tests' numbers have other sizes than their model says. */
function shapesOf(test: OperatorCase, isConstant: (input: number) => boolean): Record<string, number[]> {
  const { input } = test.model.graph!;
  return Object.fromEntries(
    test.inputs.flatMap((t, i) =>
      isConstant(i) || !isTensor(test, i) ? [] : [[input[i]!.name, t.dims.map(Number)] as const],
    ),
  );
}

async function compare(test: OperatorCase, graph: Graph, runtime: Runtime): Promise<Outcome> {
  const names = test.model.graph!.input.map(({ name }) => name);
  const inputs = Object.fromEntries(
    graph.inputs.map(({ name }) => [name, numbersOf(test.inputs[names.indexOf(name)]!, `input "${name}"`)]),
  );
  const expected = test.model.graph!.output.map(
    ({ name }, i) => [name, { proto: test.outputs[i]!, declared: declaredType(test, i) }] as const,
  );
  const float64 = asNumbers(inputs);
  const evaluated = evaluate(graph, float64);
  const problems = expected.map(([name, want]) =>
    difference(name, evaluated[name]!, toNumbersOf(evaluated[name]!), want, "float64"),
  );
  const session = await compiledSession(graph, runtime);
  const got = await session.run(inputs);
  await session.release();
  problems.push(
    ...expected.map(([name, want]) => difference(name, got[name]!, toNumbers(got[name]!), want, "runtime")),
  );
  const problem = problems.find((one) => one !== undefined);
  if (problem !== undefined) return { result: "differs", reason: problem };
  return { result: "passed", ...checkGradient(graph, float64) };
}

const asNumbers = (tensors: Readonly<Record<string, Tensor>>): Record<string, Numbers> =>
  Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, numbers(t.type, t.shape, toNumbers(t))]));

/** The evaluator's numbers, which do not wrap around as those of small integers do. */
const toNumbersOf = ({ type, data }: Numbers): number[] =>
  Array.from(data, (x) => (type === "uint8" ? ((x % 256) + 256) % 256 : x));

/**
 * Where an output is not the test's, by the tests' own tolerance, 10⁻⁷ + 10⁻³ · |expected|. The
 * 10⁻⁷ is of the tensor's largest number, where that is above 1: expected numbers were rounded to
 * float32 by what they are sums of. Half precision, which we read as float32, is itself rounded, at
 * every operator: 2 · 10⁻³ of a float16 and 2⁻⁶ of a bfloat16 are let pass.
 */
function difference(
  name: string,
  type: { readonly type: string; readonly shape: readonly number[] },
  got: readonly number[],
  { proto, declared }: { readonly proto: TensorProto; readonly declared: number },
  judge: string,
): string | undefined {
  const want = numbersOf(proto, `output "${name}"`);
  const wantNumbers = toNumbers(want);
  const wantType = elementTypeOf(declared, `output "${name}"`, () => {});
  if (type.type !== wantType) return `${judge}: ${name} is ${type.type}, expected ${wantType}`;
  if (!sameShape(type.shape, want.shape)) return `${judge}: ${name} is [${type.shape}], expected [${want.shape}]`;
  const largest = wantNumbers.reduce((most, w) => (Number.isFinite(w) ? Math.max(most, Math.abs(w)) : most), 1);
  const relative = declared === DataType.BFLOAT16 ? 2 ** -6 : isHalf(proto) ? 2e-3 : 1e-3;
  const [atAll, ofEach] = isFloat(proto) ? [1e-7 * largest, relative] : [0, 0];
  const at = wantNumbers.findIndex((w, i) => {
    const g = got[i]!;
    return !(Object.is(g, w) || g === w || Math.abs(g - w) <= atAll + ofEach * Math.abs(w));
  });
  return at < 0 ? undefined : `${judge}: ${name}[${at}] is ${got[at]}, expected ${wantNumbers[at]}`;
}
