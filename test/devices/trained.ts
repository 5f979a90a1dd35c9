/** What `training.mjs` gives, and what must hold of it. */
import { expect } from "vitest";

export interface Trained {
  /** Of each step its number and the loss of each run. */
  readonly losses: readonly (readonly number[])[];
  /** Of each run. */
  readonly evaluated: readonly { readonly accuracy: number; readonly loss: number }[];
  /** How many the state has. */
  readonly numbers: number;
  /**
   * Bytes in the device's memory: before the first step, after each, after the last, after all is
   * released.
   */
  readonly start?: number;
  readonly residentBytes: readonly number[];
  readonly resident?: number;
  readonly end?: number;
}

/**
 * Every step's loss and the evaluation are those of the runs on the processor, each alone, to a
 * relative difference of 10⁻⁴.
 */
export function expectSameTraining(actual: Trained, alone: readonly Trained[]): void {
  expect(actual.losses.length).toBe(20);
  expect(actual.losses.map(([step]) => step)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  expect(actual.evaluated.length).toBe(alone.length);
  expect(actual.numbers).toBe(alone.length * alone[0]!.numbers);
  alone.forEach((cpu, r) => {
    actual.losses.forEach((losses, i) => {
      expect(Math.abs(losses[r + 1]! / cpu.losses[i]![1]! - 1), `run ${r}, step ${i + 1}`).toBeLessThan(1e-4);
    });
    const { loss, accuracy } = actual.evaluated[r]!;
    expect(Math.abs(loss / cpu.evaluated[0]!.loss - 1)).toBeLessThan(1e-4);
    expect(accuracy).toBe(cpu.evaluated[0]!.accuracy);
  });
}

/**
 * All that the device holds beside the samples is one state, during a step's run the old one and
 * the new one, and the figures of the steps that are not read yet, of 18 an epoch the last two.
 */
export function expectOneStateKept({ start, resident, residentBytes, end, numbers, evaluated }: Trained): void {
  const state = 4 * numbers;
  const figures = 8 * evaluated.length;
  expect(resident! - start!).toBe(state);
  expect(residentBytes[0]! - start!).toBe(state + figures);
  for (const bytes of residentBytes) expect(bytes - start!).toBeLessThanOrEqual(3 * state + 16 * figures);
  expect(residentBytes.at(-1)! - start!).toBe(3 * state + 2 * figures);
  expect(end).toBe(0);
}
