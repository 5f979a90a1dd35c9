/** An outcome with one signal, from one signal. */
export const passing = (x, { signal, pullback }) => ({
    states: [{ kind: "signal", signal }],
    pullback: ([gradient]) => (gradient === undefined ? [] : [[x, pullback(gradient)]]),
});
