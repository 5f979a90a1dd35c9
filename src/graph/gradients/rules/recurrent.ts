/**
 * Gradients of LSTM, GRU and RNN.
 *
 * The node stays one operator in the forward graph, where ONNX Runtime has a fast kernel for it.
 * Its gradient is that of its definition: the rule writes the steps out (`recurrent-unrolled.ts`)
 * and differentiates them. A reader that wrote them out at once would save the second forward pass
 * of training, but every evaluation would be slower and a layer's gates would be lost among
 * hundreds of nodes. All gradients, of any order, come from one definition, and no adjoint of
 * peepholes, clips or reset gates is written by hand.
 *
 * Only what goes from step to step is differentiated step by step: h, c and the products with R.
 * W, R, B and X then take one product each over all steps, since their gradients are sums over
 * steps. An LSTM has about 30 nodes a step, forward and backward
 * (100 steps: 2,900 nodes, a session within a second).
 */
import type { GraphBuilder } from "../../builder.js";
import { add, reduceSum, reshape } from "../../expressions.js";
import type { Value } from "../../graph.js";
import type { GradientRule } from "../rule.js";
import { type HiddenProducts, joined, type UnrolledDirection, unroll } from "./recurrent-unrolled.js";

/** A direction with the gradients at its seams. */
interface Differentiated {
  readonly direction: UnrolledDirection;
  /** Of `projected`. */
  readonly projected: Value;
  /** Of the products' results, all steps: [T · N, gates · H]. */
  readonly products: readonly { readonly products: HiddenProducts; readonly gradient: Value }[];
}

/** aᵀ · b, summed over all steps and samples. */
const sumOfProducts = (g: GraphBuilder, a: Value, b: Value): Value => g.apply("Gemm", [a, b], { transA: 1 });

const sumOfRows = (g: GraphBuilder, x: Value): Value => reduceSum(g, x, [0], false);

const recurrentRule: GradientRule = ({ g, node, inputs, gradients, needs, differentiate }) => {
  const [x] = inputs as [Value];
  const unrolled = unroll(g, node);
  const used = gradients.flatMap((dy, i) => (dy === undefined ? [] : [i]));
  const states = [5, 6, 7].filter((i) => needs[i]);
  const seams = unrolled.directions.map(({ projected, products }) => [
    projected,
    ...products.flatMap(({ results }) => results),
  ]);
  const results = differentiate(
    used.map(unrolled.output),
    [...seams.flat(), ...states.map((i) => inputs[i]!)],
    used.map((i) => gradients[i]!),
  );
  const next = (count: number): Value[] => results.splice(0, count);
  const directions = unrolled.directions.map(
    (direction): Differentiated => ({
      direction,
      projected: next(1)[0]!,
      products: direction.products.map((products) => ({
        products,
        gradient: joined(g, next(products.results.length), 0),
      })),
    }),
  );
  /** One gradient for each direction, stacked as the input has them. */
  const stacked = (part: (of: Differentiated) => Value): Value =>
    joined(
      g,
      directions.map((of) => {
        const value = part(of);
        return reshape(g, value, [1, ...value.shape]);
      }),
      0,
    );
  const byX = () =>
    reshape(
      g,
      directions
        .map(({ direction, projected }) => g.apply("Gemm", [projected, direction.w]))
        .reduce((a, b) => add(g, a, b)),
      x.shape,
    );
  const late = node.operator === "GRU" && node.attributes.linear_before_reset === 1;
  return [
    needs[0] ? byX() : undefined,
    needs[1] ? stacked(({ projected }) => sumOfProducts(g, projected, unrolled.x)) : undefined,
    needs[2] ? stacked((of) => byHiddenMatrix(g, of)) : undefined,
    needs[3] ? stacked((of) => byBiases(g, of, late)) : undefined,
    undefined,
    ...[5, 6, 7].map((i) => (needs[i] ? next(1)[0] : undefined)),
  ];
};

const byHiddenMatrix = (g: GraphBuilder, { products }: Differentiated): Value =>
  joined(
    g,
    products.map(({ products: { operands }, gradient }) => sumOfProducts(g, gradient, joined(g, operands, 0))),
    0,
  );

/** Both halves of B have one gradient; with `late`, GRU's third hidden bias has its product's. */
function byBiases(g: GraphBuilder, { projected, products }: Differentiated, late: boolean): Value {
  const input = sumOfRows(g, projected);
  const hidden = late ? products.map(({ gradient }) => sumOfRows(g, gradient)) : [input];
  return joined(g, [input, ...hidden], 0);
}

/** The gradient rules of this family, by operator. */
export const recurrent: Readonly<Record<string, GradientRule>> = {
  LSTM: recurrentRule,
  GRU: recurrentRule,
  RNN: recurrentRule,
};
