/**
 * Tables as Apache Parquet: text as UTF-8, whole numbers as INT32, real numbers as DOUBLE, null
 * where there is no value.
 */
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import type { ColumnType, DataTable } from "./data-table.js";

const types: Readonly<Record<ColumnType, "STRING" | "INT32" | "DOUBLE">> = {
  text: "STRING",
  whole: "INT32",
  real: "DOUBLE",
};

/** The bytes of a Parquet file. */
export function parquet({ columns }: DataTable): Uint8Array {
  const columnData = columns.map(
    // The writer only reads them.
    ({ name, type, values }): ColumnSource => ({ name, type: types[type], data: values as unknown[], nullable: true }),
  );
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
