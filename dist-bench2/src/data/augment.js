/** Random shifts and flips of a batch, as Keras's ImageDataGenerator of 2018 does them. */
import { ShapeError } from "../errors.js";
import { uniforms } from "../random/index.js";
/**
 * Fills `target` with the training samples `indices`, each shifted and flipped by its own draws.
 *
 * The shifts down and across are uniform within ± `shift` times height and width, not rounded to
 * pixels. Output (y, x) is the input at (y + dy, x + dx), bilinear, and beyond the border the
 * nearest pixel (SciPy's `affine_transform` with `order=1, mode="nearest"`). Then, with `flip`, the
 * image is mirrored left to right with probability ½. Row b of the batch uses draws 3b, 3b + 1, 3b
 * + 2 of the stream (dy, dx, flip), whichever options are on. torchvision's `RandomCrop(32,
 * padding=4)`, common today, shifts by whole pixels and fills with black instead.
 *
 * @param indices samples of `dataset.train`, `[B]`
 * @param target `[B, C, H, W]`, overwritten: bytes become fractions of 255, floats keep their scale
 * @throws ShapeError if samples are not `[C, H, W]`, or `target` has another size than the batch
 */
export function augmentBatch(dataset, indices, { shift = 0, flip = false }, stream, target) {
    const [channels, height, width] = imageShape(dataset);
    const size = channels * height * width;
    if (target.length !== indices.length * size) {
        throw new ShapeError(`The array for the augmented batch has ${target.length} values, expected ${indices.length} × ${size}.`);
    }
    const draws = uniforms(stream, 3 * indices.length);
    for (let b = 0; b < indices.length; b++) {
        const dy = (2 * draws[3 * b] - 1) * shift * height;
        const dx = (2 * draws[3 * b + 1] - 1) * shift * width;
        const mirrored = flip && draws[3 * b + 2] < 0.5;
        moveSample(dataset.train.inputs, indices[b], [channels, height, width], { dy, dx, mirrored }, target, b);
    }
}
/**
 * Writes sample `from` of `inputs`, moved by (`dy`, `dx`) pixels and then mirrored, as sample `to`
 * of `target`. Beyond the border it takes the nearest pixel.
 */
export function moveSample(inputs, from, [channels, height, width], { dy, dx, mirrored }, target, to) {
    const scale = inputs instanceof Uint8Array ? 1 / 255 : 1;
    const [down, across] = [Math.floor(dy), Math.floor(dx)];
    // Weights of the second of two neighbours.
    const [lower, right] = [(dy - down) * scale, dx - across];
    const upper = scale - lower;
    const step = mirrored ? -1 : 1;
    for (let plane = 0; plane < channels; plane++) {
        const source = (from * channels + plane) * height * width;
        const start = (to * channels + plane) * height * width + (mirrored ? width - 1 : 0);
        for (let y = 0; y < height; y++) {
            const above = source + clamp(y + down, height) * width;
            const below = source + clamp(y + down + 1, height) * width;
            const first = clamp(across, width);
            let left = upper * inputs[above + first] + lower * inputs[below + first];
            let output = start + y * width;
            for (let x = across + 1; x <= across + width; x++, output += step) {
                const column = clamp(x, width);
                const next = upper * inputs[above + column] + lower * inputs[below + column];
                target[output] = left + right * (next - left);
                left = next;
            }
        }
    }
}
/** The nearest position within an axis of `length`. */
function clamp(position, length) {
    return position < 0 ? 0 : position >= length ? length - 1 : position;
}
function imageShape({ name, shape }) {
    const [channels, height, width] = shape;
    if (shape.length !== 3 || channels === undefined || height === undefined || width === undefined) {
        throw new ShapeError(`Shifts and flips need images [C, H, W], but the samples of ${name} are [${shape.join(", ")}]: leave augmentation out.`);
    }
    return [channels, height, width];
}
