/** JSON of any length, in pieces. */
/** An array of more elements than this is written element by element. */
const FEW = 100;
/**
 * The text of `JSON.stringify(value)` in pieces, none of which has more than one element of a long
 * array.
 *
 * @param value plain data without `toJSON`
 */
export function* jsonPieces(value) {
    if (!hasMany(value)) {
        yield JSON.stringify(value);
        return;
    }
    const isList = Array.isArray(value);
    yield isList ? "[" : "{";
    let comma = "";
    for (const key in value) {
        const part = value[key];
        if (part === undefined && !isList)
            continue;
        const start = isList ? comma : `${comma}${JSON.stringify(key)}:`;
        comma = ",";
        if (hasMany(part)) {
            yield start;
            yield* jsonPieces(part);
        }
        else
            yield start + (JSON.stringify(part) ?? "null");
    }
    yield isList ? "]" : "}";
}
/** Whether a long array is in a value, whatever the depth. */
function hasMany(value) {
    if (typeof value !== "object" || value === null)
        return false;
    if (Array.isArray(value))
        return value.length > FEW || value.some(hasMany);
    return Object.values(value).some(hasMany);
}
