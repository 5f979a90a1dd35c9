/** Remembers the results of a slow pure function. */
/** Most results that are remembered; the oldest goes first. */
const LIMIT = 64;
/**
 * The function with a memory of its last 64 results. It must be pure: equal texts and numbers, and
 * the same objects, give equal results. A call that throws is not remembered.
 */
/* @__NO_SIDE_EFFECTS__ */
export function remember(compute) {
    const results = new Map();
    const numbers = new WeakMap();
    let objects = 0;
    const keyOf = (value) => {
        if (typeof value !== "object")
            return value;
        if (!numbers.has(value))
            numbers.set(value, objects++);
        return `object ${numbers.get(value)}`;
    };
    return (...values) => {
        const key = JSON.stringify(values.map(keyOf));
        if (results.has(key))
            return results.get(key);
        const result = compute(...values);
        if (results.size >= LIMIT)
            results.delete(results.keys().next().value);
        results.set(key, result);
        return result;
    };
}
