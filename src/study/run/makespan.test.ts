import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makespan } from "./makespan.js";

const job = (seconds: number, kind = "a", prepare = 0) => ({ seconds, kind, prepare });

describe("makespan", () => {
  it("is what a timetable written by hand says", () => {
    expect(makespan([], 3)).toBe(0);
    // Three runs on two processes take two rounds, not one and a half.
    expect(makespan([job(2), job(2), job(2)], 2)).toBe(4);
    // 5 | 1 1 1 1 1 1: the short ones pass the long one by.
    expect(makespan([job(5), ...Array.from({ length: 6 }, () => job(1))], 2)).toBe(6);
    // Each process prepares once a kind: (1 + 2 + 2) and (1 + 2), then the third kind of 10 + 1.
    expect(makespan([job(2, "a", 1), job(2, "a", 1), job(2, "a", 1)], 2)).toBe(5);
    expect(makespan([job(2, "a", 1), job(1, "b", 10)], 1)).toBe(14);
  });

  it("lies between the work shared evenly and that plus the longest job", () => {
    const seconds = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 1, max: 8 }), (all, processes) => {
        const work = all.reduce((a, b) => a + b, 0);
        const longest = Math.max(...all);
        const span = makespan(
          all.map((one) => job(one)),
          processes,
        );
        expect(span).toBeGreaterThanOrEqual(Math.max(work / processes, longest) - 1e-9);
        expect(span).toBeLessThanOrEqual(work / processes + longest + 1e-9); // Graham 1966
      }),
    );
  });
});
