/** The middle one of some numbers, or halfway between the two in the middle. Fails without any, and for what is not a number. */
export function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const lower = sorted[Math.floor((sorted.length - 1) / 2)];
	const upper = sorted[Math.floor(sorted.length / 2)];
	if (lower === undefined || upper === undefined || sorted.some(Number.isNaN)) {
		throw new Error(`There is no median of ${numbers.length} numbers: ${numbers.join(', ')}`);
	}
	return (lower + upper) / 2;
}
