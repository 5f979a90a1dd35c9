/** The loss at step 0, the logits, and attention. */
import { sizeOf } from "../../../graph/tensor.js";
import type { Diagnosis, Finding } from "../../diagnosis.js";
import { targetCount } from "../../loss/subject-loss.js";
import type { Measurement } from "../../measure/meter.js";
import type { NetworkReadings } from "../../measure/readings.js";
import { noiseOfSignal } from "../drift.js";
import type { Evidence, Rule } from "../evidence.js";
import { layerInWords, listed, median, short } from "../numbers.js";
import { thresholds } from "../thresholds.js";

/** The standard deviation of logits that answers begin with: about half a nat of loss. */
const LOGITS = 1;

/** What the size of answers is read from. */
type Answers = Pick<NetworkReadings, "objective" | "classes" | "loss" | "classLoss" | "logitDeviation">;

/**
 * The factor that brings answers there: logits to a standard deviation of 1, and less where few of
 * them are far larger than the others, as those of a tied head for the token that was read; of mse
 * outputs to the size of the targets.
 */
export function smallerBy({ objective, classes, loss, classLoss, logitDeviation }: Answers): number {
  if (objective.name === "mse") return Math.sqrt(classLoss / loss);
  return (LOGITS / logitDeviation) * Math.min(1, excessOfNormal(logitDeviation, classes) / (loss - classLoss));
}

/**
 * By how much the mean loss of normal logits exceeds ln(classes): the free energy of the random
 * energy model (Derrida 1981).
 */
function excessOfNormal(deviation: number, classes: number): number {
  const critical = Math.sqrt(2 * Math.log(Math.max(2, classes)));
  return deviation < critical ? deviation ** 2 / 2 : critical * deviation - critical ** 2 / 2;
}

const headOf = ({ layers }: Evidence) => layers.filter(({ role }) => role.head);

/** Whether the loss is lowest, of all answers that do not look at the input, at ln π. */
const hasPrior = ({ loss }: Pick<Evidence, "loss">): boolean =>
  loss === undefined ||
  (loss.name === "cross-entropy"
    ? targetCount(loss) === 1
    : loss.name === "binary-cross-entropy" && sizeOf(loss.output) === 1);

/**
 * What the rules about classes cannot judge under this loss, and why.
 *
 * @param labelled whether there are data: without any, nobody asks for the class prior
 */
export function rulesOfClasses(evidence: Evidence, labelled: boolean): Diagnosis["notJudged"] {
  const { loss } = evidence;
  const layers = headOf(evidence).map(({ name }) => name);
  if (loss?.name === "mse") {
    return [{ layers, reason: "prior-bias: it is about classes, and the loss is mse" }];
  }
  if (!labelled || hasPrior(evidence)) return [];
  return [
    { layers, reason: "prior-bias: it is about one class per sample, and the loss has several answers per sample" },
  ];
}

/** A network that is sure of its answers before it has learned any. */
export const confidenceRule: Rule = {
  title: "answers are not sure before training",
  find: (evidence) => {
    const { loss, classLoss, logitDeviation } = evidence.network;
    const excess = loss - classLoss;
    const draws = evidence.references[0]?.draws ?? [];
    if (draws.length === 0) return [];
    if (evidence.loss?.name === "mse") return tooLargeOutputs(evidence, draws);
    const usual = median(draws.map(({ network }) => network.loss - network.classLoss));
    const size = median(draws.map(({ network }) => network.logitDeviation));
    // Logits vary from draw to draw as the signal before them does.
    const noise = Math.exp((thresholds.deviations * noiseOfSignal(evidence)) / 2);
    if (!(excess > thresholds.someConfident && excess > 2 * usual && logitDeviation > 2 * size * noise)) return [];
    const head = headOf(evidence);
    const tensors = confidentTensors(evidence);
    return [
      {
        kind: "over-confident",
        severity: excess > thresholds.confident && logitDeviation > 3 * size * noise ? "error" : "warning",
        layers: head.map(({ name }) => name),
        tensors,
        measured: loss,
        expected: classLoss,
        unit: "nats",
        text:
          `The answers are sure before training: the loss is ${short(loss)}, and ${short(classLoss)} would be reached ` +
          `without looking at the input. The logits have a standard deviation of ${short(logitDeviation)}.`,
        cause:
          evidence.head?.tied == null
            ? null
            : `${evidence.head.tied} is the head's kernel, too (tied weights), and an embedding's scale is too large for logits`,
        remedy: confidenceRemedy(evidence, tensors, size),
      },
    ];
  },
};

/** Outputs of mse that are far larger than the targets. */
function tooLargeOutputs(evidence: Evidence, draws: readonly Measurement[]): Finding[] {
  const { loss, classLoss } = evidence.network;
  const usual = median(draws.map(({ network }) => network.loss));
  const beyond = Math.min(loss / classLoss, loss / usual);
  if (!(beyond > thresholds.someLargeOutputs)) return [];
  const head = headOf(evidence);
  const tensors = confidentTensors(evidence);
  return [
    {
      kind: "over-confident",
      severity: beyond > thresholds.largeOutputs ? "error" : "warning",
      layers: head.map(({ name }) => name),
      tensors,
      measured: loss,
      expected: classLoss,
      unit: "mean squared error",
      text:
        `The outputs are far larger than the targets: the loss is ${short(loss)}, and ${short(classLoss)} would be ` +
        "reached without looking at the input.",
      cause: null,
      remedy: confidenceRemedy(evidence, tensors, Math.sqrt(usual)),
    },
  ];
}

/** What makes the logits large: kernels of the head, or the embedding that it shares; its bias. */
function confidentTensors(evidence: Evidence): readonly string[] {
  const { head: facts } = evidence;
  const head = headOf(evidence);
  if (facts?.tied != null) return [facts.tied];
  const isPrior = facts?.biasLoss != null && facts.biasLoss - evidence.network.classLoss < thresholds.prior;
  const hasLargeBias = (facts?.biasDeviation ?? 0) > LOGITS && !isPrior;
  return head.flatMap(({ kernel, bias }) => [kernel, ...(bias !== null && hasLargeBias ? [bias] : [])]);
}

/** Of a file, smaller numbers in these tensors alone; of drawn weights, another method. */
function confidenceRemedy(
  { isDrawn, references, network, remedy }: Evidence,
  tensors: readonly string[],
  usual: number,
): string {
  const method = references[0]?.method ?? "he";
  const isClasses = network.objective.name !== "mse";
  if (isDrawn || tensors.length === 0) {
    const size = `have a ${isClasses ? "standard deviation" : "root mean square error"} of ${short(usual)} here`;
    return `draw all weights by ${method}, whose ${isClasses ? "logits" : "outputs"} ${size}:\n${remedy(method)}`;
  }
  const factor = smallerBy(network);
  const then = isClasses
    ? `the logits then have a standard deviation of about ${short(factor * network.logitDeviation)}`
    : "the outputs are then about as large as the targets";
  return `multiply ${listed(tensors, "tensors")} by ${short(factor)}: ${then}. All other tensors keep their numbers:\n${remedy(method)}`;
}

/** Classes of unequal size, and a head that does not know. */
export const priorRule: Rule = {
  title: "the head's bias is the class prior",
  find: (evidence) => {
    const { loss, classLoss, labelled, classes } = evidence.network;
    if (!labelled || evidence.references.length === 0 || !hasPrior(evidence)) return [];
    const even = Math.log(classes);
    const gap = even - classLoss;
    if (!(gap > thresholds.prior && loss - classLoss > gap / 2)) return [];
    const head = headOf(evidence);
    const biases = head.flatMap(({ bias }) => (bias === null ? [] : [bias]));
    const prior = {
      kind: "prior-bias",
      layers: head.map(({ name }) => name),
      tensors: biases,
      measured: loss,
      expected: classLoss,
      unit: "nats",
    } as const;
    const { biasLoss = null } = evidence.head ?? {};
    // The bias is the class prior, and the loss is larger all the same.
    if (biasLoss !== null && biasLoss - classLoss < gap / 2) {
      const text =
        `${listed(biases, "tensors")} is ln π of the class shares π. What the loss of ${short(loss)} has beyond ` +
        `${short(classLoss)} comes from the kernel of the head: with smaller numbers there it begins lower.`;
      return [{ ...prior, severity: "note", text, cause: null, remedy: null }];
    }
    return [
      {
        ...prior,
        severity: "warning",
        text:
          `The classes are not equally frequent, and the head does not know: the loss is ${short(loss)}, and ` +
          `${short(classLoss)} with the logarithms of the class shares as its bias.`,
        cause:
          biases.length === 0
            ? "the head has no bias"
            : `${listed(biases, "tensors")} is not ln π of the class shares π`,
        remedy:
          biases.length === 0
            ? null
            : `set ${listed(biases, "tensors")} to ln π; --fix does so, and all other tensors keep their numbers`,
      },
    ];
  },
};

/** Attention that looks at one place. */
export const attentionRule: Rule = {
  title: "attention spreads over the tokens",
  find: ({ network, attention, references, remedy }) => {
    const bad = network.attention.filter(({ name, entropy, uniformEntropy }) => {
      const usual = median(
        (references[0]?.draws ?? []).map(
          (draw) => draw.network.attention.find((one) => one.name === name)?.entropy ?? Number.NaN,
        ),
      );
      const share = entropy / uniformEntropy;
      return share < thresholds.attention && !(entropy > usual / 2);
    });
    const [first] = bad;
    if (first === undefined)
      return references.length === 0 ? [] : sharpWhateverTheStart(network, references[0]!.method);
    const theory = attention.find(({ name }) => name === first.name);
    return [
      {
        ...sharpMaps(bad),
        severity: "error",
        text:
          `Attention looks at single tokens: its entropy in ${first.name} is ${short(first.entropy)} of at most ` +
          `${short(first.uniformEntropy)} nats, and hardly any gradient passes the softmax.`,
        cause:
          `the logits of attention have a standard deviation of ${short(first.logitDeviation)}; it should be at most 1` +
          (theory === undefined
            ? ""
            : `. Theory for these weights: ${short(theory.entropy)} nats; above a standard deviation of ` +
              `√(2 ln tokens) = ${short(theory.criticalDeviation)} one token gets a fixed share of the attention`),
        remedy:
          references[0] === undefined
            ? null
            : `make the weights of query and key smaller. By ${references[0].method}, which draws all weights anew, attention spreads:\n${remedy(references[0].method)}`,
      },
    ];
  },
};

/** What both findings on sharp maps say alike; numbers are those of the first. */
const sharpMaps = (maps: NetworkReadings["attention"]) => ({
  kind: "entropy-collapse" as const,
  layers: maps.map(({ name }) => name),
  tensors: [],
  measured: maps[0]!.entropy,
  expected: maps[0]!.uniformEntropy,
  unit: "nats",
});

/** Attention that is as sharp with the best start, too: its scores lack a factor. */
function sharpWhateverTheStart({ attention }: NetworkReadings, method: string): Finding[] {
  const bad = attention.filter(
    ({ entropy, uniformEntropy, logitDeviation }) =>
      entropy < thresholds.attention * uniformEntropy && logitDeviation > Math.sqrt(2 * uniformEntropy),
  );
  const [first] = bad;
  if (first === undefined) return [];
  return [
    {
      ...sharpMaps(bad),
      severity: "warning",
      text:
        `Attention looks at single tokens, whatever the start: its entropy in ${first.name} is ${short(first.entropy)} of at ` +
        `most ${short(first.uniformEntropy)} nats, and with ${method} it is as small.`,
      cause: `the logits of attention have a standard deviation of ${short(first.logitDeviation)}; it should be at most 1, and no start of weights brings it there`,
      remedy: "divide the products of queries and keys by √d, d the width of a head, or normalize queries and keys",
    },
  ];
}

/** Signals or a loss that are no numbers. */
export const finiteRule: Rule = {
  title: "all numbers are finite",
  find: ({ layers, network }) => {
    const first = layers.find(
      ({ before, after }) => !Number.isFinite(before.secondMoment) || !Number.isFinite(after.secondMoment),
    );
    if (first === undefined && Number.isFinite(network.loss)) return [];
    const finding: Finding = {
      kind: "not-finite",
      severity: "error",
      layers: first === undefined ? [] : [first.name],
      tensors: first === undefined ? [] : [first.kernel],
      measured: null,
      expected: null,
      unit: "",
      text:
        first === undefined
          ? `The loss is ${network.loss}: the logits are too large for the numbers of the machine.`
          : `${layerInWords(first)} returns numbers that are not finite.`,
      cause: null,
      remedy: "look at the tensors of this layer and at the data for NaN and infinity",
    };
    return [finding];
  },
};
