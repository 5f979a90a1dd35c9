/** The tensors of a file of weights, one a line. */
import { grouped } from "./comparison-table.js";
import { renderTable } from "./table.js";

export interface WrittenTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Of kernels. */
  readonly fanIn?: number;
  readonly fanOut?: number;
  readonly mean: number;
  /** Standard deviation of the numbers written. */
  readonly std: number;
}

export function renderWeights(tensors: readonly WrittenTensor[], width: number): string {
  const rows = tensors.map(({ name, shape, fanIn, fanOut, mean, std }) => [
    name,
    `[${shape.join(", ")}]`,
    fan(fanIn),
    fan(fanOut),
    figure(mean),
    figure(std),
  ]);
  const lines = renderTable(
    [
      { title: ["tensor"], align: "left", flexible: true },
      { title: ["shape"], align: "left" },
      { title: ["fanIn"], align: "right" },
      { title: ["fanOut"], align: "right" },
      { title: ["mean"], align: "right" },
      { title: ["std"], align: "right" },
    ],
    rows,
    width,
  );
  const total = tensors.reduce((sum, { shape }) => sum + shape.reduce((n, m) => n * m, 1), 0);
  return `${lines.join("\n")}\n${grouped(total)} numbers in ${tensors.length} tensors\n`;
}

const fan = (value: number | undefined): string => (value === undefined ? "" : String(Number(value.toPrecision(6))));

/** Four digits. */
export function figure(value: number): string {
  if (value === 0) return "0";
  return Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5
    ? String(Number(value.toPrecision(4)))
    : value.toExponential(2);
}
