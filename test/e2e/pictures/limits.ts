/** Bytes of a picture, and of a moving one, at most: a README is read on phones, too. */
export const largestPicture = 150_000;
export const largestFilm = 1_000_000;

/** Pixels. */
export const largestWidth = 1200;
