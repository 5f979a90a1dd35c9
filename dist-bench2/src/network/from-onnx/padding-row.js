/** The only row of zeros of an embedding; `undefined` where there is none, or more than one. */
export function paddingRow(outline, { source }) {
    const [rows, width] = source.stored.tensor.shape;
    const data = outline.numbersOf(source.stored)?.data;
    if (data === undefined || width === undefined || source.steps.length > 0)
        return undefined;
    const zeros = Array.from({ length: rows }, (_, row) => row).filter((row) => {
        for (let i = row * width; i < (row + 1) * width; i++)
            if (Number(data[i]) !== 0)
                return false;
        return true;
    });
    return zeros.length === 1 ? zeros[0] : undefined;
}
