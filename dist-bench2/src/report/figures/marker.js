const paths = {
    circle: "M4,0A4,4,0,1,1,-4,0A4,4,0,1,1,4,0Z",
    square: "M-3.6,-3.6H3.6V3.6H-3.6Z",
    triangle: "M0,-5L4.6,3.4H-4.6Z",
    diamond: "M0,-5.2L4.2,0L0,5.2L-4.2,0Z",
    star: "M0,-5.4L1.5,-1.7L5.2,-1.7L2.2,0.7L3.3,4.5L0,2.2L-3.3,4.5L-2.2,0.7L-5.2,-1.7L-1.5,-1.7Z",
    cross: "M-1.5,-4.6H1.5V-1.5H4.6V1.5H1.5V4.6H-1.5V1.5H-4.6V-1.5H-1.5Z",
};
/** The outline as an SVG path. */
export function markerPath(marker) {
    return paths[marker];
}
