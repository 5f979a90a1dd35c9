/** The table of `npm run malformed`. */

/** The answers that one reader gave. */
export interface Row {
  readonly reader: string;
  readonly byHand: number;
  readonly mutated: number;
  /** An `InputError` with the expected text, and with the file's name where it is a file. */
  readonly refused: number;
  readonly acceptedRightly: number;
  readonly acceptedWrongly: number;
  readonly refusedWrongly: number;
  /** Any other error, or a message without the file's name or the expected text. */
  readonly defects: number;
  /** More than 5 s of processor time or 1 GiB, or the process died. */
  readonly overLimits: number;
}

/** A row without inputs. */
export const emptyRow = (reader: string): Row => ({
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
] as const satisfies readonly (readonly [keyof Row, string])[];

/** A row in a line. */
export const rowText = (row: Row): string => `| ${columns.map(([key]) => row[key]).join(" | ")} |`;

/** All rows and their sum, in Markdown. */
export function tableText(rows: readonly Row[]): string {
  const sum = Object.fromEntries(
    columns.slice(1).map(([key]) => [key, rows.reduce((total, row) => total + Number(row[key]), 0)]),
  );
  return [
    `| ${columns.map(([, title]) => title).join(" | ")} |`,
    `| --- |${" ---: |".repeat(columns.length - 1)}`,
    ...rows.map(rowText),
    rowText({ reader: "all", ...sum } as unknown as Row),
  ].join("\n");
}
