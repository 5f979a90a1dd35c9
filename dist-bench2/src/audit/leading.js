/** Which methods of a ranking cannot be told from its first. */
import { normalCdf } from "../random/index.js";
/** The chance that a statement on the methods that are worse is wrong. */
const RISK = 0.05;
/**
 * The methods that cannot be told from the first one, which is among them. Each of the others is
 * really worse than the first with a chance of at least 1 − 0.05 / (number of others compared), so
 * that with 95 % none of them is better than the first (Bonferroni; flat prior).
 *
 * @param order best first
 */
export function leadingMethods(order) {
    const [first] = order;
    const limit = 1 - RISK / (order.length - 1);
    return order
        .filter(({ figure, sd }, i) => {
        const apart = Math.abs(first.figure - figure) / Math.hypot(first.sd, sd);
        return i === 0 || normalCdf(apart) < limit;
    })
        .map(({ method }) => method);
}
