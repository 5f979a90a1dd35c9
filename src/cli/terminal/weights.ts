/** A file of weights that was written, as people read it. */
import { type Layout, loaderSnippet, type TensorSummary, type WeightsFormat } from "../../weights/index.js";
import { counted, figure, grouped } from "./numbers.js";
import { renderTable } from "./table.js";

/** A file of weights and what is in it. */
export interface WrittenWeights {
  readonly file: string;
  readonly fileFormat: WeightsFormat;
  readonly layout: Layout;
  readonly model: string;
  readonly init: string;
  readonly seed: number;
  readonly tensors: readonly TensorSummary[];
  readonly notes: readonly string[];
}

/** The table of tensors, and lines of code that load the file. */
export function renderWrittenWeights(written: WrittenWeights, width: number): string {
  const { file, fileFormat, layout, init, seed, tensors } = written;
  const snippet = loaderSnippet(fileFormat, layout, file, tensors).replaceAll(/^/gm, "    ");
  return `${renderTensors(tensors, width)}\n${file}: ${init}, seed ${seed}, layout ${layout}. To load it:\n\n${snippet}\n`;
}

/** Name, shape, fans, mean and standard deviation of each tensor. */
function renderTensors(tensors: readonly TensorSummary[], width: number): string {
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
  return `${lines.join("\n")}\n${grouped(total)} numbers in ${counted(tensors.length, "tensor")}\n`;
}

const fan = (value: number | undefined): string => (value === undefined ? "" : String(Number(value.toPrecision(6))));
