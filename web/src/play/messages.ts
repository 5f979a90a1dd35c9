/** What page and worker tell each other. */
import type { Diagnosis } from "../../../src/diagnosis/diagnosis.js";
import type { LayerReadings } from "../../../src/diagnosis/measure/readings.js";
import type { PhaseDiagram, PhasePoint } from "../../../src/diagnosis/theory/phase-diagram.js";
import type { OptionDescriptions } from "../../../src/options.js";
import type { Surface } from "../../../src/report/figures/decision-surface.js";
import type { LossRun } from "../../../src/report/figures/step-losses.js";
import type { StartOfMethod } from "../../../src/report/start/methods-by-depth.js";
import type { Outcome } from "../../../src/study/results/outcome.js";
import type { RunRecord } from "../../../src/study/results/records.js";
import type { Setup } from "./setup.js";

/** A table that was dropped on the page. */
export interface UserTable {
  readonly file: string;
  readonly text: string;
}

/** A setup with what it may need; answers have its number. */
export interface SetupRequest {
  readonly id: number;
  readonly setup: Setup;
  readonly userTable: UserTable | undefined;
}

export type ToWorker =
  | ({ readonly kind: "predict" } & SetupRequest)
  | ({ readonly kind: "measure" } & SetupRequest)
  | ({ readonly kind: "race" } & SetupRequest)
  | { readonly kind: "stop" };

/** Names of what can be chosen. */
export interface Catalogue {
  readonly inits: readonly { readonly name: string; readonly title: string }[];
  readonly models: readonly { readonly name: string; readonly options: OptionDescriptions }[];
}

/** What theory says of one method. */
export interface Predicted extends StartOfMethod {
  /** Layers in the phase diagram. */
  readonly points: readonly PhasePoint[];
  /** The diagram of the network's activation, with the first method that has one. */
  readonly diagram: PhaseDiagram | undefined;
  /** Why there is no theory; undefined where there is. */
  readonly reason: string | undefined;
  /** Milliseconds that it took. */
  readonly took: number;
}

/** What is known of a setup before anything is computed. */
export interface Theory {
  /** "glyphs × mlp". */
  readonly title: string;
  /** Names of the layers with a kernel. */
  readonly layers: readonly string[];
  /** Samples that are measured, and that theory begins with. */
  readonly rows: number;
  readonly labels: readonly string[];
  readonly parameters: number;
  readonly trainSamples: number;
  readonly testSamples: number;
  readonly classes: number;
  /** Features of a sample; of two the decision surface is drawn. */
  readonly features: number;
  readonly notes: readonly string[];
  readonly commands: Commands;
}

/** A setup in the words of others. */
export interface Commands {
  readonly compare: string;
  readonly library: string;
  /** By method: how its weights come into other frameworks. */
  readonly weights: readonly { readonly label: string; readonly pytorch: string; readonly keras: string }[];
  /** The table that `compare` reads, where the data are no data set of stepzero. */
  readonly table: UserTable | undefined;
}

/** What is wrong with a setup, and with which part. */
export interface Trouble {
  readonly part: "data" | "net" | "setup" | number;
  readonly text: string;
}

/** A race so far. */
export interface Race {
  readonly outcome: Outcome | undefined;
  readonly running: readonly { readonly record: RunRecord }[];
  readonly losses: readonly LossRun[];
  readonly steps: number;
  /** Runs that ended, of all. */
  readonly ended: number;
  readonly runs: number;
  /** HTML of the report's templates; "" before the first run ended. */
  readonly answer: string;
  readonly caveats: string;
  readonly surfaces: { readonly surfaces: readonly Surface[]; readonly epoch: number } | undefined;
  readonly points: readonly { readonly x: number; readonly y: number; readonly label: number }[];
  readonly classNames: readonly string[];
  readonly state: "running" | "ended" | "stopped";
  /** What it runs on and how fast, once a step was timed. */
  readonly backend: string;
}

/** A square around standardized points, in cells and units. */
export const surfaceSize = 48;
export const surfaceHalf = 2.4;

export type ToPage =
  | ({ readonly kind: "catalogue" } & Catalogue)
  | { readonly kind: "theory"; readonly id: number; readonly theory: Theory }
  | { readonly kind: "trouble"; readonly id: number; readonly trouble: Trouble }
  | { readonly kind: "loading"; readonly share: number | undefined }
  | { readonly kind: "predicted"; readonly id: number; readonly predicted: Predicted }
  | {
      readonly kind: "measured";
      readonly id: number;
      readonly label: string;
      readonly layers: readonly LayerReadings[];
    }
  | { readonly kind: "diagnosed"; readonly id: number; readonly label: string; readonly diagnosis: Diagnosis }
  | { readonly kind: "unmeasured"; readonly id: number; readonly label: string; readonly reason: string }
  | { readonly kind: "race"; readonly id: number; readonly race: Race };
