/** What tells units apart: two random sums of the numbers that belong to each. */
import { normals, stream } from "../../random/index.js";
/** Of one product. Gradients are sums over samples and places, whose order differs by unit. */
export const ROUNDING_OF_ANSWERS = 2e-6;
const ROUNDING_OF_GRADIENTS = 1e-4;
/** The marks of the rows of a kernel's gradient. */
export function marksOfRows({ rows, columns, values }) {
    const draws = normals(stream(0, "diagnosis", "rows"), 2 * columns);
    const [projections, sizes] = [new Float64Array(2 * rows), new Float64Array(rows)];
    let most = 0;
    for (let i = 0; i < rows * columns; i++)
        most = Math.max(most, Math.abs(values[i]));
    for (let row = 0; row < rows && most > 0; row++) {
        for (let j = 0; j < columns; j++) {
            const x = values[row * columns + j] / most;
            projections[2 * row] += x * draws[j];
            projections[2 * row + 1] += x * draws[columns + j];
            sizes[row] += x * x;
        }
    }
    return { projections, sizes, rounding: ROUNDING_OF_GRADIENTS };
}
/** How many groups of units there are that differ in one of the marks. */
export function distinctUnits(marks) {
    const [first] = marks;
    if (first === undefined)
        return 0;
    const order = Array.from({ length: first.sizes.length }, (_, unit) => unit);
    order.sort((a, b) => first.projections[2 * a] - first.projections[2 * b]);
    const isAlike = ({ projections, sizes, rounding }, a, b, k) => Math.abs(projections[2 * a + k] - projections[2 * b + k]) <= rounding * Math.sqrt(Math.max(sizes[a], sizes[b]));
    const areAlike = (a, b) => marks.every((mark) => isAlike(mark, a, b, 0) && isAlike(mark, a, b, 1));
    const groups = [];
    for (const unit of order) {
        // Sorted by the first projection, so that only the last groups can be alike.
        let at = groups.length - 1;
        while (at >= 0 && isAlike(first, unit, groups[at], 0) && !areAlike(unit, groups[at]))
            at--;
        if (at < 0 || !areAlike(unit, groups[at]))
            groups.push(unit);
    }
    return groups.length;
}
