import { counted, figure } from "./numbers.js";
import { bar, few, share, telling } from "./readings.js";
import { renderTable } from "./table.js";
const columns = [
    { title: ["", "step"], align: "right", cell: ({ step }) => String(step) },
    { title: ["", "loss"], align: "right", cell: ({ loss }) => fourDigits(loss) },
    { title: ["E φ²", "last hidden"], align: "right", cell: ({ signalSecondMoment: q }) => `${few(q)} ${bar(q)}` },
    {
        title: ["gradient²", "first layer"],
        align: "right",
        cell: ({ gradientSecondMoment: g }) => (g === null ? "" : `${few(g)} ${bar(g)}`),
    },
    { title: ["update/w", "median"], align: "right", cell: ({ updateRatio }) => few(updateRatio) },
    { title: ["dead", "all units"], align: "right", cell: ({ dead }) => share(dead) },
];
/** The table, with a line above it; nothing where no steps were made. */
export function stepTable({ steps }, { all, width }) {
    const last = steps.at(-1);
    if (last === undefined)
        return [];
    const places = all ? steps.map((_, i) => i) : telling(steps.length, -1);
    const shown = columns.filter(({ cell }) => steps.some((step) => cell(step) !== ""));
    const rows = places.map((i) => shown.map(({ cell }) => cell(steps[i])));
    const fold = places.length < steps.length
        ? [`  ${places.length} of ${counted(steps.length, "row")} are shown; --all shows each.`]
        : [];
    return [
        "",
        `  ${counted(last.step, "training step")}`,
        ...renderTable(shown, rows, width - 2).map((line) => `  ${line}`),
        ...fold,
    ];
}
/** Losses change slowly: 2.303; of large ones the size says enough. */
const fourDigits = (loss) => (Math.abs(loss) < 1e4 ? figure(loss) : few(loss));
