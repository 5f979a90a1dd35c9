/**
 * Your own initializer, to compare with the built-in ones:
 *
 *     stepzero compare --init he,./examples/my-initializer.ts --seeds 3
 *     stepzero compare --init he,./examples/my-initializer.ts:gain=2 --seeds 3
 *
 * Only `name` and `initialize` are needed; a plain object works, too. `defineInitializer` gives
 * `initialize` the types of the options. Draws come from the tensor's stream, so the same seed
 * gives the same numbers on every machine.
 */
import { defineInitializer, fans, real } from "stepzero/initializers";
import { uniforms } from "stepzero/random";

export default defineInitializer({
  name: "two-sided",
  title: "Two-sided uniform",
  formula: "|W| ~ U(a/2, a), a = gain · √(12 / 7 fanIn)",
  summary: "Uniform noise without weights near zero.",
  references: [],
  options: { gain: real(Math.SQRT2, 0, 100, "√2 for ReLU") },
  initialize: (stream, tensor, { gain }) => {
    const size = tensor.shape.reduce((n, m) => n * m, 1);
    if (tensor.role.kind === "norm-scale") return new Float32Array(size).fill(1);
    if (tensor.role.kind !== "kernel") return new Float32Array(size);
    const a = gain * Math.sqrt(12 / (7 * fans(tensor).fanIn));
    return Float32Array.from(uniforms(stream, size), (u) => {
      const v = 2 * u - 1;
      return (v < 0 ? -a : a) * (0.5 + Math.abs(v) / 2);
    });
  },
});
