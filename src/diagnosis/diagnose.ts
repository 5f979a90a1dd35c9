/** A network at some weights, measured, predicted and judged. */

import { InputError } from "../errors.js";
import { sizeOf } from "../graph/tensor.js";
import type { Weights } from "../initializers/network-access.js";
import type { OptimizerSpecification } from "../recipe.js";
import type { Runtime } from "../runtime/runtime.js";
import type { Diagnosis, LayerDiagnosis } from "./diagnosis.js";
import { healthyHeadline } from "./headline.js";
import { hiddenLayers } from "./judge/drift.js";
import type { Evidence, JudgedLayer } from "./judge/evidence.js";
import { headFacts } from "./judge/head.js";
import { judge, verdictOf } from "./judge/judge.js";
import { rulesOfClasses } from "./judge/rules/output-rules.js";
import { lossLine } from "./loss/assume-loss.js";
import { targetsInWords, usualLoss } from "./loss/subject-loss.js";
import { wholeNetwork } from "./measure/measure.js";
import { medianOf } from "./measure/median.js";
import { type Meter, openMeter } from "./measure/meter.js";
import { drawnReferences, referenceReading } from "./references.js";
import { rateReading } from "./stable-rate.js";
import { type FewSteps, readSteps, type SteppedReadings } from "./steps.js";
import type { Subject } from "./subject.js";
import { FEWEST_ELEMENTS, type IdentifiedTensor, identifyTensors } from "./tensors/identify.js";
import { areTooSmall, inspectTensors, looksTrained } from "./tensors/inspect.js";
import { phaseDiagrams } from "./theory/phase-diagram.js";
import { type Predictions, predictions } from "./theory/predict.js";
import { withScope } from "./what-to-mend.js";

/** How a subject is diagnosed. */
export interface DiagnoseOptions {
  readonly runtime: Runtime;
  /** Of the first update. */
  readonly optimizer: OptimizerSpecification;
  /** Whether the weights were drawn by a method, so that they cannot be trained ones. */
  readonly isFresh: boolean;
  /**
   * Why the network is not the one that is trained, so that it cannot be judged; undefined where it
   * is.
   */
  readonly changed?: string | undefined;
  /** That method, as `--init` takes it. */
  readonly initializer?: string | undefined;
  /** Further draws of the same method; the medians of all draws are judged. */
  readonly draws?: readonly Weights[] | undefined;
  /** Seeds of the draws of each reference. */
  readonly referenceSeeds: readonly number[];
  /**
   * Whether to compute Jacobian, curvature and gradient quotient, of the first draw: tens of
   * passes.
   *
   * @defaultValue false
   */
  readonly curvature?: boolean | undefined;
  /** Training steps whose readings follow; without it none. */
  readonly training?: Omit<FewSteps, "lastHidden"> | undefined;
  /** What to type for the remedy by a method. */
  readonly remedy: (method: string) => string;
  /** What the weights are, for the first line: "the weights of the file", "he, seed 0". */
  readonly weightsInWords: string;
  /** Whose samples they are: "of iris.csv", "drawn, N(0, 1)". */
  readonly samplesInWords: string;
  /**
   * The loss and its targets, in one line.
   *
   * @defaultValue that of the subject
   */
  readonly lossInWords?: string | undefined;
  readonly notes: readonly string[];
}

/**
 * Measures the subject, predicts it, draws references, and judges.
 *
 * @throws ShapeError where the network does not fit the samples
 */
export async function diagnose(subject: Subject, options: DiagnoseOptions): Promise<Diagnosis> {
  const { runtime, optimizer } = options;
  const meter = await openMeter(subject, { runtime, optimizer });
  try {
    return await diagnosisBy(meter, subject, options);
  } finally {
    await meter.release();
  }
}

/** What `--curvature` asks for. */
const ofWhole = { jacobian: true, curvature: true, gradientQuotient: true } as const;

async function diagnosisBy(meter: Meter, subject: Subject, options: DiagnoseOptions): Promise<Diagnosis> {
  const { isFresh, draws = [], referenceSeeds, remedy, initializer } = options;
  const { parameters, weights } = subject;
  const measured = [await meter.look(weights, true)];
  for (const others of draws) measured.push(await meter.look(others, true));
  const tensors = identifyTensors(
    parameters.map((specification) => ({ specification, values: weights[specification.name]! })),
  );
  const recipes = new Map(tensors.map(({ specification: { name }, recipe }) => [name, recipe]));
  const isChanged = options.changed !== undefined;
  const ofTensors = inspectTensors(tensors, { model: subject.name, initializer, isChanged });
  const isTrained = !isFresh && looksTrained(tensors);
  const references =
    isTrained || isChanged ? [] : await drawnReferences(parameters, (of) => meter.look(of, false), referenceSeeds);
  const theory = theoryOf(subject);
  const specifications = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const middle = medianOf(measured);
  const whole = options.curvature ? await wholeNetwork(subject, { runtime: options.runtime, ...ofWhole }) : undefined;
  const network = { ...middle.network, ...whole?.values };
  const rate = rateReading(options.optimizer, network.curvature);
  const loss = subject.loss ?? usualLoss(network.classes);
  const judged = middle.layers.map((layer): JudgedLayer => {
    const { role, shape } = specifications.get(layer.kernel)!;
    return { ...layer, role, shape, predicted: theory.layers.get(layer.name) ?? null };
  });
  const evidence: Evidence = {
    name: subject.name,
    layers: judged,
    attention: theory.attention,
    network,
    loss,
    rate,
    isTrained: isTrained || isChanged,
    references,
    startsWithTable: parameters.some(({ role }) => role.kind === "embedding"),
    head: headFacts(subject, network.classes),
    isDrawn: isFresh,
    remedy,
  };
  const findings = withScope(judge(evidence, ofTensors), references[0]?.method ?? "he");
  const stepped = await stepReadings(subject, meter, hiddenLayers(evidence).at(-1)?.name, options);
  const whyNot =
    options.changed ??
    whyNothing({ isTrained, layers: judged.length, references: references.length }, isFresh, tensors);
  const verdict = verdictOf(findings, whyNot === undefined);
  return {
    model: subject.name,
    subject: firstLine(subject, judged, options),
    loss: options.lossInWords ?? lossLine({ loss, because: undefined }, targetsInWords(loss, subject.labelled)),
    verdict,
    headline:
      verdict === "healthy"
        ? healthyHeadline(evidence, findings.filter(({ severity }) => severity === "warning").length)
        : verdict === "sick"
          ? null
          : (whyNot ?? null),
    findings,
    layers: judged.map(
      ({ role: _, shape: __, ...layer }): LayerDiagnosis => ({
        ...layer,
        recipe: isFresh ? null : (recipes.get(layer.kernel) ?? null),
      }),
    ),
    network,
    phases: phaseDiagrams(judged, theory.phases),
    attention: theory.attention,
    rate,
    steps: stepped.steps,
    recommended: references[0]?.method ?? null,
    reference: references[0] === undefined ? null : referenceReading(references[0]),
    notJudged: [
      ...middle.notMeasured,
      ...(whole?.notMeasured ?? []),
      ...theory.notJudged,
      ...stepped.notJudged,
      ...(evidence.isTrained ? [] : rulesOfClasses(evidence, subject.labelled)),
    ],
    notes: [...options.notes, ...stepped.notes],
  };
}

/** The first steps of training; none, with the reason, where the network cannot be trained. */
async function stepReadings(
  subject: Subject,
  meter: Meter,
  lastHidden: string | undefined,
  { runtime, training }: DiagnoseOptions,
): Promise<SteppedReadings & Pick<Diagnosis, "notJudged">> {
  const none = { steps: [], notes: [], notJudged: [] };
  if (training === undefined) return none;
  try {
    return { ...none, ...(await readSteps(runtime, subject, meter, { ...training, lastHidden })) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...none, notJudged: [{ layers: [], reason: `training steps: ${error.message}` }] };
  }
}

/** What theory says; nothing, with the reason, where an activation cannot be integrated. */
function theoryOf(
  subject: Subject,
): Pick<Predictions, "layers" | "phases" | "attention"> & Pick<Diagnosis, "notJudged"> {
  try {
    const { layers, phases, attention } = predictions(subject, { mode: "measure" });
    return { layers, phases, attention, notJudged: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const reason = `theory: ${error.message}`;
    return { layers: new Map(), phases: new Map(), attention: [], notJudged: [{ layers: [], reason }] };
  }
}

/** How much there is to judge by. */
interface Judgeable {
  readonly isTrained: boolean;
  readonly layers: number;
  readonly references: number;
}

/** Why nothing can be told; undefined where something can. */
function whyNothing(
  { isTrained, layers, references }: Judgeable,
  isFresh: boolean,
  tensors: readonly IdentifiedTensor[],
): string | undefined {
  if (layers === 0)
    return "Cannot tell: no weight of this network is a kernel that stepzero can see, so no layer was judged.";
  if (isTrained)
    return "These weights look trained: what is right for fresh ones does not hold for them. --init he diagnoses the network with fresh ones.";
  if (references === 0)
    return "Nothing to compare with: none of the methods that were tried can draw all weights of this network.";
  if (isFresh || !areTooSmall(tensors)) return undefined;
  return `Cannot tell: every kernel has fewer than ${FEWEST_ELEMENTS.toLocaleString("en")} numbers, too few to tell fresh weights from trained ones. --init he diagnoses the network with fresh ones.`;
}

function firstLine(
  { name, parameters, batch }: Subject,
  layers: readonly JudgedLayer[],
  options: DiagnoseOptions,
): string {
  const total = parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return [
    name,
    `${layers.length} ${layers.length === 1 ? "layer" : "layers"} with a kernel`,
    `${total.toLocaleString("en")} weights`,
    options.weightsInWords,
    `${batch.rows} ${options.samplesInWords}`,
  ].join(" · ");
}
