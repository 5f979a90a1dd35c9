/** Scaled noise. Element i of every distribution is a function of draw i of the tensor's stream. */
import { fillNormals, fillUniforms, normalCdf, normalDensity, truncatedNormals, } from "../../random/index.js";
/** Number of elements that are drawn. */
const drawn = (stream, length) => "draws" in stream ? Math.min(stream.draws, length) : length;
/** Doubles per chunk of draws: the tensor itself exists in single precision only. */
const CHUNK = 8192;
/**
 * The standard deviation of a standard normal variable truncated to ±2: √(1 − 4 φ(2) / (2 Φ(2) −
 * 1)).
 */
export const TRUNCATED_STD = 0.8796256610342398;
/** N(0, std²). */
export function normalNoise(stream, length, std) {
    const target = new Float32Array(length);
    const end = drawn(stream, length);
    const draws = new Float64Array(Math.min(CHUNK, end));
    for (let start = 0; start < end; start += CHUNK) {
        const count = Math.min(CHUNK, end - start);
        fillNormals(stream, draws, start);
        for (let i = 0; i < count; i++)
            target[start + i] = std * draws[i];
    }
    return target;
}
/** U(−bound, bound), whose standard deviation is bound / √3. */
export function uniformNoise(stream, length, bound) {
    const target = new Float32Array(length);
    const end = drawn(stream, length);
    const draws = new Float64Array(Math.min(CHUNK, end));
    for (let start = 0; start < end; start += CHUNK) {
        const count = Math.min(CHUNK, end - start);
        fillUniforms(stream, draws, start);
        for (let i = 0; i < count; i++)
            target[start + i] = bound * (2 * draws[i] - 1);
    }
    return target;
}
/** U(low, high), whose standard deviation is (high − low) / √12. */
export function uniformBetween(stream, length, low, high) {
    const target = new Float32Array(length);
    const end = drawn(stream, length);
    const draws = new Float64Array(Math.min(CHUNK, end));
    for (let start = 0; start < end; start += CHUNK) {
        const count = Math.min(CHUNK, end - start);
        fillUniforms(stream, draws, start);
        for (let i = 0; i < count; i++)
            target[start + i] = low + (high - low) * draws[i];
    }
    return target;
}
/** centre + scale · t, with t a standard normal truncated to [low, high]. */
export function truncatedBetween(stream, length, { low, high, centre = 0, scale }) {
    const target = new Float32Array(length);
    const end = drawn(stream, length);
    for (let start = 0; start < end; start += CHUNK) {
        const draws = truncatedNormals(stream, Math.min(CHUNK, end - start), low, high, start);
        for (let i = 0; i < draws.length; i++)
            target[start + i] = centre + scale * draws[i];
    }
    return target;
}
/** Mean and standard deviation of a standard normal variable truncated to [low, high]. */
export function truncatedMoments(low, high) {
    const [atLow, atHigh] = [normalDensity(low), normalDensity(high)];
    const inside = low > 0 ? normalCdf(-low) - normalCdf(-high) : normalCdf(high) - normalCdf(low);
    const mean = (atLow - atHigh) / inside;
    return { mean, std: Math.sqrt(1 + (low * atLow - high * atHigh) / inside - mean * mean) };
}
/** A normal truncated at ±2σ and stretched to the standard deviation `std`. */
export function truncatedNoise(stream, length, std) {
    return truncatedBetween(stream, length, { low: -2, high: 2, scale: std / TRUNCATED_STD });
}
