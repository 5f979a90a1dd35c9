/** @param onFailure called after each failure */
export function runPromise(onFailure) {
    let listener;
    const early = [];
    let failure;
    let settle;
    const fail = (error) => {
        failure ??= { error };
        settle?.reject(error);
        onFailure();
    };
    const emit = (event) => {
        if (listener === undefined) {
            early.push(event);
            return;
        }
        try {
            listener(event);
        }
        catch (error) {
            fail(error);
        }
    };
    return {
        emit,
        fail,
        resolve: () => settle?.resolve(),
        begin: (onEvent, start) => new Promise((resolve, reject) => {
            settle = { resolve, reject };
            listener = onEvent;
            for (const event of early.splice(0))
                emit(event);
            if (failure === undefined)
                start();
            else
                reject(failure.error);
        }),
    };
}
