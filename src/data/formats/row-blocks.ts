/**
 * Rows of numbers in blocks, each in the narrowest type that holds its numbers exactly: a table is
 * read without knowing how long it is, and whole numbers of pixels need one byte each.
 */
import type { Numbers } from "./array.js";

/** Rows of equal length. */
export interface RowBlocks {
  /** Numbers in a row. */
  readonly width: number;
  /** Number of rows. */
  readonly count: number;
  /** Rows in each block; the last may have fewer. */
  readonly blockRows: number;
  /** Row-major. */
  readonly blocks: readonly Numbers[];
}

/** Numbers in a block, about. */
const BLOCK = 2 ** 18;

/** Rows that lie in one array `[count, width]`. */
export function oneBlock(data: Numbers, count: number, width: number): RowBlocks {
  return { width, count, blockRows: Math.max(count, 1), blocks: [data] };
}

/** Collects rows. */
export interface RowWriter {
  /** Sets a number of the row that is being filled. */
  readonly set: (column: number, value: number) => void;
  /** Goes on to the next row. */
  readonly endRow: () => void;
  /** The rows so far; nothing can be added then. */
  readonly rows: () => RowBlocks;
}

/** @param width numbers in a row, from 1 */
export function rowWriter(width: number): RowWriter {
  const blockRows = Math.max(1, Math.floor(BLOCK / width));
  const block = new Float64Array(blockRows * width);
  const blocks: Numbers[] = [];
  let [start, count] = [0, 0];
  const close = () => {
    blocks.push(narrowest(block.subarray(0, start)));
    start = 0;
  };
  return {
    set: (column, value) => {
      block[start + column] = value;
    },
    endRow: () => {
      count++;
      start += width;
      if (start === block.length) close();
    },
    rows: () => {
      if (start > 0) close();
      return { width, count, blockRows, blocks };
    },
  };
}

/** A copy in the narrowest of uint8, float32 and float64 that keeps every number, −0 too. */
function narrowest(values: Float64Array): Numbers {
  if (values.every((value) => Object.is(value, value & 0xff))) return Uint8Array.from(values);
  return values.every((value) => value === Math.fround(value)) ? Float32Array.from(values) : values.slice();
}

/** Some of the rows, in one block. */
export function pickRows(rows: RowBlocks, selection: Int32Array): RowBlocks {
  const { width, blocks } = rows;
  const type = blocks.length === 1 ? blocks[0]! : new Float64Array();
  const data = new (type.constructor as Float64ArrayConstructor)(selection.length * width) as Numbers;
  forEachRow(rows, selection, (source, start, place) => {
    data.set(source.subarray(start, start + width), place * width);
  });
  return oneBlock(data, selection.length, width);
}

/** Every number in one array. */
export function joined({ blocks, count, width }: RowBlocks): Float64Array {
  const data = new Float64Array(count * width);
  let at = 0;
  for (const block of blocks) {
    data.set(block, at);
    at += block.length;
  }
  return data;
}

/**
 * Calls `visit` for rows in order, with the array that holds the row and where it begins there.
 *
 * @param chosen which rows; every one if it is left out
 */
export function forEachRow(
  { width, count, blockRows, blocks }: RowBlocks,
  selection: Int32Array | undefined,
  visit: (data: Numbers, start: number, place: number) => void,
): void {
  const length = selection?.length ?? count;
  for (let place = 0; place < length; place++) {
    const row = selection === undefined ? place : selection[place]!;
    const inBlock = row % blockRows;
    visit(blocks[(row - inBlock) / blockRows]!, inBlock * width, place);
  }
}
