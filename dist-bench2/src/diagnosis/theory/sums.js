/** Sums and products of two signals, and signals times or plus numbers of their own per unit. */
import { combined, fresh, ofSum } from "./deviation.js";
import { classMean, correlation, mapCosines, meanOf, pairMean, perClass, secondMoment, variance, } from "./signal.js";
/** Value i of a class, for as many as the longer list has. */
const cosineAt = (list, i, length) => list[Math.floor((i * list.length) / length)];
/** Both cosines of a pair of classes through f, value by value. */
export function joined(a, b, f) {
    const ofClass = (kind) => {
        const length = Math.max(a[kind].length, b[kind].length);
        return Float64Array.from({ length }, (_, i) => Math.max(-1, Math.min(1, f(cosineAt(a[kind], i, length), cosineAt(b[kind], i, length), kind))));
    };
    return { samples: ofClass("samples"), places: ofClass("places"), near: ofClass("near"), both: ofClass("both") };
}
/** The sum of two signals whose weights are independent: only their means correlate. */
export function sumOf(a, b, sign, sources) {
    const means = 2 * sign * a.mean * b.mean;
    const squares = a.squares.map((square, i) => Math.max(0, square + b.squares[i] + means));
    const [ofA, ofB, all] = [secondMoment(a), secondMoment(b), meanOf(squares)];
    const [shareA, shareB] = all > 0 ? [ofA / all, ofB / all] : [0, 0];
    const [toA, toB] = [correlation(a), correlation(b)];
    const products = joined(a.cosines, b.cosines, (ca, cb) => toA(ca) * toB(cb));
    const cross = all > 0 ? (4 * variance(a) * variance(b) * pairMean(a, products, (c) => c)) / (all * all * a.units) : 0;
    return {
        ...a,
        squares,
        mean: a.mean + sign * b.mean,
        cosines: joined(a.cosines, b.cosines, (ca, cb) => (all > 0 ? (ca * ofA + cb * ofB + means) / all : 1)),
        deviation: combined([
            [
                1,
                ofSum(sources, [
                    [shareA, a.deviation],
                    [shareB, b.deviation],
                ]),
            ],
            [1, fresh(sources, Math.max(0, cross))],
        ]),
        centred: false,
    };
}
/** The sum of gradients that reach one signal on several ways. */
export function sumOfGradients(x, a, b, sources) {
    const squares = a.squares.map((square, i) => square + b.squares[i]);
    const all = meanOf(squares);
    const [shareA, shareB] = all > 0 ? [meanOf(a.squares) / all, meanOf(b.squares) / all] : [0, 0];
    const alike = classMean(x, (kind) => a.cosines[kind] * b.cosines[kind]);
    return {
        squares,
        cosines: perClass((kind) => shareA * a.cosines[kind] + shareB * b.cosines[kind]),
        chance: perClass((kind) => shareA ** 2 * a.chance[kind] + shareB ** 2 * b.chance[kind]),
        tilt: shareA * a.tilt + shareB * b.tilt,
        deviation: combined([
            [
                1,
                ofSum(sources, [
                    [shareA, a.deviation],
                    [shareB, b.deviation],
                ]),
            ],
            [1, fresh(sources, (4 * shareA * shareB * Math.max(0, alike)) / x.units)],
        ]),
    };
}
/** The product of two signals whose weights are independent: a gate. */
export function productOf(a, b) {
    return {
        ...a,
        squares: a.squares.map((square, i) => square * b.squares[i]),
        mean: a.mean * b.mean,
        cosines: joined(a.cosines, b.cosines, (ca, cb) => ca * cb),
        deviation: combined([
            [1, a.deviation],
            [1, b.deviation],
        ]),
        centred: false,
    };
}
/**
 * Each unit times a factor and plus a shift of its own, whose mean squares are what they are. What
 * one draw adds is the product of the signal and the random part of the shift.
 */
export function scaledByUnit(x, factor, shift, sources) {
    const means = 2 * factor.mean * shift.mean * x.mean;
    const squares = x.squares.map((square) => square * factor.meanSquare + shift.meanSquare + means);
    const [before, all] = [secondMoment(x), meanOf(squares)];
    const share = all > 0 ? (before * factor.meanSquare) / all : 0;
    const randomShift = all > 0 ? Math.max(0, shift.meanSquare - shift.mean * shift.mean) / all : 0;
    const toCorrelation = correlation(x);
    const alike = randomShift > 0 ? Math.max(0, pairMean(x, x.cosines, toCorrelation)) : 0;
    const cross = (4 * share * randomShift * alike) / x.units;
    return {
        signal: {
            ...x,
            squares,
            mean: factor.mean * x.mean + shift.mean,
            cosines: mapCosines(x.cosines, (c) => all > 0 ? (c * before * factor.meanSquare + shift.meanSquare + means) / all : 1),
            deviation: combined([
                [share, x.deviation],
                [1, fresh(sources, cross)],
            ]),
            centred: x.centred && shift.meanSquare === 0,
        },
        pullback: (gradient) => ({
            ...gradient,
            squares: gradient.squares.map((g) => g * factor.meanSquare),
            tilt: gradient.tilt * share,
        }),
    };
}
/** Numbers that differ from place to place, the same for every sample, are added. */
export function shiftedByPlace(x, added, mean) {
    const perSample = added.length;
    const means = 2 * mean * x.mean;
    const squares = x.squares.map((square, i) => square + added[i % perSample] + means);
    const [before, shift, all] = [secondMoment(x), meanOf(added), meanOf(squares)];
    return {
        ...x,
        squares,
        mean: x.mean + mean,
        cosines: mapCosines(x.cosines, (c, kind) => all > 0 ? (c * before + (kind === "samples" ? shift : mean * mean) + means) / all : 1),
        deviation: combined([[all > 0 ? before / all : 0, x.deviation]]),
        centred: false,
    };
}
