import type { CheckTable } from "../check.js";

export const products: CheckTable = {
  MatMul: (g, x) => {
    const [m, k, n] = [x.int(1, 4), x.int(1, 4), x.int(1, 4)];
    return g.apply("MatMul", [x.float([m, k]), x.float([k, n])]);
  },
  "MatMul of batches": (g, x) => {
    const [m, k, n] = [x.int(1, 3), x.int(1, 3), x.int(1, 3)];
    const batch = x.shape(0, 2);
    const [a, b] = x.flip() ? [batch, x.broadcastable(batch)] : [x.broadcastable(batch), batch];
    return g.apply("MatMul", [x.float([...a, m, k]), x.float([...b, k, n])]);
  },
  "com.microsoft:FusedMatMul": (g, x) => {
    const [m, k, n] = [x.int(1, 3), x.int(1, 3), x.int(1, 3)];
    const [transA, transB] = [x.int(0, 1), x.int(0, 1)];
    const batch = x.flip() ? [x.int(1, 3)] : [];
    const transBatchA = batch.length === 0 ? 0 : x.int(0, 1);
    const shape = (rows: number, columns: number, trans: number, transBatch: number) => {
      const [first, last] = trans ? [columns, rows] : [rows, columns];
      return transBatch ? [first, ...batch, last] : [...batch, first, last];
    };
    return g.apply(
      "com.microsoft:FusedMatMul",
      [x.float(shape(m, k, transA, transBatchA)), x.float(shape(k, n, transB, 0))],
      { alpha: x.pick([1, 0.5]), transA, transB, transBatchA },
    );
  },
  Gemm: {
    build: (g, x) => {
      const [m, k, n] = [x.int(1, 4), x.int(1, 4), x.int(1, 4)];
      const [transA, transB] = [x.int(0, 1), x.int(0, 1)];
      const a = x.float(transA ? [k, m] : [m, k]);
      const b = x.float(transB ? [n, k] : [k, n]);
      const c = x.flip() ? [x.float(x.pick([[], [n], [1], [m, 1], [1, n], [m, n]]))] : [];
      return g.apply("Gemm", [a, b, ...c], { transA, transB, alpha: x.pick([1, 0.5]), beta: x.pick([1, -2]) });
    },
    options: { runs: 24 },
  },
};
