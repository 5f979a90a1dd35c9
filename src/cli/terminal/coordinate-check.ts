/** The coordinate check of a diagnosis: a verdict and a table of slopes for each sweep. */
import {
  type CoordinateCheck,
  decisive,
  geometricMean,
  layerGroups,
  type Quantity,
  quantities,
  type Series,
  type Sweep,
} from "../../diagnosis/coordinate-check/coordinate-check.js";
import { type Look, paint } from "./look.js";
import { counted, figure } from "./numbers.js";
import { few } from "./readings.js";
import { type Column, renderTable } from "./table.js";
import { item, wrap } from "./text.js";

/** What of it is shown. */
export interface CheckLook extends Look {
  /** The values at each size, not only their slopes. */
  readonly all: boolean;
}

/**
 * The lines, with one above them; nothing where no check was made.
 *
 * @param remedyLines a remedy as lines
 */
export function coordinateCheckLines(
  check: CoordinateCheck | undefined,
  look: CheckLook,
  remedyLines: (remedy: string) => readonly string[],
): string[] {
  if (check === undefined) return [];
  const { optimizer, learningRate, steps, seeds, rows, init, ratesByTensor, sweeps, notes } = check;
  const rate = `${optimizer}, rate ${figure(learningRate)}${ratesByTensor ? " times a factor for each tensor" : ""}`;
  const parts = [init, rate, `${counted(steps, "step")} on ${rows} samples`, counted(seeds, "draw"), ...notes];
  return [
    "",
    ...wrap(`Coordinate check: ${parts.join(" · ")}`, look.width - 2)
      .split("\n")
      .map((line) => `  ${line}`),
    ...sweeps.flatMap((sweep) => [
      "",
      verdictLine(sweep, look),
      ...(sweep.remedy === null ? [] : remedyLines(sweep.remedy)),
      "",
      ...slopeTable(sweep, look),
      ...(look.all ? ["", ...valueTable(sweep, look)] : []),
    ]),
  ];
}

function verdictLine({ verdict, text }: Sweep, look: Look): string {
  if (verdict === "transfers") return paint("bold", item("✓ ", text, look.width), look);
  if (verdict === "cannot-tell") return paint("bold", item("? ", text, look.width), look);
  return paint("red", item("✗ ", text, look.width), look);
}

const find = ({ series }: Sweep, group: Series["group"], quantity: Quantity): Series =>
  series.find((one) => one.group === group && one.quantity === quantity)!;

/** "0.56 ±0.18": Student's intervals are symmetric. */
const slopeCell = ({ slope }: Series): string =>
  slope === null ? "" : `${signed(slope.mean)} ±${(slope.high - slope.mean).toFixed(2)}`;

const signed = (value: number): string =>
  value
    .toFixed(2)
    .replace(/^-0\.00$/, "0.00")
    .replace("-", "−");

function slopeTable(sweep: Sweep, look: Look): string[] {
  const { dimension, sizes, fixed, agreesWith } = sweep;
  const deciding = decisive[dimension];
  const order = [...quantities.filter((one) => one !== deciding), deciding];
  const columns: Column[] = [
    { title: ["slope of", "layers"], align: "left", flexible: true },
    ...order.map((quantity): Column => ({ title: ["", quantity], align: "right" })),
    ...(agreesWith === null ? [] : [{ title: [agreesWith, deciding], align: "right" } as const]),
  ];
  const rows = layerGroups.map((group) => [
    group,
    ...order.map((quantity) => slopeCell(find(sweep, group, quantity))),
    ...(agreesWith === null ? [] : [exponent(find(sweep, group, deciding).expected)]),
  ]);
  const at = fixed === null ? "" : ` at ${fixed.dimension} ${fixed.size}`;
  const heading = `${dimension} ${sizes.join(", ")}${at}; each ∝ ${dimension}^slope, ± 95 % interval`;
  return [
    ...wrap(heading, look.width - 2).split("\n"),
    ...renderTable(columns, rows, (look.tableWidth ?? look.width) - 2),
  ].map((line) => `  ${line}`);
}

const exponent = (value: number | null): string => (value === null ? "" : String(value).replace("-", "−"));

/** The values themselves, geometric means over the draws. */
function valueTable(sweep: Sweep, look: Look): string[] {
  const columns: Column[] = [
    { title: ["layers"], align: "left", flexible: true },
    { title: [""], align: "left" },
    ...sweep.sizes.map((size): Column => ({ title: [`${sweep.dimension} ${size}`], align: "right" })),
  ];
  const rows = quantities.flatMap((quantity) =>
    layerGroups.map((group) => {
      const { values } = find(sweep, group, quantity);
      return [group, quantity, ...values.map((ofSeeds) => few(geometricMean(ofSeeds)))];
    }),
  );
  return renderTable(columns, rows, (look.tableWidth ?? look.width) - 2).map((line) => `  ${line}`);
}
