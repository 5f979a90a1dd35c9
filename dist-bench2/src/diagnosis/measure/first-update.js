/** How far an optimizer's first step moves a parameter. */
import { ShapeError } from "../../errors.js";
import { cast, mul, reduceSum, reshape, sqrt, sub, zeros } from "../../graph/expressions.js";
import { updateOf } from "../../training/optimizers.js";
/**
 * ‖w₁ − w₀‖ of the first step: a float32 of shape `[1]`. It is computed in float64, since most
 * first steps are below the rounding of float32 weights. An optimizer of the user whose update has
 * float32 constants is computed in float32, where moves below 1e-7 of a weight are lost.
 *
 * @param learningRate η of that step, with schedule and warm-up
 */
export function firstUpdate(g, optimizer, { parameter, gradient, learningRate }) {
    try {
        return updateIn(g, optimizer, { parameter, gradient, learningRate }, "float64");
    }
    catch (error) {
        if (error instanceof ShapeError)
            return updateIn(g, optimizer, { parameter, gradient, learningRate }, "float32");
        throw error;
    }
}
function updateIn(g, optimizer, { parameter, gradient, learningRate }, type) {
    const { hyperparameters } = optimizer;
    const before = cast(g, parameter, type);
    const slopes = cast(g, gradient, type);
    const scalars = Object.entries(optimizer.scalars?.(hyperparameters, 1) ?? {});
    const { parameter: after } = updateOf(optimizer, {
        g,
        parameter: before,
        gradient: slopes,
        slots: optimizer.slots(hyperparameters).map(() => zeros(g, slopes)),
        learningRate: g.scalar(learningRate * (optimizer.rateFactor?.(hyperparameters, 1) ?? 1), type),
        scalars: Object.fromEntries(scalars.map(([name, value]) => [name, g.scalar(value, type)])),
        decays: true,
    });
    const move = sub(g, after, before);
    const axes = move.shape.map((_, axis) => axis);
    return reshape(g, cast(g, sqrt(g, reduceSum(g, mul(g, move, move), axes, false)), "float32"), [1]);
}
