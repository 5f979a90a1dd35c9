import type { Kernel, Numbers } from "./kernel.js";
import { broadcastAt, fill } from "./numbers.js";

const matMul: Kernel = ([a, b], _, [y]) => {
  const inner = a!.shape.at(-1)!;
  return [
    fill(y!, (index) => {
      const [batch, [row, column]] = [index.slice(0, -2), index.slice(-2)];
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        sum += broadcastAt(a!, tail(a!, [...batch, row!, k])) * broadcastAt(b!, tail(b!, [...batch, k, column!]));
      }
      return sum;
    }),
  ];
};

/**
 * The last indices, as many as x has axes (a 1-sized last axis is never broadcast here: its index
 * is 0 already).
 */
const tail = (x: Numbers, index: number[]): number[] => index.slice(index.length - x.shape.length);

const gemm: Kernel = ([a, b, c], { alpha, beta, transA, transB }, [y]) => {
  const at = (x: Numbers, transposed: unknown, i: number, j: number) =>
    transposed ? x.data[j * x.shape[1]! + i]! : x.data[i * x.shape[1]! + j]!;
  const inner = a!.shape[transA ? 0 : 1]!;
  return [
    fill(y!, ([i, j]) => {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += at(a!, transA, i!, k) * at(b!, transB, k, j!);
      return (alpha as number) * sum + (c === undefined ? 0 : (beta as number) * broadcastAt(c, [i!, j!]));
    }),
  ];
};

/** x with another order of axes. */
function permuted(x: Numbers, order: readonly number[]): Numbers {
  const y = { name: "permuted", type: x.type, shape: order.map((axis) => x.shape[axis]!) };
  return fill(y, (index) =>
    broadcastAt(
      x,
      x.shape.map((_, axis) => index[order.indexOf(axis)]!),
    ),
  );
}

/** Where the batch is transposed, the first axis goes before the last; then the last two swap. */
const fusedMatMul: Kernel = ([a, b], attributes, [y]) => {
  const turned = (x: Numbers, batch: unknown, last: unknown): Numbers => {
    const axes = x.shape.map((_, axis) => axis);
    const [moved, width] = [batch ? [...axes.slice(1, -1), 0] : axes.slice(0, -1), axes.length - 1];
    return permuted(x, last ? [...moved.slice(0, -1), width, moved.at(-1)!] : [...moved, width]);
  };
  const { alpha, transA, transB, transBatchA, transBatchB } = attributes;
  const [product] = matMul([turned(a!, transBatchA, transA), turned(b!, transBatchB, transB)], {}, [y!]);
  return [{ ...product!, data: product!.data.map((v) => v * (alpha as number)) }];
};

export const products: Readonly<Record<string, Kernel>> = {
  MatMul: matMul,
  Gemm: gemm,
  "com.microsoft:FusedMatMul": fusedMatMul,
};
