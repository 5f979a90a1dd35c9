/** The coordinate check of a diagnosis: a verdict and a table of slopes for each sweep. */
import {
  type CoordinateCheck,
  geometricMean,
  layerGroups,
  quantities,
  type Sweep,
} from "../../diagnosis/coordinate-check/coordinate-check.js";
import { seriesOf, settingOf, sizesOf, slopeTable } from "../../diagnosis/coordinate-check/words.js";
import { type Look, paint } from "./look.js";
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
  return [
    "",
    ...indented(`Coordinate check: ${settingOf(check)}`, look),
    ...check.sweeps.flatMap((sweep) => [
      "",
      verdictLine(sweep, look),
      ...(sweep.remedy === null ? [] : remedyLines(sweep.remedy)),
      "",
      ...indented(`${sizesOf(sweep)}; each ∝ ${sweep.dimension}^slope, ± 95 % interval`, look),
      ...slopeLines(sweep, look),
      ...(look.all ? ["", ...valueLines(sweep, look)] : []),
    ]),
  ];
}

const indented = (text: string, { width }: Look): string[] =>
  wrap(text, width - 2)
    .split("\n")
    .map((line) => `  ${line}`);

function verdictLine({ verdict, text }: Sweep, look: Look): string {
  if (verdict === "transfers") return paint("bold", item("✓ ", text, look.width), look);
  if (verdict === "cannot-tell") return paint("bold", item("? ", text, look.width), look);
  return paint("red", item("✗ ", text, look.width), look);
}

const tableLines = (columns: readonly Column[], rows: readonly (readonly string[])[], look: Look): string[] =>
  renderTable(columns, rows, (look.tableWidth ?? look.width) - 2).map((line) => `  ${line}`);

function slopeLines(sweep: Sweep, look: Look): string[] {
  const { titles, rows } = slopeTable(sweep);
  const columns: Column[] = [
    { title: ["slope of", "layers"], align: "left", flexible: true },
    ...titles.map((title): Column => ({ title, align: "right" })),
  ];
  return tableLines(
    columns,
    rows.map(({ group, cells }) => [group, ...cells]),
    look,
  );
}

/** The values themselves, geometric means over the draws. */
function valueLines(sweep: Sweep, look: Look): string[] {
  const columns: Column[] = [
    { title: ["layers"], align: "left", flexible: true },
    { title: [""], align: "left" },
    ...sweep.sizes.map((size): Column => ({ title: [`${sweep.dimension} ${size}`], align: "right" })),
  ];
  const rows = quantities.flatMap((quantity) =>
    layerGroups.map((group) => {
      const { values } = seriesOf(sweep, group, quantity);
      return [group, quantity, ...values.map((ofSeeds) => few(geometricMean(ofSeeds)))];
    }),
  );
  return tableLines(columns, rows, look);
}
