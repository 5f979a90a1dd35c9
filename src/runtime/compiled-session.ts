/**
 * A session whose graph has some tensors in another order in memory. Callers do not see that order.
 *
 * Its outputs have their usual shape; their `data` is put into the usual order when it is first
 * read. Until then they go back into a session that reads the same order as they are: a state that
 * stays among such sessions is never reordered.
 */
import type { Shape, Tensor } from "../graph/tensor.js";
import type { Session, Tensors } from "./runtime.js";

/** An order of a tensor's numbers in memory that is not the usual, row-major one. */
export interface TensorOrder {
  /** Orders of one name are the same. */
  readonly name: string;
  /** A copy of a tensor, brought into this order. */
  arranged(usual: Tensor): Tensor;
  /** The shape that a tensor of this order has in the usual order. */
  usualShape(arranged: Shape): Shape;
  /** A copy of a tensor, brought back from this order. */
  restored(arranged: Tensor): Tensor;
}

/** By the names of inputs and outputs, the orders that a graph reads and returns. */
export interface SessionOrders {
  readonly inputs: ReadonlyMap<string, TensorOrder>;
  readonly outputs: ReadonlyMap<string, TensorOrder>;
}

/** The session, used by tensors in the usual order. */
export function inUsualOrder(session: Session, { inputs, outputs }: SessionOrders): Session {
  if (inputs.size === 0 && outputs.size === 0) return session;
  return {
    ...session,
    async run(tensors) {
      const arranged = reordered(tensors, inputs, (t, order) => stored(t, order) ?? order.arranged(t));
      return reordered(await session.run(arranged), outputs, lazilyRestored);
    },
  };
}

function reordered(
  tensors: Tensors,
  orders: ReadonlyMap<string, TensorOrder>,
  change: (tensor: Tensor, order: TensorOrder) => Tensor,
): Record<string, Tensor> {
  const changed: Record<string, Tensor> = { ...tensors };
  // Over the orders, not the tensors: these are many where a run makes several steps.
  for (const [name, order] of orders) {
    const t = changed[name];
    if (t !== undefined) changed[name] = change(t, order);
  }
  return changed;
}

/** Where a tensor holds its numbers as a session returned them. */
const asReturned = Symbol("as returned");

interface LazyTensor extends Tensor {
  /** Undefined once `data` was read: the numbers are held in one order only. */
  [asReturned](): { readonly tensor: Tensor; readonly order: TensorOrder } | undefined;
}

/** The tensor in this order, where it came in it from a session and was not read since. */
function stored(t: Tensor, order: TensorOrder): Tensor | undefined {
  const returned = asReturned in t ? (t as LazyTensor)[asReturned]() : undefined;
  return returned?.order.name === order.name ? returned.tensor : undefined;
}

/** A tensor that a session returned in an order of its own, as one in the usual order. */
function lazilyRestored(tensor: Tensor, order: TensorOrder): LazyTensor {
  let returned: Tensor | undefined = tensor;
  let usual: Tensor | undefined;
  return {
    type: tensor.type,
    shape: order.usualShape(tensor.shape),
    get data() {
      if (usual === undefined) {
        usual = order.restored(returned!);
        returned = undefined;
      }
      return usual.data;
    },
    // A structured clone leaves out symbols: it has the usual numbers alone.
    [asReturned]: () => (returned === undefined ? undefined : { tensor: returned, order }),
  };
}
