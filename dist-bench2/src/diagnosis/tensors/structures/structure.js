/** Values that are no independent draws: what a rule says of them. Read this first. */
import { formatInitializer, parseInitializer } from "../../../initializers/index.js";
/** "1.41": a number for an option, without the digits that rounding left. */
export const optionText = (x) => String(Number(x.toPrecision(5)));
/** "identity" or "identity:gain=0.5". */
export const withOption = (name, option, value, usual) => isNear(value, usual) ? name : `${name}:${option}=${optionText(value)}`;
/** A method as it is written without the options that have their default values. */
export const shortest = (method) => formatInitializer(parseInitializer(method));
/** Whether two numbers agree to the digits that a file of half precision has. */
export const isNear = (a, b) => Math.abs(a - b) <= 2e-3 * Math.max(Math.abs(a), Math.abs(b));
