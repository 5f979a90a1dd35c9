import type { Kernel } from "./kernel.js";
import { fill, offset } from "./numbers.js";

/**
 * Each output element by its place in the input: the nearest element, or the corners around it by
 * their distances.
 */
const resample: Kernel = ([x, , scales], attributes, [y]) => {
  const { mode, coordinate_transformation_mode: coordinates, nearest_mode: nearest } = attributes;
  const f = Math.fround; // ONNX Runtime finds the places in float32
  const place = (j: number, axis: number): number => {
    const [n, out] = [x!.shape[axis]!, y!.shape[axis]!];
    const factor = scales !== undefined && scales.data.length > 0 ? scales.data[axis]! : out / n;
    let at = j;
    if (factor !== 1) {
      if (coordinates === "asymmetric") at = f(j / f(factor));
      else if (coordinates === "align_corners") at = out === 1 ? 0 : f(f(j * (n - 1)) / (out - 1));
      else if (coordinates === "pytorch_half_pixel" && out === 1) at = 0;
      else at = f(f((j + 0.5) / f(factor)) - 0.5);
    }
    return Math.max(0, Math.min(n - 1, at));
  };
  const nearestTo = (at: number): number => {
    const [low, high] = [Math.floor(at), Math.ceil(at)];
    if (nearest === "floor") return low;
    if (nearest === "ceil") return high;
    if (at - low === 0.5) return nearest === "round_prefer_floor" ? low : high;
    return Math.round(at);
  };
  return [
    fill(y!, (index) => {
      const at = index.map(place);
      if (mode === "nearest") return x!.data[offset(x!.shape, at.map(nearestTo))]!;
      const interpolate = (fixed: readonly number[]): number => {
        const axis = fixed.length;
        if (axis === at.length) return x!.data[offset(x!.shape, fixed)]!;
        const low = Math.floor(at[axis]!);
        const t = at[axis]! - low;
        const below = interpolate([...fixed, low]);
        return t === 0 ? below : (1 - t) * below + t * interpolate([...fixed, low + 1]);
      };
      return interpolate([]);
    }),
  ];
};

export const resize: Readonly<Record<string, Kernel>> = { Resize: resample };
