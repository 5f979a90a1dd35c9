/** The check of models that take images. */
import { InputError } from "../../errors.js";
import type { ProblemShape } from "./model.js";

/**
 * A problem's image size.
 *
 * @throws InputError unless samples are `[C, H, W]` with height and width of at least `smallest`
 */
export function requireImages(
  model: string,
  { input }: ProblemShape,
  smallest: number,
): { readonly channels: number; readonly height: number; readonly width: number } {
  const got = `the data's samples are [${input.join(", ")}]`;
  if (input.length !== 3)
    throw new InputError(`${model} takes images [C, H, W]; ${got}. Use mlp, which takes any shape.`);
  const [channels, height, width] = input as readonly [number, number, number];
  if (Math.min(height, width) < smallest) {
    throw new InputError(`${model} takes images [C, H, W] of at least ${smallest}×${smallest}; ${got}.`);
  }
  return { channels, height, width };
}
