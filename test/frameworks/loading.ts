/**
 * The lines that `stepzero init` prints, run in frameworks: the weights are those of the file, bit
 * for bit, and the network answers as the same one in an .onnx file does.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import type { NamedTensor } from "../../src/data/formats/array.js";
import { parseNpz } from "../../src/data/formats/npz.js";
import { sizeOf } from "../../src/graph/tensor.js";
import { normals, stream, uniforms } from "../../src/random/index.js";
import { parseSafetensors, writeNpz, writeSafetensors } from "../../src/weights/index.js";
import { answers, at, largestDifference } from "../cli/init-files.js";
import { stepzero } from "../cli/run.js";
import { type Answer, decode, runProgram } from "./ask.js";

/** The networks that the programs of this folder build, with shapes [N, C, H, W]. */
const networks = {
  lenet5: { options: ["--model", "lenet5", "--data", "mnist"], shape: [4, 1, 28, 28] },
  vgg_small: {
    options: ["--model", "vgg_small:width=4,norm=batch", "--input", "3,16,16", "--classes", "5"],
    shape: [4, 3, 16, 16],
  },
} as const;

export type FileFormat = "npz" | "safetensors";

const reading = {
  npz: (bytes: Uint8Array): NamedTensor[] =>
    [...parseNpz(bytes, "test")].map(([name, read]) => ({ name, ...read() }) as NamedTensor),
  safetensors: (bytes: Uint8Array): readonly NamedTensor[] => parseSafetensors(bytes, "test"),
};
const writing = { npz: writeNpz, safetensors: (tensors: readonly NamedTensor[]) => writeSafetensors(tensors) };

/**
 * Two files for the printed lines: as init writes it, and with other numbers under the same names.
 */
function files(network: keyof typeof networks, layout: string, format: FileFormat) {
  const [name, other] = [`${layout}-${network}.${format}`, `${layout}-${network}-other.${format}`];
  const args = ["--init", "he", "--seed", "3", "--layout", layout, "--out", at(name), ...networks[network].options];
  const { code, stdout, stderr } = stepzero(["init", ...args]);
  expect(code, stderr).toBe(0);
  const lines = stdout.split(/To\s+load\s+it:\n\n/)[1]!.replaceAll(/^ {4}/gm, "");
  expect(lines).toContain(name);
  const tensors = reading[format](new Uint8Array(readFileSync(at(name))));
  // No two tensors alike, so that none can stand in another's place: means are 0, variances 1 in
  // the file of init.
  const others = tensors.map(({ name: tensor, shape, data }) => ({
    name: tensor,
    shape,
    data: Float32Array.from(uniforms(stream(0, "other", tensor), data.length), (u) => 0.5 + u),
  }));
  writeFileSync(at(other), writing[format](others));
  return [
    { lines, tensors },
    { lines: lines.replaceAll(name, other), tensors: others },
  ];
}

/**
 * Runs the lines in one process per framework.
 *
 * @param command the interpreter
 * @param program of this folder
 */
export function describeLoading(
  layout: "keras" | "jax" | "pytorch",
  formats: readonly FileFormat[],
  command: string,
  program: string,
): void {
  const names = Object.keys(networks) as (keyof typeof networks)[];
  const pairs = names.flatMap((network) => formats.map((format) => ({ network, format })));
  let loaded: { weights: Record<string, Answer>; outputs: number[] }[];
  let written: ReturnType<typeof files>[];

  beforeAll(() => {
    for (const network of names) {
      const size = sizeOf(networks[network].shape);
      writeFileSync(at(`${network}.f32`), Float32Array.from(normals(stream(1, "x"), size)));
    }
    written = pairs.map(({ network, format }) => files(network, layout, format));
    const questions = written.flatMap((two, i) =>
      two.map(({ lines }) => ({ network: pairs[i]!.network, lines, x: at(`${pairs[i]!.network}.f32`) })),
    );
    loaded = JSON.parse(runProgram(command, program, JSON.stringify(questions))) as typeof loaded;
  });

  it.each(pairs.map((pair, i) => [`${pair.network} from .${pair.format}`, pair, i] as const))(
    "%s",
    async (_, { network }, i) => {
      for (const k of [0, 1]) {
        const expected = new Map(written[i]![k]!.tensors.map(({ name, shape, data }) => [name, { shape, data }]));
        // Counts of batches are no weights, and no file has them.
        const entries = Object.entries(loaded[2 * i + k]!.weights).filter(([name]) => !/num_batches|seed_/.test(name));
        expect(new Map(entries.map(([name, answer]) => [name, decode(answer)]))).toEqual(expected);
      }
      const onnx = at(`${layout}-${network}.onnx`);
      const { options, shape } = networks[network];
      const args = ["init", "--init", "he", "--seed", "3", "--force", "--batch", "4", "--out", onnx, ...options];
      expect(stepzero(args).code).toBe(0);
      const bytes = readFileSync(at(`${network}.f32`));
      const x = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
      const ours = await answers(onnx, { type: "float32", shape: [...shape], data: x });
      expect(Math.max(...ours.map(Math.abs))).toBeGreaterThan(0.1);
      expect(largestDifference(ours, loaded[2 * i]!.outputs)).toBeLessThan(1e-5);
    },
  );
}
