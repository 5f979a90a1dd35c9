/**
 * How many training steps to make per run of a graph. A run costs time besides its operators, up to
 * a third of a step of a small network.
 */
import { sizeOf } from "../graph/tensor.js";
import { arithmetic } from "./arithmetic.js";
/** Steps per run, where several are worth it. */
const STEPS = 8;
/**
 * Milliseconds that a run costs besides its operators, and milliseconds per megabyte of state that
 * it copies.
 */
const [PER_RUN, PER_MEGABYTE] = [0.1, 0.2];
/**
 * Multiplications and additions per millisecond, in products and in convolutions of small networks.
 */
const [PRODUCTS, CONVOLUTIONS] = [100e6, 10e6];
/** Milliseconds to load the graph of several steps. */
const LOAD = 60;
/** A smaller share of a step's time is not worth a second session. */
const LEAST_SHARE = 0.03;
/**
 * Number of steps per run of a graph that takes the least time. The constants are roughly the
 * figures of `npm run bench:unroll`.
 *
 * @param steps whole batches per epoch, and epochs
 */
export function stepsInOneRun({ graph, ...train }, { perEpoch, epochs }, replicas = 1) {
    const numbers = [...train.parameters, ...train.slots, ...train.states].reduce((n, { shape }) => n + sizeOf(shape), 0);
    const overhead = PER_RUN + PER_MEGABYTE * replicas * ((4 * numbers) / 2 ** 20);
    const { products, convolutions } = arithmetic(graph);
    const operators = replicas * (products / PRODUCTS + convolutions / CONVOLUTIONS);
    const isWorthIt = overhead * perEpoch * epochs > 2 * LOAD && overhead > LEAST_SHARE * operators;
    return isWorthIt && perEpoch >= 2 * STEPS ? STEPS : 1;
}
