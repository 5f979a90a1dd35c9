/**
 * Copies samples into a batch; bytes are divided by 255.
 *
 * @param samples indices of the samples in the split
 */
export function batchOf({ inputs, labels, count }, samples) {
    const size = inputs.length / count;
    const scale = inputs instanceof Uint8Array ? 1 / 255 : 1;
    const rows = new Float32Array(samples.length * size);
    samples.forEach((sample, row) => {
        for (let i = 0; i < size; i++)
            rows[row * size + i] = inputs[sample * size + i] * scale;
    });
    return { inputs: rows, labels: Int32Array.from(samples, (sample) => labels[sample]), rows: samples.length };
}
