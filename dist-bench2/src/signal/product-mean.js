/** E φ(x) φ(y) for normal x and y of one variance and any correlation. */
import { InputError } from "../errors.js";
import { exp } from "../random/elementary.js";
import { joined, NODES, polynomialOf, WEIGHTS } from "./panel.js";
import { secondMoment } from "./profile.js";
import { gridTo, meanOfScaled, panelsOfScaled } from "./quadrature.js";
import { meanOf, resolve } from "./resolve.js";
/**
 * E φ(x) φ(y) for x, y ~ N(0, scale²) with correlation c in [−1, 1], within 1e-10 of E φ².
 *
 * With y = c x + √(1 − c²) w, the inner mean over w is taken on panels of φ, for which it is a
 * polynomial, so that φ is evaluated only to find them and by the outer mean over x. Near c = ±1
 * the inner mean changes within √(1 − c²) of each kink and jump; the outer panels end there.
 *
 * @throws InputError where φ varies too fast
 */
export function productMean(profile, scale, c) {
    const { closedForm, value, features } = profile;
    if (closedForm !== undefined)
        return closedForm.product(scale * scale, c);
    if (c === 1 || scale === 0)
        return secondMoment(profile, scale);
    if (c === -1) {
        return meanOfScaled(onBothSides(profile), scale, (z) => value(scale * z) * value(-scale * z));
    }
    const fine = panelsOfScaled(profile, scale, (z) => value(scale * z), 2);
    if (fine === undefined)
        return Number.POSITIVE_INFINITY;
    if (c === 0)
        return meanOf(fine) ** 2;
    const size = meanOf(fine, (x) => x * x);
    if (!(size > 0))
        return size;
    const panels = joined(fine, (one) => JOINED * Math.max(one.size, Math.sqrt(size)));
    const rest = Math.sqrt((1 - c) * (1 + c));
    const inner = smoothed(profile.subject, panels, rest);
    const reach = panels.at(-1).to;
    const layers = rest < NARROW ? features.within(scale * reach).map(({ x }) => x / scale) : [];
    const edges = layers.flatMap((z) => LAYERS.map((at) => (z + at * rest) / c));
    const outer = resolve((z) => value(scale * z) * inner(c * z), {
        subject: profile.subject,
        reach,
        power: 1,
        size,
        knots: increasing([...panels.slice(1).map(({ from }) => from), ...edges, ...gridTo(reach).flatMap((z) => [-z, z])]),
    });
    return meanOf(outer);
}
/** With each feature at −x too. */
function onBothSides({ subject, features }) {
    const within = (reach) => features.within(reach).flatMap((one) => [one, { ...one, x: -one.x }]);
    return { subject, features: { ...features, within } };
}
/** Misfit at which panels of φ are joined, relative to its values. */
const JOINED = 1e-13;
/** Below this √(1 − c²), outer panels end around each kink and jump. */
const NARROW = 0.1;
/** Around each kink the inner mean changes up to here, in units of √(1 − c²). */
const WINDOW = 9;
const LAYERS = [-WINDOW, -3, 0, 3, WINDOW];
/** The longest piece of the inner mean, in the same unit. */
const PIECE = 2;
/** How many pieces of 16 points one call may take: about a second. */
const MOST_PIECES = 3_000_000;
const increasing = (places) => [...new Set(places)].sort((a, b) => a - b);
/** m ↦ E f(m + width w) for w ~ N(0, 1), where f is known on panels. */
function smoothed(subject, panels, width) {
    const polynomials = panels.map(polynomialOf);
    let pieces = 0;
    return (m) => {
        let sum = 0;
        for (let i = firstBeyond(panels, m - WINDOW * width); i < panels.length; i++) {
            const one = panels[i];
            const [start, stop] = [(one.from - m) / width, (one.to - m) / width];
            if (start >= WINDOW)
                break;
            const [from, to] = [Math.max(start, -WINDOW), Math.min(stop, WINDOW)];
            const count = Math.ceil((to - from) / PIECE);
            pieces += count;
            if (pieces > MOST_PIECES)
                throw tooManyPieces(subject);
            const half = (to - from) / (2 * count);
            if (count === 1 && to - from === stop - start)
                sum += half * ownNodes(one.values, from + half, half);
            else
                for (let k = 0; k < count; k++)
                    sum += half * piece(polynomials[i], from + (2 * k + 1) * half, half, m, width);
        }
        return INVERSE_ROOT_TWO_PI * sum;
    };
}
const INVERSE_ROOT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);
/** ∫ f exp(−w² / 2) dw over middle ± half, per half, by the values of a panel that ends there. */
function ownNodes(values, middle, half) {
    let sum = 0;
    for (let j = 0; j < values.length; j++) {
        const w = middle + half * NODES[j];
        sum += WEIGHTS[j] * values[j] * exp((-w * w) / 2);
    }
    return sum;
}
/** ∫ f(m + width w) exp(−w² / 2) dw over middle ± half, per half. */
function piece(f, middle, half, m, width) {
    let sum = 0;
    for (let j = 0; j < NODES.length; j++) {
        const w = middle + half * NODES[j];
        sum += WEIGHTS[j] * f(m + width * w) * exp((-w * w) / 2);
    }
    return sum;
}
/** The first panel that ends beyond t. */
function firstBeyond(panels, t) {
    let [from, to] = [0, panels.length];
    while (from < to) {
        const middle = (from + to) >> 1;
        if (panels[middle].to > t)
            to = middle;
        else
            from = middle + 1;
    }
    return from;
}
function tooManyPieces(subject) {
    return new InputError(`${subject} has too many kinks, jumps or waves for the correlation map at this variance. ` +
        "Choose a smoother activation, or a smaller variance.");
}
