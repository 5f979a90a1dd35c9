/**
 * npm run study:coverage: prints the tables of docs/statistics.md, in Markdown. Seeds are fixed.
 * About a minute and a half on one core.
 */
import { CORRECTED, coverageOfImprovement, coverageOfMeans, coverageOfMiddles, coverageOfRates, coverageOfT, falseAlarms, falseEquivalence, LAWS, standardError, } from "./coverage-study.js";
const [normal, laplace, mild, skewed] = LAWS;
const FEW = [5, 10, 30];
const SIZES = [3, 4, 5, 6, 8, 10, 15, 20, 30];
function print(title, header, rows) {
    console.log(`\n**${title}**\n`);
    for (const row of [header, header.map((_, i) => (i === 0 ? "---" : "---:")), ...rows])
        console.log(`| ${row.join(" | ")} |`);
}
/** What is counted down, n across. */
function byN(title, rows, rare = false) {
    const sizes = [...new Set(rows.map(({ n }) => n))];
    const names = [...new Set(rows.map(({ what }) => what))];
    const { replications } = rows[0];
    const error = standardError(rare ? 5 : 95, replications).toFixed(2);
    print(`${title} (%; ${replications} replications, standard error ${error} at ${rare ? 5 : 95} %)`, ["", ...sizes.map((n) => `n = ${n}`)], names.map((name) => [
        name,
        ...sizes.map((n) => rows.find((row) => row.what === name && row.n === n).percent.toFixed(1)),
    ]));
}
byN("Coverage of the 95 % t interval of the mean", coverageOfT(12_000, SIZES, normal));
byN("The same where the differences are not normal", [laplace, mild, skewed].flatMap((law) => coverageOfT(4000, SIZES, law)));
for (const law of [normal, laplace, skewed]) {
    byN(`Coverage of other 95 % intervals, ${law.name}`, coverageOfMeans(5000, 400, FEW, law));
}
for (const law of [normal, skewed]) {
    byN(`Coverage of 95 % percentile intervals of the middle, ${law.name}`, coverageOfMiddles(2500, 300, FEW, law));
}
byN("Coverage of the 95 % interval of the probability of improvement, normal", coverageOfImprovement(2000, 300, FEW));
print("Coverage of the 95 % intervals of a failure rate (%; exact sums)", ["", "Wilson", "Clopper–Pearson"], coverageOfRates([5, 10, 20], [0.05, 0.2, 0.5]).map(({ n, rate, wilson, clopperPearson }) => [
    `n = ${n}, rate ${rate}`,
    wilson.toFixed(1),
    clopperPearson.toFixed(1),
]));
for (const law of [normal, skewed]) {
    const rows = falseAlarms(4000, [3, 5, 10, 20], law);
    byN(`Studies of four equal methods with a false claim, noise ${law.name}`, rows, true);
    const worst = Math.max(...rows.filter(({ what }) => CORRECTED.includes(what)).map(({ percent }) => percent));
    console.log(`\nThe worst corrected family, rows in brackets left out: ${worst.toFixed(1)} %.`);
}
byN("False equivalence, the true difference being the margin", falseEquivalence(6000, [3, 5, 10, 30]), true);
