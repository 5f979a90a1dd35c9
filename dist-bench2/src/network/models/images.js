/** The check of models that take images. */
import { InputError } from "../../errors.js";
/**
 * A problem's image size.
 *
 * @throws InputError unless samples are `[C, H, W]` with height and width of at least `smallest`
 */
export function requireImages(model, { input }, smallest) {
    const got = `the data's samples are [${input.join(", ")}]`;
    if (input.length !== 3) {
        throw new InputError(`${model} takes images [C, H, W]; ${got}. Use mlp, which takes any shape.${imageHint(input)}`);
    }
    const [channels, height, width] = input;
    if (Math.min(height, width) < smallest) {
        throw new InputError(`${model} takes images [C, H, W] of at least ${smallest}×${smallest}; ${got}.`);
    }
    return { channels, height, width };
}
/** How the pixels of an image become one: what rows of so many numbers may be. */
function imageHint(input) {
    const [numbers] = input;
    if (input.length !== 1 || numbers === undefined)
        return "";
    const channels = [1, 3, 4].find((count) => Number.isInteger(Math.sqrt(numbers / count)));
    const side = Math.sqrt(numbers / (channels ?? 1));
    const shape = channels === undefined ? "C,H,W" : `${channels},${side},${side}`;
    return ` If a row has the pixels of an image, state its channels, rows and columns: --shape ${shape} (--input of init).`;
}
