/** The random streams of a run besides initialization. */
import { stream } from "../random/index.js";
/** The streams of a seed. */
export function runStreams(seed) {
    return {
        order: stream(seed, "order"),
        dropout: (mask) => stream(seed, "dropout", mask),
        augmentation: stream(seed, "augmentation"),
    };
}
