import { InputError } from '../failure';
import { isPlainObject, nameOf } from '../values';
import { field } from './api';
import { checkPlatform } from './identity';

/** An event: the fields that Kainic requires, and any others. */
export type KainicEvent = Readonly<Record<string, unknown>>;

/**
 * Checks the fields that Kainic is known to require: `platform`, one of three, and `anon_uid`, text. Returns the event itself. Throws an InputError that names the field.
 */
export function checkEvent(event: unknown): KainicEvent {
	if (!isPlainObject(event)) {
		throw new InputError(`the event is ${nameOf(event)}, but it must be an object.`);
	}
	requireText(event, field.platform);
	requireText(event, field.anonUid);
	checkPlatform(event[field.platform]);
	return event;
}

function requireText(event: KainicEvent, name: string): void {
	const value = Object.hasOwn(event, name) ? event[name] : undefined;
	if (typeof value === 'string' && value !== '') return;
	if (value === undefined || value === null || value === '') {
		throw new InputError(`the field "${name}" is missing.`, {
			advice: `Add "${name}" to the event; Kainic requires it.`,
		});
	}
	throw new InputError(`the field "${name}" is ${nameOf(value)}, but it must be text.`, {
		advice: `Send "${name}" as text, e.g. with the expression {{ String($json.${name}) }} in an Edit Fields node before this one.`,
	});
}
