import { InputProblem } from '../failure';
import { isPlainObject, nameOf, type Place } from '../values';
import { field } from './api';
import { checkPlatform } from './platform';

/** An event as Kainic takes it: some required fields, and any further ones. */
export type KainicEvent = Readonly<Record<string, unknown>>;

/** The required fields and the optional ones that are given, under Kainic's names. */
export function identityFields(values: {
	readonly platform: unknown;
	readonly anonUid: string;
	readonly uid: string | undefined;
	readonly sid: string | undefined;
}): KainicEvent {
	return {
		[field.platform]: values.platform,
		[field.anonUid]: values.anonUid,
		...(values.uid === undefined ? {} : { [field.uid]: values.uid }),
		...(values.sid === undefined ? {} : { [field.sid]: values.sid }),
	};
}

/**
 * Checks what Kainic is known to require of an event: `platform`, one of three, and `anon_uid`, text.
 * `place` names the event, for the message of the InputProblem that it throws.
 */
export function checkEvent(event: unknown, place: Place): KainicEvent {
	if (!isPlainObject(event)) {
		throw new InputProblem(`${String(place)} is ${nameOf(event)}, but an event must be an object.`);
	}
	requireText(event, field.platform, place);
	requireText(event, field.anonUid, place);
	checkPlatform(event[field.platform], place);
	return event;
}

function requireText(event: KainicEvent, name: string, place: Place): void {
	const value = Object.hasOwn(event, name) ? event[name] : undefined;
	if (typeof value === 'string' && value !== '') return;
	if (value === undefined || value === null || value === '') {
		throw new InputProblem(`${String(place)}: the field "${name}" is missing.`, {
			advice: `Add "${name}" to the event; Kainic requires it.`,
		});
	}
	throw new InputProblem(
		`${String(place)}: the field "${name}" is ${nameOf(value)}, but it must be text.`,
		{
			advice: `Send "${name}" as text, e.g. with the expression {{ String($json.${name}) }} in an Edit Fields node before this one.`,
		},
	);
}
