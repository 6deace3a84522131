import { InputError } from '../failure';
import { isAbsent, isPlainObject, listOf, nameOf } from '../values';
import { field, platforms, type Fields } from './api';

/**
 * One of the three platforms that Kainic knows, in its spelling: `Web` is `web`. Throws an InputError
 * for anything else.
 */
export function platformOf(value: unknown): string {
	const platform = typeof value === 'string' ? value.toLowerCase() : '';
	const known: readonly string[] = platforms;
	if (known.includes(platform)) return platform;
	throw new InputError(
		`The field "${field.platform}" is ${nameOf(value)}, but it must be ${listOf(platforms)}.`,
		{ advice: `Set "${field.platform}" to ${listOf(platforms)}.` },
	);
}

/**
 * Checks the fields of an event that Kainic is known to require: `platform`, one of three, and
 * `anon_uid`, text. Returns the event as it is sent. Throws an InputError that names the field.
 */
export function checkEvent(event: unknown): Fields {
	if (!isPlainObject(event)) {
		throw new InputError(`The event is ${nameOf(event)}, but it must be an object.`);
	}
	const platform = platformOf(given(event, field.platform));
	const anonUid = given(event, field.anonUid);
	if (typeof anonUid !== 'string') {
		throw new InputError(
			`The field "${field.anonUid}" is ${nameOf(anonUid)}, but it must be text.`,
			{
				advice: `Send "${field.anonUid}" as text, e.g. with the expression {{ String($json.${field.anonUid}) }} in an Edit Fields node before this one.`,
			},
		);
	}
	return platform === event[field.platform] ? event : { ...event, [field.platform]: platform };
}

function given(event: Fields, name: string): unknown {
	const value = Object.hasOwn(event, name) ? event[name] : undefined;
	const isEmpty = typeof value === 'string' && value.trim() === '';
	if (!isEmpty && !isAbsent(value)) return value;
	throw new InputError(`The field "${name}" is ${isEmpty ? 'empty' : 'missing'}.`, {
		advice: `${isEmpty ? 'Fill in' : 'Add'} "${name}". Kainic requires this field in every event.`,
	});
}
