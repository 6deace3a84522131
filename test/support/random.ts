import { seeded } from './seeded-random';

/** Numbers that a seed decides. */
export interface Random {
	/** A whole number from `from` to `to`, both included. */
	between(from: number, to: number): number;
	oneOf<T>(values: readonly [T, ...T[]]): T;
}

export function randomOf(seed: number): Random {
	const next = seeded(seed);
	const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
	return {
		between,
		oneOf: (values) => values[between(0, values.length - 1)] ?? values[0],
	};
}
