/** The contrast of two colours such as `#1b1f24` as WCAG 2.2 computes it, from 1 to 21. */
export function contrast(first: string, second: string): number {
	const [dark = 0, light = 0] = [first, second].map(luminance).sort((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
	const hex = color.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
		const share = parseInt(hex.slice(at, at + 2), 16) / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
