import { InputError } from '../shared/failure';
import { field, platformOf, type Fields } from '../shared/kainic/api';
import { isAbsent, isPlainObject, nameOf } from '../shared/values';

/**
 * Checks the two fields that Kainic is known to require: `platform` must be one of three values, and
 * `anon_uid` must be text. Returns the event to send. Throws an InputError that names the field.
 */
export function checkEvent(event: unknown): Fields {
	if (!isPlainObject(event)) {
		throw new InputError(`The event is ${nameOf(event)}, but it must be an object.`);
	}
	const platform = platformOf(requiredField(event, field.platform));
	const anonUid = requiredField(event, field.anonUid);
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

function requiredField(event: Fields, name: string): unknown {
	const value = Object.hasOwn(event, name) ? event[name] : undefined;
	const isEmpty = typeof value === 'string' && value.trim() === '';
	if (!isEmpty && !isAbsent(value)) return value;
	throw new InputError(`The field "${name}" is ${isEmpty ? 'empty' : 'missing'}.`, {
		advice: `${isEmpty ? 'Fill in' : 'Add'} "${name}". Kainic requires this field in every event.`,
	});
}
