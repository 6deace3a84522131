import type { Fields } from '../../../nodes/shared/kainic/api';
import { eventFieldNames } from '../candidates';
import { says } from '../messages';
import type { Check, Probe } from '../model';
import { createQuote } from '../quote';
import { isSaid } from '../reading';
import type { Seen } from '../seen';

/** At most so many refusals of one series are followed up. */
const longestSeries = 20;

/** Types that Kainic named, by field, in one series of refusals. */
export function namedTypes(check: Check, seen: Seen, series: string): ReadonlyMap<string, string> {
	const named = new Map<string, string>();
	for (const id of seen.series(series)) {
		const reading = seen.of(id);
		if (!isSaid(reading, says.fieldType)) continue;
		const { field: name = '', expected_type: type = '' } = reading.documented?.values ?? {};
		if (isFieldName(check, name)) named.set(name, type);
	}
	return named;
}

/** The name is shown and sent again: it must be no more than a name, and neither a key nor an ID. */
function isFieldName(check: Check, name: string): boolean {
	if (!/^[\w.$-]{1,60}$/.test(name) || name === '__proto__') return false;
	return createQuote(check)(name) === name;
}

/** A value of a type as Kainic names it; undefined if the name means nothing to us. */
export function valueOfType(type: string): unknown {
	const name = type.toLowerCase().replace(/^<class '(\w+)'>$/, '$1');
	if (/^(a |an )?(str|string|text|uuid)$/.test(name)) return 'contract-check';
	if (/^(a |an )?(number|int|integer|float|double|long)$/.test(name)) return 1;
	if (/^(a |an )?(bool|boolean)$/.test(name)) return true;
	if (/^(a |an )?(non-empty )?(array|list)( of [\w ]+)?$/.test(name)) return [];
	if (/^(a |an )?(object|dict|map)$/.test(name)) return {};
	return undefined;
}

/** Every name that is tried, with a value that only a field for a boolean can take. */
export function candidates(learned: ReadonlyMap<string, string>): Fields {
	const guesses = eventFieldNames.map((name) => [name, true] as const);
	const known = [...learned].flatMap(([name, type]) => {
		const value = valueOfType(type);
		return value === undefined ? [] : [[name, value] as const];
	});
	return Object.fromEntries([...guesses, ...known]);
}

/** Whether the last refusal of a series named a field that can be corrected, so that the next tells more. */
function goesOn(check: Check, seen: Seen, series: string, fixed: readonly string[]): boolean {
	const ids = seen.series(series);
	if (ids.length === 0) return true;
	const last = seen.of(ids.at(-1) ?? '');
	if (ids.length >= longestSeries || !isSaid(last, says.fieldType)) return false;
	const { field: name = '', expected_type: type = '' } = last.documented?.values ?? {};
	const before = ids.slice(0, -1).map((id) => seen.failure(id)?.documented?.values['field']);
	return (
		isFieldName(check, name) &&
		!fixed.includes(name) &&
		!before.includes(name) &&
		valueOfType(type) !== undefined
	);
}

/** The answered probes of a series, and the next if it goes on. */
export function series(
	check: Check,
	seen: Seen,
	prefix: string,
	fixed: readonly string[],
	make: (id: string, learned: ReadonlyMap<string, string>) => Probe,
): readonly Probe[] {
	const count = seen.series(prefix).length + (goesOn(check, seen, prefix, fixed) ? 1 : 0);
	return Array.from({ length: count }, (_, index) => {
		const learned = [...namedTypes(check, seen, prefix)].slice(0, index);
		return make(`${prefix}${index + 1}`, new Map(learned));
	});
}
