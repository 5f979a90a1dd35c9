/** The largest learning rate at which gradient descent is stable. */
import { optimizerDefaults } from "../recipe.js";
/** The rate of an optimizer beside its bound. */
export const rateReading = (optimizer, curvature) => ({
    optimizer: optimizer.kind,
    inUse: optimizer.learningRate,
    stable: stableRate(optimizer, curvature),
});
/**
 * The largest η at which full-batch steps do not oscillate away along the direction of the largest
 * curvature λ: 2/λ for SGD, 2(1 + μ)/λ with momentum μ, 2(1 + μ)/((1 + 2μ)λ) where it is Nesterov's
 * (of the roots of the recurrence on a quadratic). Null for optimizers that scale each number's
 * step, for λ ≤ 0, and without λ.
 *
 * @param curvature λ: the largest eigenvalue of the Hessian
 */
export function stableRate(optimizer, curvature) {
    if (optimizer.kind !== "sgd" || curvature === null || !(curvature > 0))
        return null;
    const { momentum, nesterov } = { ...optimizerDefaults.sgd, ...optimizer };
    return (2 * (1 + momentum)) / ((nesterov ? 1 + 2 * momentum : 1) * curvature);
}
