const line = (...points) => ({ points });
const loop = (...points) => ({ points, closed: true });
const curve = (...points) => ({ points, smooth: true });
/** The signs; class k is the k-th. */
export const glyphShapes = [
    {
        name: "ring",
        strokes: [
            {
                points: [
                    [1, 0],
                    [0.7, 0.7],
                    [0, 1],
                    [-0.7, 0.7],
                    [-1, 0],
                    [-0.7, -0.7],
                    [0, -1],
                    [0.7, -0.7],
                ],
                smooth: true,
                closed: true,
            },
        ],
    },
    { name: "cross", strokes: [line([-0.8, -0.8], [0.8, 0.8]), line([0.8, -0.8], [-0.8, 0.8])] },
    { name: "triangle", strokes: [loop([0, -0.95], [0.95, 0.8], [-0.95, 0.8])] },
    {
        name: "cup",
        strokes: [curve([-0.85, -0.85], [-0.8, 0.2], [-0.5, 0.75], [0, 0.9], [0.5, 0.75], [0.8, 0.2], [0.85, -0.85])],
    },
    { name: "arrow", strokes: [line([0, 0.95], [0, -0.95]), line([-0.65, -0.3], [0, -0.95], [0.65, -0.3])] },
    { name: "wave", strokes: [curve([-1, 0.3], [-0.65, -0.4], [-0.2, -0.2], [0.2, 0.2], [0.65, 0.4], [1, -0.3])] },
    {
        name: "spiral",
        strokes: [
            curve([0.05, 0.05], [0.3, -0.15], [0.05, -0.4], [-0.4, -0.2], [-0.4, 0.4], [0.15, 0.7], [0.75, 0.3], [0.75, -0.45], [0.2, -0.95]),
        ],
    },
    {
        name: "asterisk",
        strokes: [line([0, -0.95], [0, 0.95]), line([-0.85, -0.5], [0.85, 0.5]), line([0.85, -0.5], [-0.85, 0.5])],
    },
    {
        name: "ladder",
        strokes: [
            line([-0.5, -0.95], [-0.5, 0.95]),
            line([0.5, -0.95], [0.5, 0.95]),
            line([-0.5, -0.35], [0.5, -0.35]),
            line([-0.5, 0.35], [0.5, 0.35]),
        ],
    },
    { name: "hourglass", strokes: [loop([-0.75, -0.9], [0.75, -0.9], [-0.75, 0.9], [0.75, 0.9])] },
];
/** Straight pieces per span of a smooth stroke. */
const PIECES = 4;
/**
 * Turns a stroke into a polyline. A smooth stroke follows the cubic of Catmull & Rom, "A class of
 * local interpolating splines", 1974, through its points: products and sums only, so that every
 * JavaScript engine computes the same bits.
 *
 * @returns x and y of each corner in turn
 */
export function polyline({ points, smooth = false, closed = false }) {
    const count = points.length;
    const point = (i) => points[closed ? (i + count) % count : Math.min(Math.max(i, 0), count - 1)];
    const spans = closed ? count : count - 1;
    const corners = [...point(0)];
    for (let i = 0; i < spans; i++) {
        const [before, start, end, after] = [point(i - 1), point(i), point(i + 1), point(i + 2)];
        for (let piece = 1; piece < PIECES && smooth; piece++) {
            const t = piece / PIECES;
            for (const axis of [0, 1]) {
                const [a, b, c, d] = [before[axis], start[axis], end[axis], after[axis]];
                corners.push(b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));
            }
        }
        corners.push(...end);
    }
    return corners;
}
