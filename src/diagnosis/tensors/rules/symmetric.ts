/** Layers whose units start the same, all of them or some. */
import { incoming } from "../../../network/fans.js";
import type { Finding } from "../../diagnosis.js";
import { distinctRows } from "../distinct-rows.js";
import type { IdentifiedTensor } from "../identify.js";
import { type InspectedNetwork, isKernel, listed, mend, namesOf, type TensorRule, verb } from "./rule.js";

/**
 * Units with equal weights get equal gradients, and stay equal. A Hadamard matrix of one column is
 * part of a structured start, whose next layers tell the units apart.
 */
export const symmetric: TensorRule = {
  kind: "symmetric",
  severity: "error",
  reads: "how many units of a kernel have the same weights as another",
  find: (network) => {
    const kernels = network.tensors.filter(isKernel);
    const equal = kernels.filter(hasEqualUnits);
    const fine = equal.filter((one) => mayBeZero(one, kernels));
    const structured = equal.filter(({ recipe }) => recipe.shape === "Hadamard matrix");
    const bad = equal.filter((one) => !fine.includes(one) && !structured.includes(one));
    const rest = network.isTrained ? [] : kernels.filter((one) => !equal.includes(one));
    return [...errors(network, bad), ...warnings(network, rest), ...notes(fine)];
  },
};

function errors(network: InspectedNetwork, bad: readonly IdentifiedTensor[]): Finding[] {
  if (bad.length === 0) return [];
  const units = incoming(bad[0]!.specification).units;
  const areZero = bad.every(({ sample }) => sample.zeros === sample.size);
  return [
    {
      kind: "symmetric",
      severity: "error",
      ...namesOf(bad),
      measured: 1,
      expected: units,
      unit: "distinct units",
      text: `All units of ${listed(bad)} have the same weights${areZero ? ", which are 0" : ""}: 1 distinct unit of ${units}.`,
      cause: "Equal units get equal gradients: the layer stays one unit wide whatever its width.",
      remedy: mend(network),
    },
  ];
}

/** Kernels of which some units are copies of others. */
function warnings(network: InspectedNetwork, kernels: readonly IdentifiedTensor[]): Finding[] {
  const copied = kernels.flatMap((one) => {
    const counts = one.basis === "structure" || one.sample.notFinite > 0 ? undefined : distinctRows(one);
    return counts !== undefined && counts.distinct < counts.units ? [{ one, ...counts }] : [];
  });
  const [first] = copied;
  if (first === undefined) return [];
  const worst = copied.reduce((a, b) => (a.distinct / a.units <= b.distinct / b.units ? a : b), first);
  const { distinct, units } = worst;
  const tensors = copied.map(({ one }) => one);
  const most = tensors.length === 1 ? "" : `, the most in ${worst.one.specification.name}`;
  return [
    {
      kind: "symmetric",
      severity: "warning",
      ...namesOf(tensors),
      measured: distinct,
      expected: units,
      unit: "distinct units",
      text: `Units of ${listed(tensors)} have the same weights as others${most}: ${distinct} distinct units of ${units}.`,
      cause:
        "Equal units answer alike, so that the layer starts as narrow as its distinct units; only what reads them can tell them apart in training.",
      remedy: mend(network),
    },
  ];
}

function notes(fine: readonly IdentifiedTensor[]): Finding[] {
  if (fine.length === 0) return [];
  return [
    {
      kind: "symmetric",
      severity: "note",
      ...namesOf(fine),
      measured: 0,
      expected: null,
      unit: "RMS",
      text: `${listed(fine)} ${verb(fine, "starts", "start")} at 0, which is fine there: the gradients of ${verb(fine, "its", "their")} units differ.`,
      cause: "The end of a residual branch, the head, a query, or the one kernel of a softmax regression.",
      remedy: null,
    },
  ];
}

/** Depthwise units see different inputs, so that they differ with equal weights. */
function hasEqualUnits({ specification, values }: IdentifiedTensor): boolean {
  if (specification.shape.length < 2) return false;
  const { units, terms, index } = incoming(specification);
  if (units / (specification.role.groups ?? 1) < 2) return false;
  for (let unit = 1; unit < units; unit++) {
    for (let term = 0; term < terms; term++) {
      if (values[index(unit, term)] !== values[index(0, term)]) return false;
    }
  }
  return true;
}

/**
 * Zeros that training leaves: of the head and of the last layer of a residual branch, whose
 * gradients differ from unit to unit, and of the query, whose gradient the keys make.
 */
function mayBeZero({ specification: { role }, sample }: IdentifiedTensor, kernels: readonly unknown[]): boolean {
  if (sample.zeros < sample.size) return false;
  return role.residual?.last === true || role.head === true || role.projection === "query" || kernels.length === 1;
}
