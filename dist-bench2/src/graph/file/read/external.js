/** Numbers that an .onnx file keeps in files beside it. */
import { TensorProto_DataLocation as DataLocation, TensorProto_DataType as DataType } from "onnx-buf";
import { InputError } from "../../../errors.js";
import { sizeOf } from "../../tensor.js";
/** Bits of an element, by type; texts have no size. */
const bits = {
    [DataType.FLOAT]: 32,
    [DataType.UINT8]: 8,
    [DataType.INT8]: 8,
    [DataType.UINT16]: 16,
    [DataType.INT16]: 16,
    [DataType.INT32]: 32,
    [DataType.INT64]: 64,
    [DataType.BOOL]: 8,
    [DataType.FLOAT16]: 16,
    [DataType.DOUBLE]: 64,
    [DataType.UINT32]: 32,
    [DataType.UINT64]: 64,
    [DataType.COMPLEX64]: 64,
    [DataType.COMPLEX128]: 128,
    [DataType.BFLOAT16]: 16,
    [DataType.FLOAT8E4M3FN]: 8,
    [DataType.FLOAT8E4M3FNUZ]: 8,
    [DataType.FLOAT8E5M2]: 8,
    [DataType.FLOAT8E5M2FNUZ]: 8,
    [DataType.FLOAT8E8M0]: 8,
    [DataType.UINT4]: 4,
    [DataType.INT4]: 4,
    [DataType.FLOAT4E2M1]: 4,
    [DataType.UINT2]: 2,
    [DataType.INT2]: 2,
};
/** The bytes that a tensor has; undefined where its type is not known. */
export function byteLength(dataType, shape) {
    const size = bits[dataType];
    return size === undefined ? undefined : Math.ceil((sizeOf(shape) * size) / 8);
}
function placeOf({ externalData }, where) {
    const entries = new Map(externalData.map(({ key, value }) => [key, value]));
    const location = entries.get("location") ?? "";
    const bytesOf = (key) => {
        const text = entries.get(key);
        if (text === undefined || /^\d{1,15}$/.test(text))
            return text === undefined ? undefined : Number(text);
        throw new InputError(`${beside(where, location)}, with ${key} ${JSON.stringify(text)}, expected a whole number: export it again`);
    };
    return { location, offset: bytesOf("offset") ?? 0, length: bytesOf("length") };
}
const beside = (where, location) => `${where} keeps its data in the side file ${JSON.stringify(location)}`;
/**
 * The bytes of a tensor that the file keeps beside it. No others are read than its shape needs.
 *
 * @throws InputError where nobody reads side files, the entries make no sense or do not fit the
 * shape, or the side file cannot be read
 */
export function externalBytes(tensor, where, externalData) {
    const { location, offset, length } = placeOf(tensor, where);
    const start = beside(where, location);
    if (externalData === undefined) {
        throw new InputError(`${start}, which was not given: hand over a function externalData that reads it, or save the model as one file`);
    }
    const expected = byteLength(tensor.dataType, tensor.shape);
    const check = (size) => {
        if (expected === undefined || size === expected)
            return;
        throw new InputError(`${where} has ${size} bytes in ${JSON.stringify(location)}, its shape [${tensor.shape.join(", ")}] needs ${expected}: export it again`);
    };
    if (length !== undefined)
        check(length);
    try {
        const bytes = externalData(location, offset, length, expected);
        check(bytes.length);
        return bytes;
    }
    catch (error) {
        if (!(error instanceof InputError) || error.message.startsWith(where))
            throw error;
        throw new InputError(`${start}: ${error.message}`, { cause: error });
    }
}
/** Bytes that tensors may have in common: tied weights that an exporter wrote twice. */
const MOST_SHARED = 2 ** 30;
/**
 * Refuses tensors that share so many bytes of a side file that a small folder would fill the
 * memory.
 *
 * @throws InputError that names the side file
 */
export function refuseSharedBytes({ initializer }) {
    const files = new Map();
    for (const { name, dataLocation, externalData, dataType, dims } of initializer) {
        if (dataLocation !== DataLocation.EXTERNAL)
            continue;
        const { location, offset, length } = placeOf({ externalData }, `initializer "${name}"`);
        const size = length ?? byteLength(dataType, dims.map(Number)) ?? 0;
        const file = files.get(location) ?? { wanted: 0, end: 0 };
        file.wanted += size;
        file.end = Math.max(file.end, offset + size);
        files.set(location, file);
        if (file.wanted - file.end <= MOST_SHARED)
            continue;
        throw new InputError(`initializers up to "${name}" want ${file.wanted} bytes of the first ${file.end} of the side file ${JSON.stringify(location)}: give each tensor bytes of its own`);
    }
}
