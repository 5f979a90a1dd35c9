/**
 * npm run study:verdicts: prints the tables of docs/statistics.md on verdicts under noise of
 * several shapes, in Markdown. Seeds are fixed. Some minutes on one core.
 */
import { AROUND_ZERO, coverage, falseEquivalence, falseWinners, HARD, power, SHAPES, shiftOf, } from "./verdict-study.js";
const SIZES = [3, 5, 8, 10, 20];
const REPLICATIONS = 4000;
function print(title, replications, sizes, rows) {
    console.log(`\n**${title} (%; ${replications} replications)**\n`);
    const header = ["", ...sizes.map((n) => `n = ${n}`)];
    const cells = rows.map(({ name, cells }) => [
        name,
        ...cells.map(({ verdicts, t }) => `${verdicts.toFixed(1)} (${t.toFixed(1)})`),
    ]);
    for (const row of [header, header.map((_, i) => (i === 0 ? "---" : "---:")), ...cells]) {
        console.log(`| ${row.join(" | ")} |`);
    }
}
const table = (subjects, sizes, cellOf) => subjects.map((subject) => ({ name: subject.name, cells: sizes.map((n) => cellOf(subject, n)) }));
const worst = (rows) => Math.max(...rows.flatMap(({ cells }) => cells.map(({ verdicts }) => verdicts)));
for (const k of [2, 4, 8]) {
    const rows = (shapes, center) => {
        const shifts = new Map(shapes.map((shape) => [shape, shiftOf(shape, center)]));
        return table(shapes, SIZES, (shape, n) => falseWinners(REPLICATIONS, shape, k, n, shifts.get(shape)));
    };
    const typical = rows(SHAPES, "median");
    print(`Studies of ${k} methods, typical differences zero, with a false winner`, REPLICATIONS, SIZES, typical);
    console.log(`\nThe worst: ${worst(typical).toFixed(1)} %.`);
    print("The same where fewer seeds cannot tell", REPLICATIONS, SIZES, rows(HARD, "median"));
    if (k !== 4)
        continue;
    const unequal = [...SHAPES, ...HARD].filter(({ odd, others }) => odd !== others);
    print(`Studies of ${k} methods, mean differences zero, with a winner`, REPLICATIONS, SIZES, rows(unequal, "mean"));
}
const covered = table([...SHAPES, ...HARD], SIZES, (shape, n) => coverage(REPLICATIONS, shape, n));
print("Coverage of 95 % intervals: of the typical difference, as printed (of the mean, by t)", REPLICATIONS, SIZES, covered);
const equivalences = table(AROUND_ZERO, SIZES, ({ name, draw }, n) => falseEquivalence(REPLICATIONS, name, draw, n));
print("False equivalence, the typical difference being the margin", REPLICATIONS, SIZES, equivalences);
const families = [1, 6, 28].map((family) => ({ name: `${family} pair${family > 1 ? "s" : ""}`, family }));
const many = [3, 4, 5, 6, 7, 8, 10, 12, 15, 20];
print("Normal differences seen, where the t test sees 80 %", 10_000, many, table(families, many, ({ family }, n) => power(10_000, n, family)));
