/** Random networks of every layer that stepzero has, for fast-check. */
import fc from "fast-check";
import { activations } from "../../src/network/activations/index.js";
import {
  activation,
  averagePool,
  batchNorm,
  classToken,
  conv,
  dense,
  dropout,
  firstToken,
  flatten,
  globalAveragePool,
  groupNorm,
  type Layer,
  layerNorm,
  maxPool,
  patchEmbedding,
  positionEmbedding,
  residual,
  selfAttention,
  sequential,
} from "../../src/network/layers/index.js";

/** What one layer is: the numbers choose among its options. */
const choices = fc.record({
  kind: fc.nat(11),
  units: fc.constantFrom(4, 6, 8, 12),
  size: fc.constantFrom(1, 3, 5),
  groups: fc.constantFrom(1, 2),
  dilation: fc.constantFrom(1, 1, 2),
  bias: fc.boolean(),
  flag: fc.boolean(),
  other: fc.boolean(),
  activation: fc.constantFrom(...Object.keys(activations)),
});
type Choice = typeof choices extends fc.Arbitrary<infer T> ? T : never;

/** Layers for images whose number of channels is even; sides stay, or halve. */
function imageLayers(
  list: readonly Choice[],
  channels: number,
  side: number,
): { layers: Layer[]; channels: number; side: number } {
  const layers: Layer[] = [];
  let [c, h] = [channels, side];
  let activated = false; // two activations in a row are one function, which has no declared name
  for (const { kind, units, size, groups, dilation, bias, flag, other, activation: name } of list) {
    const follows = activated;
    activated =
      kind === 4 || (activated && (kind === 5 || kind === 6)) || (kind < 2 && flag) || [2, 9, 10, 11].includes(kind);
    const options = { padding: "same", bias, dilation } as const;
    const norm = flag ? batchNorm() : groupNorm(2);
    switch (kind) {
      case 0:
      case 1:
        layers.push(conv(units, size, { ...options, groups, ...(flag ? { activation: name } : {}) }));
        c = units;
        break;
      case 2:
        // Depthwise.
        layers.push(conv(c, [size, 1], { ...options, groups: c }), norm, activation(name));
        break;
      case 3:
        layers.push(norm);
        break;
      case 4:
        if (!follows) layers.push(activation(name));
        break;
      case 5:
        layers.push(dropout(0.5));
        break;
      case 6:
        if (h < 4) break;
        layers.push(flag ? maxPool(2) : averagePool(2));
        h /= 2;
        break;
      case 7:
        if (h < 4) break;
        layers.push(conv(units, 2, { stride: 2, padding: "valid", bias }));
        [c, h] = [units, h / 2];
        break;
      case 8: {
        const branch = [norm, activation(name), conv(c, size, options), activation(name), conv(c, 3, options)];
        layers.push(residual(sequential(...(other ? branch : branch.slice(2))), { scale: flag }));
        break;
      }
      case 9: {
        const branch = sequential(conv(units, size, { ...options, activation: name }), conv(units, 3, options), norm);
        const shortcut = other ? conv(units, 1, { bias }) : sequential(conv(units, 1, { bias: false }), batchNorm());
        layers.push(residual(branch, { shortcut, activation: name, scale: flag }));
        c = units;
        break;
      }
      case 10:
        layers.push(residual(conv(c, size, options), { activation: name }));
        break;
      default:
        layers.push(sequential(conv(c, 1, { bias }), sequential(norm, activation(name))));
    }
  }
  return { layers, channels: c, side: h };
}

/** Layers on vectors. */
function vectorLayers(list: readonly Choice[], width: number): Layer[] {
  let now = width;
  let activated = true; // the image's last layer may be an activation
  return list.flatMap(({ kind, units, bias, flag, other, activation: name }): Layer[] => {
    const follows = activated;
    activated = kind < 5 ? flag && !other : kind < 7 || (kind === 8 && follows);
    if (kind < 5) {
      now = units;
      return [dense(units, { bias, ...(flag ? { activation: name } : {}) }), ...(other ? [batchNorm()] : [])];
    }
    if (kind < 7) return follows ? [] : [activation(name)];
    if (kind === 7) return [layerNorm()];
    if (kind === 8) return [dropout(0.25)];
    const branch = sequential(dense(units, { bias, activation: name }), dense(now, { bias }));
    return [residual(flag ? sequential(layerNorm(), branch) : branch, { scale: other })];
  });
}

/** Blocks of transformers, of 8 features. */
function tokenLayers(list: readonly Choice[]): Layer[] {
  return list.map(({ kind, units, bias, flag, other, groups, activation: name }) => {
    const attention = selfAttention(kind % 3 === 0 ? 1 : groups * 2, { fused: other, bias });
    const mlp = sequential(dense(units, { bias, activation: name }), dense(8, { bias }));
    switch (kind % 4) {
      case 0:
        return residual(sequential(layerNorm(), attention), { scale: flag });
      case 1:
        return sequential(residual(sequential(layerNorm(), attention)), residual(sequential(layerNorm(), mlp)));
      case 2:
        return sequential(residual(attention), layerNorm(), residual(mlp), layerNorm());
      default:
        return flag ? attention : residual(mlp, { scale: other });
    }
  });
}

const lists = (maxLength: number) => fc.array(choices, { maxLength });

/** A network; `choices` is for messages. */
export interface RandomNetwork {
  readonly choices: unknown;
  readonly layers: Layer;
}

/** Networks from images [2, 8, 8] to 5 classes. */
export const networks: fc.Arbitrary<RandomNetwork> = fc.oneof(
  fc.tuple(lists(5), lists(3), fc.boolean()).map((choices) => {
    const [images, vectors, pools] = choices;
    const { layers, channels, side } = imageLayers(images, 2, 8);
    const join = pools ? globalAveragePool() : flatten();
    const width = pools ? channels : channels * side * side;
    return { choices, layers: sequential(...layers, join, ...vectorLayers(vectors, width), dense(5)) };
  }),
  fc.tuple(lists(2), lists(3), fc.boolean(), fc.boolean()).map((choices) => {
    const [images, tokens, hasToken, hasPositions] = choices;
    const { layers } = imageLayers(
      images.filter(({ kind }) => kind !== 6 && kind !== 7),
      2,
      8,
    );
    const network = sequential(
      ...layers,
      patchEmbedding(8, 4),
      ...(hasToken ? [classToken()] : []),
      ...(hasPositions ? [positionEmbedding()] : []),
      ...tokenLayers(tokens),
      residual(selfAttention(2)), // without any, a class token sees no data
      firstToken(),
      dense(5),
    );
    return { choices, layers: network };
  }),
);
