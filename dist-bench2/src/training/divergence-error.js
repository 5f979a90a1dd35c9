/** Training diverged: nothing is left to train. */
export class DivergenceError extends Error {
    name = "DivergenceError";
    /** Epoch of the step, from 1. */
    epoch;
    /** Optimizer step, from 1 over all epochs. */
    step;
    constructor({ epoch, step, reason }, learningRate) {
        super(`Training diverged: ${reason}. Try a learning rate below ${learningRate} (recipe.optimizer), or an initializer ` +
            "whose weights are smaller.");
        this.epoch = epoch;
        this.step = step;
    }
}
