/** A figure of a diagnosis: something of every layer, by depth. Read this first. */
import type { Diagnosis, LayerDiagnosis, ReferenceReading } from "../../diagnosis/diagnosis.js";
import type { Marker } from "../colours.js";
import type { CurveAxis } from "../figures/curve-data.js";

/** A y axis that is the same in every diagnosis, so that two pages can be compared. */
export interface FixedAxis extends CurveAxis {
  /** With the unit. */
  readonly label: string;
  readonly ticks: readonly number[];
}

/** How a series of markers looks. */
export interface SeriesLook {
  /** In the legend. */
  readonly label: string;
  readonly colour: string;
  readonly marker: Marker;
}

/** What was measured, a marker per layer. */
export interface MeasuredSeries extends SeriesLook {
  /** On the axis; null where the layer has no such number. */
  readonly value: (layer: LayerDiagnosis) => number | null;
}

/** A line beside what was measured. */
export interface DepthLine {
  readonly label: string;
  /** One per layer, on the axis; null where nothing is known. */
  readonly values: readonly (number | null)[];
}

/** What one draw of the weights may do, as ranges on the axis. */
export interface DepthBand {
  readonly label: string;
  readonly ranges: readonly (readonly [low: number, high: number] | null)[];
}

/** The name of a model in titles: of a file without its folders. */
export const titleOf = ({ model }: Diagnosis): string =>
  /\.\w+(:|$)/.test(model) ? model.split(/[/\\]/).at(-1)! : model;

/** A figure, without its drawing. */
export interface DepthFigure {
  readonly id: string;
  readonly title: string;
  readonly axis: FixedAxis;
  readonly measured: readonly MeasuredSeries[];
  readonly theory?: ((diagnosis: Diagnosis) => DepthLine) | undefined;
  /** A sentence for the caption, where theory is drawn. */
  readonly ofTheory?: string | undefined;
  readonly band?: ((diagnosis: Diagnosis) => DepthBand) | undefined;
  readonly reference?: ((layer: ReferenceReading["layers"][number]) => number | null) | undefined;
  /** A level that is usual. */
  readonly usual?: { readonly label: string; readonly value: number } | undefined;
  /** What is drawn, and over what; a sentence or two. */
  readonly caption: (diagnosis: Diagnosis) => string;
}
