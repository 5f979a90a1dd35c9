/**
 * Tables as Apache Parquet: text as UTF-8, whole numbers as INT32, or INT64 where they may be
 * larger, real numbers as DOUBLE, null where there is no value.
 */
import { parquetWriteBuffer } from "hyparquet-writer";
const types = {
    text: "STRING",
    whole: "INT32",
    large: "INT64",
    real: "DOUBLE",
};
/** The bytes of a Parquet file. */
export function parquet({ columns }) {
    const columnData = columns.map(({ name, type, values }) => ({
        name,
        type: types[type],
        // The writer only reads them.
        data: type === "large" ? values.map((value) => (value === null ? null : BigInt(value))) : values,
        nullable: true,
    }));
    return new Uint8Array(parquetWriteBuffer({ columnData }));
}
