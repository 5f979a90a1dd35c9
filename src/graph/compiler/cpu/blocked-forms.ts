/**
 * Values of a graph that may have several forms: plain, in ONNX Runtime's blocked layout, and
 * affine in a blocked value.
 */
import type { GraphBuilder } from "../../builder.js";
import { add, cast, mul, ones, reshape } from "../../expressions.js";
import type { Value } from "../../graph.js";
import type { RewriteContext } from "../../rewrite.js";

/** The domain of the operators that know the blocked layout. */
export const domain = "com.microsoft.nchwc";

/** slope · of + offset, one slope and one offset per channel ([C], plain), not computed yet. */
export interface Affine {
  readonly of: Value;
  readonly slope?: Value;
  readonly offset?: Value;
}

/**
 * An old value's forms in the new graph; each is made from another when first read. The plain form
 * represents the value in the rebuilt graph (`RewriteContext.renewed`).
 */
export interface Forms {
  plain(value: Value): Value;
  /** Makes the plain form of a value that has a blocked one; undefined for all others. */
  toPlain(value: Value): Value | undefined;
  blocked(value: Value): Value;
  /**
   * The value as affine in its operand, where no other form exists yet; else in its blocked form.
   */
  affine(value: Value): Affine;
  /** Whether it has a blocked form, or an affine one, which one pass turns into a blocked one. */
  isBlocked(value: Value): boolean;
  /** Whether it has no form but the affine one yet. */
  isPending(value: Value): boolean;
  setBlocked(value: Value, form: Value): void;
  setAffine(value: Value, form: Affine): void;
}

/** The forms of the values of a graph that is rebuilt; none but plain ones yet. */
export function blockedForms({ g, renewed }: RewriteContext): Forms {
  const blocked = new Map<Value, Value>();
  const affine = new Map<Value, Affine>();
  const forms: Forms = {
    plain: renewed,
    toPlain: (value) => {
      if (!forms.isBlocked(value)) return undefined;
      const form = forms.blocked(value);
      // The operator takes floats only; what a comparison gives goes through them.
      const floats = value.type === "float32" ? form : cast(g, form, "float32");
      const plain = g.apply(`${domain}:ReorderOutput`, [floats], { channels: value.shape[1]! });
      return cast(g, plain, value.type);
    },
    blocked(value) {
      if (!blocked.has(value)) {
        const pending = affine.get(value);
        blocked.set(
          value,
          pending === undefined ? g.apply(`${domain}:ReorderInput`, [forms.plain(value)]) : computed(g, pending),
        );
      }
      return blocked.get(value)!;
    },
    affine: (value) => (forms.isPending(value) ? affine.get(value)! : { of: forms.blocked(value) }),
    isBlocked: (value) => blocked.has(value) || affine.has(value),
    isPending: (value) => affine.has(value) && !blocked.has(value),
    setBlocked: (value, form) => blocked.set(value, form),
    setAffine: (value, form) => affine.set(value, form),
  };
  return forms;
}

/**
 * slope · of + offset (+ summand, then ReLU): one pass, a convolution by 1 × 1 of each channel for
 * itself.
 */
export function computed(
  g: GraphBuilder,
  { of, slope, offset }: Affine,
  { summand, relu = false }: { readonly summand?: Value | undefined; readonly relu?: boolean } = {},
): Value {
  const channels = of.shape[1]!;
  const kernel = reshape(g, slope ?? ones(g, { type: of.type, shape: [channels] }), [channels, 1, 1, 1]);
  return g.apply(`${domain}:Conv`, [of, kernel, offset, ...(summand === undefined ? [] : [summand])], {
    kernel_shape: [1, 1],
    group: channels,
    ...(relu ? { activation: "Relu" } : {}),
  });
}

/** Each channel times a number. */
export const scaled = (g: GraphBuilder, { of, slope, offset }: Affine, by: Value): Affine => ({
  of,
  slope: slope === undefined ? by : mul(g, slope, by),
  ...(offset === undefined ? {} : { offset: mul(g, offset, by) }),
});

/** Each channel plus a number. */
export const shifted = (g: GraphBuilder, { of, slope, offset }: Affine, by: Value): Affine => ({
  of,
  ...(slope === undefined ? {} : { slope }),
  offset: offset === undefined ? by : add(g, offset, by),
});
