/** An activation as theory looks at it: watched, with its features, and with its means. */
import { InputError } from "../errors.js";
import { closedFormOf } from "./closed-forms.js";
import { differences } from "./differences.js";
import { featuresOf } from "./features.js";
import { square } from "./numbers.js";
import { meanOfScaled } from "./quadrature.js";
import { formOf, nameOf } from "./scalar-form.js";
/** How many values of an activation one call may ask for. */
const MOST_VALUES = 2_000_000;
/** Means of slopes that are differences are right to 7 digits at least. */
const OF_DIFFERENCES = { noise: 1e-9, left: 1e-7 };
/**
 * The profile of an activation, for one call of a public function: its values are counted.
 *
 * @throws InputError for an unknown name; later, from its functions, where a value is NaN, and
 *   after 2,000,000 values
 */
export function profileOf(activation) {
    const subject = nameOf(activation);
    const form = formOf(activation);
    const watch = watcher(subject);
    const value = watch(form.value);
    const features = featuresOf(subject, value);
    const slope = form.derivative === undefined
        ? { derivative: differences(value, features), slopePrecision: OF_DIFFERENCES }
        : { derivative: watch(form.derivative) };
    return {
        subject,
        features,
        value,
        ...slope,
        surrogate: form.surrogate ?? false,
        closedForm: closedFormOf(activation),
    };
}
function watcher(subject) {
    let values = 0;
    return (f) => (x) => {
        if (++values > MOST_VALUES)
            throw tooSlow(subject);
        const y = f(x);
        if (typeof y !== "number" || Number.isNaN(y))
            throw noNumber(subject, x, y);
        return y;
    };
}
function tooSlow(subject) {
    return new InputError(`${subject} needs more than ${MOST_VALUES} values for 9 digits: it varies too fast, is too rough or carries noise. ` +
        "Choose a smoother activation, or a smaller variance.");
}
function noNumber(subject, x, y) {
    return new InputError(`${subject} is ${String(y)} at x = ${x}, and theory needs a number for every x that pre-activations reach. ` +
        "Choose an activation that gives one, or a smaller variance.");
}
/** E φ(scale · z). */
export function mean({ closedForm, ...profile }, scale) {
    return closedForm?.mean(scale * scale) ?? meanOfScaled(profile, scale, (z) => profile.value(scale * z));
}
/** E φ(scale · z)². */
export function secondMoment({ closedForm, ...profile }, scale) {
    return closedForm?.product(scale * scale, 1) ?? meanOfScaled(profile, scale, (z) => square(profile.value(scale * z)));
}
/**
 * E φ′(scale · z)².
 *
 * @throws InputError where φ jumps, so that it is infinite, and is not trained by another
 *   derivative
 */
export function slopeMoment({ closedForm, ...profile }, scale) {
    if (closedForm?.slope !== undefined)
        return closedForm.slope(scale * scale);
    if (!profile.surrogate)
        refuseJumps(profile, scale);
    return meanOfScaled(profile, scale, (z) => square(profile.derivative(scale * z)), profile.slopePrecision);
}
/** E z φ(scale · z) φ′(scale · z), the slope of E φ² / 2 by the scale where φ does not jump. */
export function mixedMoment(profile, scale) {
    const { value, derivative, slopePrecision } = profile;
    return meanOfScaled(profile, scale, (z) => z * value(scale * z) * derivative(scale * z), slopePrecision);
}
/** E (z² − 1) φ(scale · z)², the slope of E φ² by the logarithm of the scale, whatever φ. */
export function tiltedMoment({ value, ...integrand }, scale) {
    return meanOfScaled(integrand, scale, (z) => (z - 1) * (z + 1) * square(value(scale * z)));
}
/** The jump of φ that pre-activations of this standard deviation meet, if there is one. */
export function jumpOf({ features }, scale) {
    return features.within(FAR * scale).find(({ kind }) => kind === "jump")?.x;
}
/** Pre-activations lie within this many standard deviations, but for 1e-37 of them. */
const FAR = 13;
function refuseJumps(profile, scale) {
    const jump = jumpOf(profile, scale);
    if (jump === undefined)
        return;
    throw new InputError(`${profile.subject} jumps at x = ${Number(jump.toPrecision(6))}, so that E φ′(x)² is infinite: it has no slope of ` +
        "the correlation map at 1, no critical point and no gradient. Choose a continuous activation.");
}
