/**
 * What a diagnosis says of a network before its first training step. Read this first.
 *
 * A subject (a network at some weights, `subject.ts`) is measured (`measure/`), predicted
 * (`theory/`), and its tensors are looked at one by one (`tensors/`). `judge/` compares the three
 * and makes findings.
 */
import type { CoordinateCheck } from "./coordinate-check/coordinate-check.js";
import type { LayerReadings, NetworkReadings } from "./measure/readings.js";
import type { RateReading } from "./stable-rate.js";
import type { StepReadings } from "./steps.js";
import type { Recipe } from "./tensors/recipe.js";
import type { AttentionPhase } from "./theory/attention-phase.js";
import type { PhaseDiagram } from "./theory/phase-diagram.js";
import type { Prediction } from "./theory/prediction.js";

/** What can be wrong. A new kind raises no version of the format. */
export const findingKinds = [
  "vanishing",
  "exploding",
  "correlation-collapse",
  "entropy-collapse",
  "symmetric",
  "saturated",
  "dead",
  "over-confident",
  "prior-bias",
  "not-finite",
  "never-initialized",
  "equal-tensors",
  "wrong-fan",
  "ineffective-truncation",
  "uncorrected-truncation",
  "misplaced-depth-scale",
  "unintended-default",
  "rate-too-large",
] as const;

/** The name of something that can be wrong. */
export type FindingKind = (typeof findingKinds)[number];

/** One cause of trouble, or something to know. */
export interface Finding {
  readonly kind: FindingKind;
  /** A network with an error is sick; a warning may be meant so; a note is worth knowing. */
  readonly severity: "error" | "warning" | "note";
  /** Names of the layers that show it, in the order of the forward pass. */
  readonly layers: readonly string[];
  /** Names of the parameters that cause it. */
  readonly tensors: readonly string[];
  /** The number that gave rise to it; null where there is none. */
  readonly measured: number | null;
  /** What that number is in a healthy network; null where there is none. */
  readonly expected: number | null;
  /** The unit of both: "E φ² per layer", "nats". */
  readonly unit: string;
  /** What is wrong, in one sentence with the numbers. */
  readonly text: string;
  /** Why, as far as it can be seen; null where it cannot. */
  readonly cause: string | null;
  /** What to do; null where nothing validated can be said. */
  readonly remedy: string | null;
}

/** A layer: what was measured, what theory says, and what its tensors are. */
export interface LayerDiagnosis extends LayerReadings {
  /** Null where theory has no rule for what comes before. */
  readonly predicted: Prediction | null;
  /** The recipes that the kernel's values fit; null for a network that was drawn by a method. */
  readonly recipe: Recipe | null;
}

/** The same network with the weights of the best method, measured: medians of its draws. */
export interface ReferenceReading {
  /** As `--init` takes it. */
  readonly method: string;
  /** Number of draws. */
  readonly draws: number;
  /** The diagnosis' layers, in the same order. */
  readonly layers: readonly {
    readonly name: string;
    /** E φ² after the activation. */
    readonly secondMoment: number;
    /** As in `LayerReadings`. */
    readonly gradientSecondMoment: number | null;
  }[];
}

/** Whether a network is healthy. "sick" only with an error. */
export type Verdict = "healthy" | "sick" | "cannot-tell";

/** A network before its first training step, judged. */
export interface Diagnosis {
  /** "my-net.onnx", "mlp". */
  readonly model: string;
  /** What was looked at, in one line: layers, weights, samples, and whose weights they are. */
  readonly subject: string;
  /** The loss that gradients, curvature and steps are of, with its targets, in one line. */
  readonly loss: string;
  readonly verdict: Verdict;
  /** What keeps a healthy network healthy, or why nothing can be said; null for a sick one. */
  readonly headline: string | null;
  /** Worst first; one per cause. */
  readonly findings: readonly Finding[];
  /** In the order of the forward pass. */
  readonly layers: readonly LayerDiagnosis[];
  readonly network: NetworkReadings;
  /** Where layers stand beside the edge of chaos, by activation; empty where theory has no rule. */
  readonly phases: readonly PhaseDiagram[];
  /** What theory says of the attention maps that it can follow, in their order. */
  readonly attention: readonly AttentionPhase[];
  /** The rate of the first update; with curvature, beside the largest stable one. */
  readonly rate: RateReading;
  /** The first training steps; empty where none were asked for, or none could be made. */
  readonly steps: readonly StepReadings[];
  /** How the network's width and depth change what training does; absent where nobody asked. */
  readonly coordinateCheck?: CoordinateCheck | undefined;
  /** The method that does best in this network; null where none could be tried. */
  readonly recommended: string | null;
  /** What that method does here; null where none could be tried, or the weights look trained. */
  readonly reference: ReferenceReading | null;
  /** What could not be judged, and why. */
  readonly notJudged: readonly { readonly layers: readonly string[]; readonly reason: string }[];
  /** What was assumed, a sentence each. */
  readonly notes: readonly string[];
}
