/** Width of a figure on a page for a desk and on paper, in pixels. */
export const WIDE = 700;

/** The same on a telephone: 360 pixels without the margins. */
export const SLIM = 328;

/** Width of a ring, anywhere. */
export const RING = 328;
