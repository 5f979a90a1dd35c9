/** PyTorch's default where nobody asked for it. */
import { pytorchDefault } from "../../../initializers/index.js";
import { fans } from "../../../network/fans.js";
import { short } from "../candidates.js";
import type { IdentifiedTensor } from "../identify.js";
import { lawOfMethod } from "../law-of-method.js";
import { pValueOf, REJECTED_BELOW } from "../laws.js";
import { fix, type InspectedNetwork, isKernel, listed, namesOf, spreadOf, type TensorRule, verb } from "./rule.js";

/** From so many kernels on, what each layer loses adds up. */
const DEEP = 4;

/** U(±1/√fanIn) on kernels, and on their biases where they have any. */
export const unintendedDefault: TensorRule = {
  kind: "unintended-default",
  severity: "warning",
  reads: "whether kernels and biases are uniform within ±1/√fanIn",
  find: (network) => {
    const bad = network.isTrained ? [] : network.tensors.filter((one) => isKernel(one) && isTheDefault(one, network));
    if (bad.length === 0) return [];
    const { fanIn } = fans(bad[0]!.specification);
    const measured = spreadOf(bad[0]!);
    const expected = Math.sqrt(2 / fanIn);
    const hasNorms = network.tensors.some(({ specification }) => specification.role.kind === "norm-scale");
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
        text: `${listed(bad)} ${verb(bad, "has", "have")} PyTorch's default, U(±1/√fanIn): std ${short(measured)} at fanIn ${short(fanIn)}, ${short(measured / expected)} of He's ${short(expected)}. Through ReLU the second moment falls to a sixth per layer${why}.`,
        cause:
          "torch.nn.Linear and Conv call kaiming_uniform_ with a = √5, for backward compatibility (pytorch#54030).",
        remedy: fix(network, "he"),
      },
    ];
  },
};

/** The default fits, and the biases of the layer, where there are any, are not all zero. */
function isTheDefault(one: IdentifiedTensor, { tensors }: InspectedNetwork): boolean {
  if (one.basis !== "formula" || !one.recipe.methods.some(({ method }) => method === pytorchDefault.name)) return false;
  const [next] = tensors.slice(tensors.indexOf(one) + 1);
  const { kind, kernel } = next?.specification.role ?? {};
  const isBias = kind === "bias" && kernel?.shape.join() === one.specification.shape.join();
  if (next === undefined || !isBias) return true;
  const law = lawOfMethod(pytorchDefault, next.specification, {}, []);
  return law === undefined || pValueOf(next.sample, law) >= REJECTED_BELOW / 100;
}
