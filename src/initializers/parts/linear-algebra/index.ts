/** Small dense linear algebra, the same bits in every JavaScript engine. */
export { haar } from "./haar.js";
export { type Matrix, matrix, multiply, transpose } from "./matrix.js";
export { type QR, qr } from "./qr.js";
export { type SVD, svd } from "./svd.js";
export { type SymmetricEigen, symmetricEigen } from "./symmetric-eigen.js";
