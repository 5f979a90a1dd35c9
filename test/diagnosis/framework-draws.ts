/** Tensors that frameworks drew, what `identify` says of them, and whether that is right. */
import { execFileSync } from "node:child_process";
import { identify } from "../../src/diagnosis/tensors/identify.js";
import { type Initializer, initialWeights, parseInitializer } from "../../src/initializers/index.js";
import type { TensorRole, TensorSpecification } from "../../src/network/parameter.js";

/** A tensor of a framework. */
export interface FrameworkDraw {
  readonly framework: string;
  /** The call that drew it. */
  readonly call: string;
  /** The method that a person would name. */
  readonly right: string;
  readonly specification: TensorSpecification;
  readonly values: Float32Array;
}

/** All cases of a framework: `draws_FRAMEWORK.py`. */
export function frameworkDraws(framework: string, interpreter: string, seed: number): FrameworkDraw[] {
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };
  const program = `test/diagnosis/draws_${framework}.py`;
  const lines = execFileSync(interpreter, [program, String(seed)], { encoding: "utf8", env, maxBuffer: 2 ** 28 });
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const { call, right, shape, role, data } = JSON.parse(line) as {
        call: string;
        right: string;
        shape: number[];
        role: TensorRole;
        data: string;
      };
      const bytes = Buffer.from(data, "base64");
      const values = new Float32Array(new Uint8Array(bytes).buffer);
      return { framework, call, right, specification: { name: "w", shape, role }, values };
    });
}

/** One line of the table. */
export interface Verdict {
  readonly framework: string;
  readonly call: string;
  readonly elements: number;
  readonly right: string;
  readonly methods: readonly string[];
  /** Whether the set has the right method. */
  readonly isRight: boolean;
  /** Members whose own draws do not look like the tensor's: the set is too large by them. */
  readonly tooMany: readonly string[];
}

/** What `identify` says of a tensor. */
export function verdictOn({ framework, call, right, specification, values }: FrameworkDraw): Verdict {
  const methods = identify({ specification, values }).methods.map(({ method }) => method);
  return {
    framework,
    call,
    elements: values.length,
    right,
    methods,
    isRight: methods.includes(right),
    tooMany: methods.filter((method) => !drawsAlike(method, specification, values)),
  };
}

/**
 * Whether a method draws numbers of the scale and the reach of some values, judged by numbers that
 * it draws: within what chance does to two samples of that size. Orthogonal kernels and constants
 * are alike in their squares.
 */
function drawsAlike(method: string, tensor: TensorSpecification, values: Float32Array): boolean {
  const { initializer, options } = parseInitializer(method);
  const { requires: _, ...free } = initializer as Initializer;
  const draws = initialWeights(free, [tensor], 11, options)[tensor.name]!;
  const [a, b] = [figures(values), figures(draws)];
  if (a.square === 0 || b.square === 0) return a.square === b.square;
  // Four standard errors of the ratio of two variances, at the kurtosis of a normal distribution.
  const chance = 4 * Math.sqrt((2 * 2) / values.filter((x) => x !== 0).length);
  // Uniform numbers reach 1.73 standard deviations, those cut at ±2σ 2.27, normal ones over 3.
  const kindOf = ({ reach }: typeof a) => (reach < 1.95 ? "uniform" : reach < 2.6 ? "cut" : "other");
  return Math.abs(Math.log(b.square / a.square)) <= chance && kindOf(a) === kindOf(b);
}

function figures(values: Float32Array) {
  let [square, largest] = [0, 0];
  for (const x of values) {
    square += x * x;
    largest = Math.max(largest, Math.abs(x));
  }
  const rms = Math.sqrt(square / values.length);
  return { square: square / values.length, reach: largest / rms };
}

/** The table, as text. */
export const tableOf = (verdicts: readonly Verdict[]): string =>
  verdicts
    .map(({ framework, call, elements, methods, right, isRight, tooMany }) =>
      [
        isRight ? "✓" : "✗",
        framework.padEnd(6),
        call.padEnd(30),
        String(elements).padStart(7),
        isRight ? methods.join(" ") : `${methods.join(" ") || "none"}, expected ${right}`,
        tooMany.length === 0 ? "" : `(too many: ${tooMany.join(" ")})`,
      ].join("  "),
    )
    .join("\n");
