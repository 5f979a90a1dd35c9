/**
 * Tables as CSV (RFC 4180): UTF-8, the first line names the columns, numbers in full precision,
 * an empty field where there is no value.
 */
import type { DataTable } from "./data-table.js";

/** The text of a CSV file. */
export function csv({ columns }: DataTable): string {
  const rows = columns[0]!.values.map((_, i) => columns.map(({ values }) => field(values[i]!)).join(","));
  return [columns.map(({ name }) => field(name)).join(","), ...rows].map((line) => `${line}\r\n`).join("");
}

function field(value: string | number | null): string {
  if (value === null) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
