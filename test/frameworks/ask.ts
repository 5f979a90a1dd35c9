/** Frameworks asked for what their initializers and layers draw: one process per framework. */
import { execFileSync } from "node:child_process";
import { python, pythonOfToday } from "../oracles.js";

/** An initializer of a framework on a shape. */
export interface InitializerQuestion {
  /** As the framework calls it: "HeNormal". */
  readonly call: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** In the framework's layout. */
  readonly shape: readonly number[];
}

/** A layer of a framework. */
export interface LayerQuestion {
  /** As the framework calls it: "Conv2D". */
  readonly call: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Shapes of the inputs on which it makes its weights; PyTorch and nnx need none. */
  readonly inputs: readonly (readonly number[])[];
}

/** Numbers that a framework drew. */
export interface Drawn {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  /** What the framework takes for fanIn and fanOut of the shape, where it says so. */
  readonly fans?: readonly [number, number] | null | undefined;
}

/** In the order of the questions; a layer's tensors by the framework's names. */
export interface Answers {
  readonly version: string;
  readonly initializers: readonly Drawn[];
  readonly layers: readonly Readonly<Record<string, Drawn>>[];
  /** The values of the expressions. */
  readonly facts: readonly unknown[];
}

/** The programs of this folder that answer. */
const programs = {
  keras: [pythonOfToday, "ask_keras.py"],
  flax: [pythonOfToday, "ask_flax.py"],
  tfjs: [process.execPath, "ask_tfjs.mjs"],
  pytorch: [python, "ask_torch.py"],
  "pytorch of today": [pythonOfToday, "ask_torch.py"],
} as const;

/** A framework that answers. */
export type Asked = keyof typeof programs;

/**
 * The numbers of one seed: the same numbers each time, so that no test fails by chance.
 *
 * @param expressions in Python, evaluated where the framework is imported
 */
export function ask(
  framework: Asked,
  initializers: readonly InitializerQuestion[],
  layers: readonly LayerQuestion[],
  expressions: readonly string[] = [],
): Answers {
  const [command, program] = programs[framework];
  const output = runProgram(command, program, JSON.stringify({ seed: 1, initializers, layers, expressions }));
  const { version, ...answers } = JSON.parse(output) as {
    version: string;
    facts: unknown[];
    initializers: Answer[];
    layers: Record<string, Answer>[];
  };
  return {
    version,
    facts: answers.facts,
    initializers: answers.initializers.map(decode),
    layers: answers.layers.map((layer) =>
      Object.fromEntries(Object.entries(layer).map(([name, tensor]) => [name, decode(tensor)])),
    ),
  };
}

/** A tensor as the programs write it: the bytes of its single-precision numbers in base 64. */
export type Answer = Omit<Drawn, "data"> & { data: string };

export function decode({ data, ...rest }: Answer): Drawn {
  const bytes = Buffer.from(data, "base64");
  return { ...rest, data: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)) };
}

/** What a program of this folder prints. */
export function runProgram(command: string, program: string, input: string): string {
  return execFileSync(command, [`test/frameworks/${program}`], {
    encoding: "utf8",
    input,
    stdio: ["pipe", "pipe", "pipe"], // TensorFlow speaks of the processor on stderr
    env: { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" },
    maxBuffer: 2 ** 30,
  });
}
