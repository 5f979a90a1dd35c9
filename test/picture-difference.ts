/** How much a picture differs from the stored one. */
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

/**
 * Edges are smoothed a little differently on other processors, so pixels may differ slightly
 * (`threshold`), and a few more in any square of 16 × 16 pixels. A lost marker, letter or line
 * changes more than that.
 */
export const threshold = 0.1;
export const windowSize = 16;
export const mostInWindow = 5;

/**
 * How many pixels differ in the square where most do; the differences are written where they can be
 * looked at.
 */
export function difference(path: string, now: PNG, stored: PNG): number {
  const { width, height } = now;
  const shown = new PNG({ width, height });
  const count = pixelmatch(now.data, stored.data, shown.data, width, height, { threshold, windowSize });
  if (count > mostInWindow) {
    mkdirSync("test/report/differences", { recursive: true });
    writeFileSync(join("test/report/differences", basename(path)), PNG.sync.write(shown));
    writeFileSync(join("test/report/differences", `now-${basename(path)}`), PNG.sync.write(now));
  }
  return count;
}
