/** The moments of numbers that are at hand: the batch, and what shape operators make of it. */
import { sizeOf, type Tensor } from "../../graph/tensor.js";
import { stream, uint32s } from "../../random/index.js";
import { still } from "./deviation.js";
import { count, type Factor, type Layout } from "./layout.js";
import { type Cosines, mapCosines, meanOf, noChance, type PairClass, type Signal } from "./signal.js";

/** Numbers with what their axes count. */
export interface Data {
  readonly tensor: Tensor;
  readonly layout: Layout;
}

/** Samples and places at whose pairs cosines are taken, and the numbers that a sum sees there. */
export interface Points {
  readonly rows: number;
  readonly places: number;
  /** Fills `vector` with the numbers at a point. */
  readonly read: (row: number, place: number, vector: Float64Array) => void;
  /** How many numbers there are at a point. */
  readonly length: number;
}

/** Positions in `data` of every combination of the factors that are chosen, row-major. */
export function offsetsOf(
  { tensor: { shape }, layout }: Data,
  choose: (factor: Factor, axis: number) => boolean,
): Int32Array {
  let offsets = Int32Array.of(0);
  layout.forEach((factors, axis) => {
    const inner = sizeOf(shape.slice(axis + 1));
    factors.forEach((factor, i) => {
      if (!choose(factor, axis)) return;
      const stride = inner * factors.slice(i + 1).reduce((n, { size }) => n * size, 1);
      offsets = Int32Array.from(
        { length: offsets.length * factor.size },
        (_, k) => offsets[Math.floor(k / factor.size)]! + (k % factor.size) * stride,
      );
    });
  });
  return offsets;
}

/** The numbers of a sum over one axis, at every other point. */
export function pointsAlong(data: Data, contracted: number): Points {
  const rows = offsetsOf(data, ({ kind }) => kind === "rows");
  const places = offsetsOf(data, ({ kind }, axis) => kind === "places" && axis !== contracted);
  const terms = offsetsOf(data, ({ kind }, axis) => kind !== "rows" && axis === contracted);
  const numbers = data.tensor.data as Float32Array;
  return {
    rows: rows.length,
    places: places.length,
    length: terms.length,
    read: (row, place, vector) => {
      const start = rows[row]! + places[place]!;
      for (let k = 0; k < terms.length; k++) vector[k] = Number(numbers[start + terms[k]!]);
    },
  };
}

/** How many pairs of each class are looked at: as many as this many products allow. */
const WORK = 2_000_000;
const [FEWEST, MOST] = [256, 4096];
/** How many typical values they are reduced to. */
const VALUES = 8;

/** Cosines between points, by class. */
export function cosinesBetween({ rows, places, read, length }: Points): Cosines {
  const pairs = Math.min(MOST, Math.max(FEWEST, Math.floor(WORK / length)));
  const draws = uint32s(stream(0, "theory", "pairs"), 4 * pairs);
  const [a, b] = [new Float64Array(length), new Float64Array(length)];
  const cosine = (rowA: number, placeA: number, rowB: number, placeB: number): number => {
    read(rowA, placeA, a);
    read(rowB, placeB, b);
    let [product, squareA, squareB] = [0, 0, 0];
    for (let k = 0; k < length; k++) {
      product += a[k]! * b[k]!;
      squareA += a[k]! * a[k]!;
      squareB += b[k]! * b[k]!;
    }
    return squareA > 0 && squareB > 0 ? product / Math.sqrt(squareA * squareB) : Number.NaN;
  };
  const typical = (pair: (draw: readonly number[]) => number): Float64Array => {
    const seen = Array.from({ length: pairs }, (_, i) => pair(Array.from(draws.subarray(4 * i, 4 * i + 4))));
    return groupMeans(seen.filter((c) => !Number.isNaN(c)));
  };
  const other = (first: number, draw: number, n: number) => (first + 1 + (draw % Math.max(1, n - 1))) % n;
  const oneOf = (draw: number, n: number) => draw % n;
  const two = (draw: readonly number[]) => {
    const [r, s, p, t] = draw as readonly [number, number, number, number];
    const [row, place] = [oneOf(r, rows), oneOf(p, places)];
    return { row, place, otherRow: other(row, s, rows), otherPlace: other(place, t, places) };
  };
  const means = meanCosines({ rows, places, read, length });
  return atMeans(means, {
    samples: typical((draw) => {
      const { row, otherRow, place } = two(draw);
      return cosine(row, place, otherRow, place);
    }),
    places: typical((draw) => {
      const { row, place, otherPlace } = two(draw);
      return cosine(row, place, row, otherPlace);
    }),
    near: typical((draw) => {
      const { row, place } = two(draw);
      return cosine(row, place, row, (place + 1) % places);
    }),
    both: typical((draw) => {
      const { row, otherRow, place, otherPlace } = two(draw);
      return cosine(row, place, otherRow, otherPlace);
    }),
  });
}

/** The cosines shifted so that their means are those of all pairs. */
function atMeans(means: Readonly<Partial<Record<PairClass, number>>>, cosines: Cosines): Cosines {
  return mapCosines(cosines, (c, kind) => {
    const mean = means[kind];
    return mean === undefined ? c : c + mean - meanOf(cosines[kind]);
  });
}

/**
 * The means over all pairs of points with numbers other than 0, from the sums of unit vectors: a
 * mean over many tokens or places depends on cosines that are smaller than those of single pairs.
 */
function meanCosines({ rows, places, read, length }: Points): Readonly<Partial<Record<PairClass, number>>> {
  const vector = new Float64Array(length);
  const all = new Float64Array(length);
  const ofPlaces = new Float64Array(places * length);
  let [points, samePlace, sameRow] = [0, 0, 0];
  const square = (sums: Float64Array) => sums.reduce((sum, x) => sum + x * x, 0);
  for (let row = 0; row < rows; row++) {
    const ofRow = new Float64Array(length);
    for (let place = 0; place < places; place++) {
      read(row, place, vector);
      const size = Math.sqrt(square(vector));
      if (!(size > 0)) continue;
      points++;
      for (let k = 0; k < length; k++) {
        const x = vector[k]! / size;
        ofRow[k]! += x;
        all[k]! += x;
        ofPlaces[place * length + k]! += x;
      }
    }
    sameRow += square(ofRow);
  }
  if (points < rows * places) return {};
  for (let place = 0; place < places; place++) {
    samePlace += square(ofPlaces.subarray(place * length, (place + 1) * length));
  }
  const over = (sum: number, pairs: number): number | undefined => (pairs > 0 ? sum / pairs : undefined);
  return defined({
    samples: over(samePlace - points, points * (rows - 1)),
    places: over(sameRow - points, points * (places - 1)),
    both: over(square(all) - samePlace - sameRow + points, points * (rows - 1) * (places - 1)),
  });
}

/** The entries that are there. */
const defined = (means: Readonly<Partial<Record<PairClass, number | undefined>>>) =>
  Object.fromEntries(Object.entries(means).filter(([, mean]) => mean !== undefined)) as Partial<
    Record<PairClass, number>
  >;

/** Means of groups of neighbours in order: their mean is that of all. */
function groupMeans(values: readonly number[]): Float64Array {
  if (values.length === 0) return Float64Array.of(1);
  const sorted = [...values].sort((a, b) => a - b);
  const groups = Math.min(VALUES, sorted.length);
  return Float64Array.from({ length: groups }, (_, i) => {
    const part = sorted.slice(Math.floor((i * sorted.length) / groups), Math.floor(((i + 1) * sorted.length) / groups));
    return part.reduce((sum, c) => sum + c, 0) / part.length;
  });
}

/**
 * The moments of the numbers.
 *
 * @param mapRows the samples whose second moments by place are followed; scaled so that their mean
 *   is that of the whole batch
 */
export function signalOfData(data: Data, mapRows: readonly number[]): Signal {
  const rows = offsetsOf(data, ({ kind }) => kind === "rows");
  const places = offsetsOf(data, ({ kind }) => kind === "places");
  const units = offsetsOf(data, ({ kind }) => kind === "units");
  const numbers = data.tensor.data as Float32Array;
  const squareAt = (row: number, place: number) => {
    let sum = 0;
    for (const unit of units) sum += Number(numbers[rows[row]! + places[place]! + unit]) ** 2;
    return sum / units.length;
  };
  const squares = Float64Array.from({ length: mapRows.length * places.length }, (_, i) =>
    squareAt(mapRows[Math.floor(i / places.length)]!, i % places.length),
  );
  let [sum, total] = [0, 0];
  for (let i = 0; i < numbers.length; i++) {
    const x = Number(numbers[i]);
    sum += x;
    total += x * x;
  }
  const followed = squares.reduce((all, square) => all + square, 0) / squares.length;
  const scale = followed > 0 ? total / numbers.length / followed : 1;
  const factors = data.layout.flat();
  return {
    layout: data.layout,
    batch: count(factors, "rows"),
    places: factors.filter(({ kind }) => kind === "places").map(({ size }) => size),
    units: units.length,
    squares: squares.map((square) => square * scale),
    mean: sum / numbers.length,
    skewness: 0,
    cosines: cosinesBetween({
      rows: rows.length,
      places: places.length,
      length: units.length,
      read: (row, place, vector) => {
        for (let k = 0; k < units.length; k++) vector[k] = Number(numbers[rows[row]! + places[place]! + units[k]!]);
      },
    }),
    chance: noChance,
    deviation: still,
    ofProduct: undefined,
    equalLengths: false,
    centred: false,
  };
}
