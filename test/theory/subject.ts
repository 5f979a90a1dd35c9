/** Subjects of the theory's tests: networks with weights whose moments are exact. */
import type { Subject } from "../../src/diagnosis/subject.js";
import { GraphBuilder } from "../../src/graph/builder.js";
import type { Shape } from "../../src/graph/tensor.js";
import type { Weights } from "../../src/initializers/network-access.js";
import { fans } from "../../src/network/fans.js";
import { buildNetwork } from "../../src/network/layers/build-network.js";
import { dense, sequential } from "../../src/network/layers/index.js";
import type { Layer } from "../../src/network/layers/layer.js";
import type { TensorSpecification } from "../../src/network/parameter.js";
import { normals, stream } from "../../src/random/index.js";
import { batchOf } from "./simulate.js";

/** Weights N(0, σ_w² / fanIn) whose mean square is exactly that, biases likewise. */
export function exactly(sigmaW: number, sigmaB: number) {
  const filled = ({ name, shape }: TensorSpecification, deviation: number) => {
    const draws = normals(
      stream(1, "test", name),
      shape.reduce((n, m) => n * m, 1),
    );
    const rms = Math.sqrt(draws.reduce((sum, x) => sum + x * x, 0) / draws.length);
    return Float32Array.from(draws, (x) => (x * deviation) / rms);
  };
  return (p: TensorSpecification) => filled(p, p.role.kind === "kernel" ? sigmaW / Math.sqrt(fans(p).fanIn) : sigmaB);
}

/** A network with these weights, and rows of N(0, 1) to measure it on. */
export function subjectOf(
  layers: Layer,
  shape: Shape,
  rows: number,
  draw: (p: TensorSpecification) => Float32Array,
): Subject {
  const g = new GraphBuilder("test");
  const network = buildNetwork(g, layers, g.input("data", "float32", [rows, ...shape]), { mode: "evaluate" });
  const parameters = network.parameters.map(({ name, shape: size, role }) => ({ name, shape: size, role }));
  const weights: Weights = Object.fromEntries(parameters.map((p) => [p.name, draw(p)]));
  return { name: "test", layers, shape, parameters, weights, batch: batchOf({ shape, rows }), labelled: false };
}

/** Dense layers of one width, and a head of ten classes. */
export const mlp = (activation: string, width: number, depth: number) =>
  sequential(...Array.from({ length: depth }, () => dense(width, { activation })), dense(10));
