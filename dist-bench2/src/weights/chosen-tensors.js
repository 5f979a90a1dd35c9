/** Which tensors of a user's model get new numbers, by patterns of their names. */
import { InputError } from "../errors.js";
/**
 * Says of a stored tensor whether it keeps its numbers: a pattern of `keep` fits one of its names,
 * or there are patterns of `only` and none does.
 *
 * @throws InputError for a pattern that no name fits
 */
export function chosenTensors(names, { keep = [], only }) {
    const all = [...new Set([...names.values()].flat())];
    const keptOnes = keep.map((pattern) => matcher(pattern, all));
    const onlyOnes = only?.map((pattern) => matcher(pattern, all));
    return (name) => {
        const aliases = names.get(name) ?? [name];
        const fitsOne = (patterns) => patterns.some((fits) => aliases.some((one) => fits(one)));
        return fitsOne(keptOnes) || (onlyOnes !== undefined && !fitsOne(onlyOnes));
    };
}
function matcher(pattern, names) {
    const source = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
    const expression = new RegExp(`^${source}$`, "s");
    const fits = (name) => expression.test(name);
    if (names.some(fits))
        return fits;
    throw new InputError(`No tensor of the model is named "${pattern}". Its tensors: ${names.slice(0, 20).join(", ")}${names.length > 20 ? `, and ${names.length - 20} more` : ""}.`);
}
