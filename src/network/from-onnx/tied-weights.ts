/** Parameters that a file stores several times, as exporters do with tied weights. */
import type { Outline } from "../../graph/file/outline.js";
import { sameShape, sizeOf } from "../../graph/tensor.js";
import type { ModelPlace, ModelWeight } from "./model-roles.js";
import { indicesAfter } from "./steps.js";

/** Most values that identity matrices, masks and other regular tensors have. */
const FEW_VALUES = 8;

/**
 * Joins kernels and embeddings with the same numbers in the same layout. Tensors of few different
 * values (zeros, ones, identities) can be equal by chance and stay apart.
 */
export function mergeTied(
  outline: Outline,
  weights: readonly ModelWeight[],
): { readonly weights: readonly ModelWeight[]; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const merged: ModelWeight[] = [];
  const numbers = numbersIn(outline);
  for (const weight of weights) {
    const twin = canBeTied(weight)
      ? merged.findIndex(
          (one) =>
            canBeTied(one) && sameShape(one.tensor.shape, weight.tensor.shape) && equal(numbers(one), numbers(weight)),
        )
      : -1;
    if (twin < 0) {
      merged.push(weight);
      continue;
    }
    const one = merged[twin]!;
    merged[twin] = { ...one, places: [...one.places, ...weight.places] };
    notes.push(
      `${weight.tensor.name} has the numbers of ${one.tensor.name}: they are one parameter and stay equal (tied weights).`,
    );
  }
  return { weights: merged, notes };
}

const canBeTied = ({ tensor, places }: ModelWeight): boolean =>
  (tensor.role.kind === "kernel" || tensor.role.kind === "embedding") &&
  sizeOf(tensor.shape) > FEW_VALUES &&
  places[0]!.added === undefined;

/** The numbers of a weight in its own layout, read once. */
function numbersIn(outline: Outline): (weight: ModelWeight) => ArrayLike<number | bigint> {
  const stored = new Map(outline.stored.map((value) => [value.name, value]));
  const found = new Map<ModelPlace, ArrayLike<number | bigint>>();
  return ({ places: [place] }) => {
    const known = found.get(place!);
    if (known !== undefined) return known;
    const { name, shape, steps } = place!;
    const data = outline.numbersOf(stored.get(name)!)!.data;
    const numbers =
      steps.length === 0 ? data : Float64Array.from(indicesAfter(shape, steps), (index) => Number(data[index]!));
    found.set(place!, numbers);
    return numbers;
  };
}

function equal(a: ArrayLike<number | bigint>, b: ArrayLike<number | bigint>): boolean {
  const values = new Set<number>();
  for (let i = 0; i < a.length; i++) {
    if (Number(a[i]) !== Number(b[i])) return false;
    if (values.size <= FEW_VALUES) values.add(Number(a[i]));
  }
  return values.size > FEW_VALUES;
}
