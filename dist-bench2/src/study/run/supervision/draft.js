/** A draft of what follows from a state. The state itself does not change. */
export function draftOf(before) {
    let state = before;
    const commands = [];
    const change = (part) => {
        state = { ...state, ...part };
    };
    const command = (one) => {
        commands.push(one);
    };
    const changeWorker = (worker, part) => change({ workers: new Map(state.workers).set(worker, { ...state.workers.get(worker), ...part }) });
    const removeWorker = (worker) => {
        const workers = new Map(state.workers);
        workers.delete(worker);
        change({ workers });
    };
    const stop = (worker) => {
        removeWorker(worker);
        command({ kind: "stop", worker });
    };
    const emit = (event) => command({ kind: "emit", event });
    return {
        get state() {
            return state;
        },
        change,
        changeWorker,
        removeWorker,
        start(device) {
            const worker = state.next;
            change({ next: worker + 1 });
            changeWorker(worker, { device, runtime: undefined, cells: [], together: false, asking: false });
            command({ kind: "start", worker, device });
        },
        stop,
        close() {
            for (const worker of state.workers.keys())
                stop(worker);
            change({ closed: true });
        },
        command,
        emit,
        notice: (message) => emit({ kind: "notice", message }),
        step: () => ({ state, commands }),
    };
}
