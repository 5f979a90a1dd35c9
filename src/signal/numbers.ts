/** Small tools of arithmetic. */

/**
 * Where an increasing or decreasing f crosses 0 between low and high, to the last digits, by
 * bisection.
 */
export function root(f: (x: number) => number, low: number, high: number): number {
  const rising = f(high) > f(low);
  let [from, to] = [low, high];
  for (let i = 0; i < 200; i++) {
    const middle = (from + to) / 2;
    if (middle <= from || middle >= to) break;
    if (f(middle) > 0 === rising) to = middle;
    else from = middle;
  }
  return (from + to) / 2;
}

/**
 * `x` to 10 significant digits. Numbers from elementary functions are rounded like this before
 * weights depend on them.
 */
export function rounded(x: number): number {
  return Number(x.toPrecision(10));
}

/** x · x exactly rounded; some engine may round `x ** 2` differently. */
export function square(x: number): number {
  return x * x;
}
