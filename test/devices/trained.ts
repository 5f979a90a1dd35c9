/** What `training.mjs` gives, and what must hold of it. */
import { expect } from "vitest";

export interface Trained {
  readonly losses: readonly number[];
  readonly evaluated: { readonly accuracy: number; readonly loss: number };
  readonly weights: readonly number[];
  /** Bytes in the device's memory: before the first step, after each, after the last, after all is released. */
  readonly start?: number;
  readonly kept: readonly (number | null)[];
  readonly resident?: number;
  readonly end?: number;
}

/** Every step's loss and the evaluation are those of the processor, to a relative difference of 10⁻⁴. */
export function expectSameTraining(actual: Trained, cpu: Trained): void {
  expect(actual.losses.length).toBe(20);
  expect(new Set(actual.losses).size).toBe(20);
  actual.losses.forEach((loss, i) => {
    expect(Math.abs(loss / cpu.losses[i]! - 1), `step ${i + 1}`).toBeLessThan(1e-4);
  });
  expect(Math.abs(actual.evaluated.loss / cpu.evaluated.loss - 1)).toBeLessThan(1e-4);
  expect(actual.evaluated.accuracy).toBe(cpu.evaluated.accuracy);
  expect(actual.weights.length).toBe(cpu.weights.length);
}

/** All that the device holds beside the samples is one state: before a step's run it is the old one, after it also the new one. */
export function expectOneStateKept({ start, resident, kept, end, weights }: Trained): void {
  const state = 4 * weights.length;
  expect(resident! - start!).toBe(state);
  expect(kept[0]! - start!).toBe(state);
  for (const bytes of kept) expect(bytes! - start!).toBeLessThanOrEqual(3 * state);
  expect(kept.at(-1)! - start!).toBe(3 * state);
  expect(end).toBe(0);
}
