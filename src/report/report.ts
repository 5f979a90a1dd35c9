/// <reference lib="dom" preserve="true" />
/** The input of a report, and a report: files by path. Read this first. */
import type { Outcome } from "../study/results/outcome.js";

/** The records of a results folder beside the results. */
export interface Provenance {
  /** Each time the study ran: when it was started, and where. */
  readonly runs: readonly {
    readonly started?: string | undefined;
    readonly stepzero?: string | undefined;
    readonly runtime?: string | undefined;
    readonly machine?:
      | {
          readonly platform?: string | undefined;
          readonly node?: string | undefined;
          readonly processor?: string | undefined;
          readonly cores?: number | undefined;
        }
      | undefined;
  }[];
  /** Files of cells that are damaged, in words. */
  readonly damage: readonly string[];
}

/** The outcome of a study and where it comes from. */
export interface ReportInput {
  /** The study's outcome. */
  readonly outcome: Outcome;
  /** When and where it ran. */
  readonly provenance: Provenance;
}

/** A file of a report, by its path within the report's folder. */
export interface ReportFile {
  /** Relative to the report's folder, with "/". */
  readonly path: string;
  /** Text, or bytes. */
  readonly content: string | Uint8Array;
}

/**
 * Makes the files of a figure: by the ending of their names, what the text of its SVG file becomes.
 */
export type FigureFormats = Readonly<Record<string, (svg: string) => string | Uint8Array>>;

/** What draws: a browser's `document`, or linkedom's. */
export interface Drawing {
  /** Makes the elements of charts. */
  readonly document: Document;
  /**
   * The files that a report has of each figure. `writeReport` of "stepzero/node" has PDF and PNG.
   *
   * @defaultValue SVG
   */
  readonly formats?: FigureFormats | undefined;
}
