/** How many training steps a run of a graph makes: of small networks, what a run costs beside its operators is up to a third of a step. */
import { sizeOf } from "../graph/tensor.js";
import { arithmetic } from "./arithmetic.js";
import type { TrainGraph } from "./train-graph.js";

const STEPS = 8;
/** What a run costs beside its operators, and the bytes of state that it hands over: milliseconds, and milliseconds a megabyte. */
const [PER_RUN, PER_MEGABYTE] = [0.1, 0.2];
/** Multiplications and additions that a millisecond holds, in products and in convolutions of small networks. */
const [PRODUCTS, CONVOLUTIONS] = [100e6, 10e6];
/** Milliseconds that it takes to load the graph of several steps. */
const LOAD = 60;
/** Less of a step's time is not worth a second session. */
const LEAST_SHARE = 0.03;

/** As many steps as pay, of so many: the figures behind it are those of `npm run bench:unroll`, roughly. */
export function stepsInOneRun(
  { graph, ...train }: TrainGraph,
  { perEpoch, epochs }: { readonly perEpoch: number; readonly epochs: number },
  replicas = 1,
): number {
  const numbers = [...train.parameters, ...train.slots, ...train.states].reduce((n, { shape }) => n + sizeOf(shape), 0);
  const beside = PER_RUN + PER_MEGABYTE * replicas * ((4 * numbers) / 2 ** 20);
  const { products, convolutions } = arithmetic(graph);
  const operators = replicas * (products / PRODUCTS + convolutions / CONVOLUTIONS);
  const pays = beside * perEpoch * epochs > 2 * LOAD && beside > LEAST_SHARE * operators;
  return pays && perEpoch >= 2 * STEPS ? STEPS : 1;
}
