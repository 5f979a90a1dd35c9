/**
 * Points in the plane with classes that one can see, drawn from a seed, as the text of a table:
 * what reads a user's table reads them, too.
 */
import { normals, permutation, stream, uniforms } from "../random/index.js";

/** The toys, by name. */
export const toyNames = ["circles", "moons", "spirals", "xor", "blobs"] as const;
/** The name of a toy. */
export type ToyName = (typeof toyNames)[number];

/** Points of a toy. */
const POINTS = 600;

interface Toy {
  readonly classes: number;
  /**
   * A point of a class.
   *
   * @param t where it lies along its class: 0 … 1
   * @param u another number of 0 … 1
   */
  readonly place: (one: number, t: number, u: number) => readonly [x: number, y: number];
  /** Standard deviation of what is added to both coordinates. */
  readonly noise: number;
}

const around = (radius: number, turns: number): readonly [number, number] => [
  radius * Math.cos(2 * Math.PI * turns),
  radius * Math.sin(2 * Math.PI * turns),
];

const toys: Readonly<Record<ToyName, Toy>> = {
  circles: { classes: 2, noise: 0.08, place: (one, t) => around(one === 0 ? 0.4 : 1, t) },
  moons: {
    classes: 2,
    noise: 0.1,
    place: (one, t) => {
      const [x, y] = around(1, t / 2);
      return one === 0 ? [x - 0.5, y - 0.25] : [0.5 - x, 0.25 - y];
    },
  },
  spirals: { classes: 3, noise: 0.03, place: (one, t) => around(0.1 + 0.9 * t, one / 3 + 0.75 * t) },
  xor: {
    classes: 2,
    noise: 0.06,
    place: (one, t, u) => [(2 * t - 1) * 0.95, ((one === 0) === t < 0.5 ? u : -u) * 0.95],
  },
  blobs: { classes: 4, noise: 0.24, place: (one) => around(0.8, one / 4 + 1 / 8) },
};

/** The classes have letters, which no reader takes for numbers. */
const letters = "abcd";

/**
 * The table of a toy: the columns x, y and class, 600 rows, equally many of each class, in random
 * order. Coordinates have three decimals, so that every engine writes the same text.
 *
 * @param seed from 0
 */
export function toyTable(name: ToyName, seed: number): string {
  const { classes, place, noise } = toys[name];
  const along = uniforms(stream(seed, "toys", name, "place"), 2 * POINTS);
  const shake = normals(stream(seed, "toys", name, "noise"), 2 * POINTS);
  const order = permutation(stream(seed, "toys", name, "order"), POINTS);
  const rows = Array.from(order, (i) => {
    const one = i % classes;
    const point = place(one, along[2 * i]!, along[2 * i + 1]!);
    const [x, y] = point.map((value, k) => (value + noise * shake[2 * i + k]!).toFixed(3));
    return `${x},${y},${letters[one]}`;
  });
  return `x,y,class\n${rows.join("\n")}\n`;
}
