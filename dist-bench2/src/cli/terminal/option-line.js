/** "negativeSlope=0: slope a of a leaky ReLU (0 to 1)". */
export function optionLine({ name, default: value, meaning, legal }) {
    const range = typeof legal[0] === "number" ? `${legal[0]} to ${legal[1]}` : legal.join(", ");
    return `${name}=${value}: ${meaning} (${range})`;
}
