/** Differences to frameworks that several methods share. */
/** Keras's and JAX's normal distributions are truncated ones. */
export const normalIsNotTruncated = "Keras's and JAX's normal of this name is truncated at ±2σ and stretched to the same variance; here, as in PyTorch, it is not truncated.";
/** Frameworks derive fanOut from the shape alone. */
export const fansAreTrue = "For grouped, strided and transposed convolutions the true fans are used; PyTorch's and Keras's fanOut is too large by the number of groups, and they swap the fans of transposed convolutions.";
/** ReLU halves the second moment of what variance 1 / fanIn keeps. */
export const reluHalves = "Through ReLU layers the second moment halves per layer.";
/** As `reluHalves`, for methods that divide by both fans. */
export const reluHalvesAtEqualWidth = "Through ReLU layers of equal width the second moment halves per layer.";
