/**
 * What an activation does to normal pre-activations of any mean and deviation: moments, and the
 * series from which correlations and finite-width noise follow.
 */
import { InputError } from "../errors.js";
import { constantSeries, hermiteSeries, squareMean } from "./hermite.js";
import { profileOf } from "./profile.js";
import { panelsOfScaled } from "./quadrature.js";
/**
 * The law of an activation. The derivative is the one that training uses.
 *
 * @throws InputError, when it is called, where φ² has no finite mean or φ varies too fast
 */
export function activationLaw(activation) {
    const profiles = new Map();
    const profileAround = (center) => {
        const profile = profiles.get(center) ?? profileOf(shifted(activation, center));
        profiles.set(center, profile);
        return profile;
    };
    const seen = new Map();
    return (center, deviation) => {
        const key = `${center},${deviation}`;
        const result = seen.get(key) ??
            (deviation > 0 ? spread(profileAround(center), center, deviation) : collapsed(activation, center));
        seen.set(key, result);
        return result;
    };
}
const shifted = ({ value, derivative, surrogate }, center) => ({
    value: center === 0 ? value : (x) => value(center + x),
    derivative: center === 0 ? derivative : (x) => derivative(center + x),
    surrogate,
});
function spread(profile, center, deviation) {
    const panels = panelsOfScaled(profile, deviation, (z) => profile.value(deviation * z), 2);
    if (panels === undefined) {
        throw new InputError(`${profile.subject} has no finite mean of squares for pre-activations of mean ${center} and standard deviation ` +
            `${deviation}. Choose an activation that grows more slowly.`);
    }
    const slopeAt = (z) => profile.derivative(deviation * z);
    const [value, square, slope, slopeSquare] = hermiteSeries(panels, [
        (_z, y) => y,
        (_z, y) => y * y,
        slopeAt,
        (z) => slopeAt(z) ** 2,
    ]);
    return lawOf(value, square, slope, slopeSquare);
}
function collapsed({ value, derivative }, center) {
    const [y, slope] = [value(center), derivative(center)];
    return lawOf(constantSeries(y), constantSeries(y * y), constantSeries(slope), constantSeries(slope * slope));
}
const lawOf = (value, square, slope, slopeSquare) => ({
    mean: value.coefficients[0],
    second: squareMean(value),
    slopes: squareMean(slope),
    value,
    square,
    slope,
    slopeSquare,
});
/**
 * d ln E f / d ln σ² for a function f of N(center, σ²), from its series: a_2 / (√2 a_0). 0 where
 * E f is 0.
 */
export function sensitivity({ coefficients }) {
    const [mean, , second] = coefficients;
    return mean === 0 ? 0 : second / (Math.SQRT2 * mean);
}
