/** The point whose reading is the list of the points' readings. */
export function list(points) {
    return {
        outputs: points.flatMap(({ outputs }) => outputs),
        read: (numbers) => {
            let at = 0;
            return points.map(({ outputs, read }) => {
                at += outputs.length;
                return read(numbers.slice(at - outputs.length, at));
            });
        },
    };
}
