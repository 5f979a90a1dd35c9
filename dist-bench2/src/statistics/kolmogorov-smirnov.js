/** The test of Kolmogorov and Smirnov: a sample against a distribution, and two samples. */
/**
 * The largest distance between a sample's distribution function and another one.
 *
 * @param sorted the sample, smallest first
 */
export function kolmogorovDistance(sorted, cdf) {
    let worst = 0;
    for (let i = 0; i < sorted.length; i++) {
        const expected = cdf(sorted[i]);
        worst = Math.max(worst, expected - i / sorted.length, (i + 1) / sorted.length - expected);
    }
    return worst;
}
/** The largest distance between the distribution functions of two samples, smallest first each. */
export function smirnovDistance(a, b) {
    let [i, j, worst] = [0, 0, 0];
    while (i < a.length && j < b.length) {
        const at = Math.min(a[i], b[j]);
        while (i < a.length && a[i] <= at)
            i++;
        while (j < b.length && b[j] <= at)
            j++;
        worst = Math.max(worst, Math.abs(i / a.length - j / b.length));
    }
    return worst;
}
/**
 * P(D > distance) for a sample of n, by Kolmogorov's limit with Vrbik's correction ("Small-sample
 * corrections to Kolmogorov–Smirnov test statistic", 2018), which leaves errors below a thousandth
 * of the probability from n = 500 on. Of two samples of m and n, the size is m n / (m + n).
 *
 * @param n size of the sample; whole or not
 */
export function kolmogorovTail(distance, n) {
    const limit = distance * Math.sqrt(n);
    const lambda = limit + 1 / (6 * Math.sqrt(n)) + (limit - 1) / (4 * n);
    if (lambda < 0.2)
        return 1; // the tail is 1 − 1e-12 there, and the series converges slowly
    let sum = 0;
    for (let k = 1; k <= 100; k++) {
        const term = Math.exp(-2 * k * k * lambda * lambda);
        sum += k % 2 === 1 ? term : -term;
        if (term < 1e-17)
            break;
    }
    return Math.min(1, Math.max(0, 2 * sum));
}
