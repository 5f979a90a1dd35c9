/** The session, used by tensors in the usual order. */
export function inUsualOrder(session, { inputs, outputs }) {
    if (inputs.size === 0 && outputs.size === 0)
        return session;
    return {
        ...session,
        async run(tensors) {
            const arranged = reordered(tensors, inputs, (t, order) => stored(t, order) ?? order.arranged(t));
            return reordered(await session.run(arranged), outputs, lazilyRestored);
        },
    };
}
function reordered(tensors, orders, change) {
    const changed = { ...tensors };
    // Over the orders, not the tensors: these are many where a run makes several steps.
    for (const [name, order] of orders) {
        const t = changed[name];
        if (t !== undefined)
            changed[name] = change(t, order);
    }
    return changed;
}
/** Where a tensor holds its numbers as a session returned them. */
const asReturned = Symbol("as returned");
/** The tensor in this order, where it came in it from a session and was not read since. */
function stored(t, order) {
    const returned = asReturned in t ? t[asReturned]() : undefined;
    return returned?.order.name === order.name ? returned.tensor : undefined;
}
/** A tensor that a session returned in an order of its own, as one in the usual order. */
function lazilyRestored(tensor, order) {
    let returned = tensor;
    let usual;
    return {
        type: tensor.type,
        shape: order.usualShape(tensor.shape),
        get data() {
            if (usual === undefined) {
                usual = order.restored(returned);
                returned = undefined;
            }
            return usual.data;
        },
        // A structured clone leaves out symbols: it has the usual numbers alone.
        [asReturned]: () => (returned === undefined ? undefined : { tensor: returned, order }),
    };
}
