/** The table of `npm run malformed`. */
/** A row without inputs. */
export const emptyRow = (reader) => ({
    reader,
    byHand: 0,
    mutated: 0,
    refused: 0,
    acceptedRightly: 0,
    acceptedWrongly: 0,
    refusedWrongly: 0,
    defects: 0,
    overLimits: 0,
});
const columns = [
    ["reader", "reader"],
    ["byHand", "by hand"],
    ["mutated", "mutated"],
    ["refused", "refused clearly"],
    ["acceptedRightly", "accepted rightly"],
    ["acceptedWrongly", "accepted wrongly"],
    ["refusedWrongly", "refused wrongly"],
    ["defects", "“defect”"],
    ["overLimits", "over the limits"],
];
/** A row in a line. */
export const rowText = (row) => `| ${columns.map(([key]) => row[key]).join(" | ")} |`;
/** All rows and their sum, in Markdown. */
export function tableText(rows) {
    const sum = Object.fromEntries(columns.slice(1).map(([key]) => [key, rows.reduce((total, row) => total + Number(row[key]), 0)]));
    return [
        `| ${columns.map(([, title]) => title).join(" | ")} |`,
        `| --- |${" ---: |".repeat(columns.length - 1)}`,
        ...rows.map(rowText),
        rowText({ reader: "all", ...sum }),
    ].join("\n");
}
