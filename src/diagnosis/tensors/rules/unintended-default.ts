/** PyTorch's default where nobody asked for it. */
import { pytorchDefault } from "../../../initializers/index.js";
import { fans } from "../../../network/fans.js";
import { threeDigits } from "../candidates.js";
import type { IdentifiedTensor } from "../identify.js";
import { lawOfMethod } from "../law-of-method.js";
import { pValueOf, REJECTED_BELOW } from "../laws.js";
import type { FittedMethod } from "../recipe.js";
import { fix, type InspectedNetwork, isKernel, listed, namesOf, spreadOf, type TensorRule, verb } from "./rule.js";

/** From so many kernels on, what each layer loses adds up. */
const DEEP = 4;

/** What the default is measured by, and what it does. */
const throughRectifiers = {
  scale: 2,
  title: "He",
  loss: "the second moment falls to a sixth per layer",
  method: "he",
} as const;
const throughOthers = {
  scale: 1,
  title: "LeCun",
  loss: "the sums of a layer have a third of the second moment of its inputs",
  method: "activation-aware",
} as const;

const rectifiers: ReadonlySet<string> = new Set(["relu", "leaky-relu", "gelu", "silu", "mish"]);

const isRectified = ({ specification: { role } }: IdentifiedTensor): boolean => rectifiers.has(role.activation ?? "");

/** The kernels of a recurrent layer have U(±1/√units), which is meant. */
const isPlain = (one: IdentifiedTensor): boolean => isKernel(one) && one.specification.role.recurrent === undefined;

/** U(±1/√fanIn) on kernels, and usually on their biases. */
export const unintendedDefault: TensorRule = {
  kind: "unintended-default",
  severity: "warning",
  reads: "whether kernels and biases are uniform within ±1/√fanIn",
  find: (network) => {
    const bad = network.isTrained ? [] : network.tensors.filter((one) => isPlain(one) && isTheDefault(one, network));
    if (bad.length === 0) return [];
    const { fanIn } = fans(bad[0]!.specification);
    const measured = spreadOf(bad[0]!);
    const rectified = bad.filter(isRectified);
    const { scale, title, loss, method } = rectified.length > 0 ? throughRectifiers : throughOthers;
    const through = new Set(rectified.map(({ specification: { role } }) => role.activation ?? ""));
    const expected = Math.sqrt(scale / fanIn);
    const hasNorms = network.tensors.some(({ specification }) => specification.role.kind === "norm-scale");
    const biases = bad.filter((one) => hasItsBias(one, network)).length;
    const isFine = hasNorms || bad.length < DEEP;
    const why = hasNorms
      ? ", but normalization keeps the signal"
      : bad.length < DEEP
        ? ", but few layers lose little"
        : "";
    return [
      {
        kind: "unintended-default",
        severity: isFine ? "note" : "warning",
        ...namesOf(bad),
        measured,
        expected,
        unit: "standard deviation",
        text: `${listed(bad)} ${verb(bad, "has", "have")} PyTorch's default, U(±1/√fanIn)${biases === 0 ? "" : `, and so ${biases === 1 ? "has 1 bias" : `have ${biases} biases`}`}: std ${threeDigits(measured)} at fanIn ${threeDigits(fanIn)}, ${threeDigits(measured / expected)} of ${title}'s ${threeDigits(expected)}. ${effectOf(loss, through)}${why}.`,
        cause:
          "torch.nn.Linear and Conv call kaiming_uniform_ with a = √5, for backward compatibility (pytorch#54030).",
        remedy: fix(network, method),
      },
    ];
  },
};

/** "Through ReLU the second moment falls to a sixth per layer"; of curved ones it falls further. */
function effectOf(loss: string, activations: ReadonlySet<string>): string {
  if (activations.size === 0) return `T${loss.slice(1)}`;
  if (activations.has("relu")) return `Through ReLU ${loss}`;
  return `Through ${[...activations].join(" and ")} ${loss.replace("to a sixth", "to about a sixth")}`;
}

/** The names of the default: PyTorch's, and that of Torch7, which it has from there. */
const isItsName = ({ method }: FittedMethod): boolean => /^(pytorch|torch7).default$/.test(method);

/** The default fits; where another method does too, the bias decides. */
function isTheDefault(one: IdentifiedTensor, network: InspectedNetwork): boolean {
  const { basis, recipe } = one;
  if (basis !== "formula" || !recipe.methods.some(isItsName)) return false;
  return recipe.methods.every(isItsName) || hasItsBias(one, network);
}

/** Whether the bias of a kernel is drawn by the default. */
function hasItsBias(one: IdentifiedTensor, { tensors }: InspectedNetwork): boolean {
  const bias = biasOf(one, tensors);
  const law = bias && lawOfMethod(pytorchDefault, bias.specification, {}, []);
  return bias !== undefined && law !== undefined && pValueOf(bias.sample, law) >= REJECTED_BELOW / 100;
}

function biasOf(one: IdentifiedTensor, tensors: readonly IdentifiedTensor[]): IdentifiedTensor | undefined {
  const next = tensors[tensors.indexOf(one) + 1];
  const { kind, kernel } = next?.specification.role ?? {};
  return kind === "bias" && kernel?.shape.join() === one.specification.shape.join() ? next : undefined;
}
