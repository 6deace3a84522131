import { InputError } from '../failure';
import { nameOf } from '../values';
import { field, platforms } from './api';

/**
 * The visitor and the platform: fields that events and predictions share, under Kainic's names.
 * Optional fields that are undefined are left out.
 */
export function identityFields(identity: {
	readonly platform: unknown;
	readonly anonUid: string;
	readonly uid: string | undefined;
	readonly sid: string | undefined;
}): Readonly<Record<string, unknown>> {
	return {
		[field.platform]: identity.platform,
		[field.anonUid]: identity.anonUid,
		...(identity.uid === undefined ? {} : { [field.uid]: identity.uid }),
		...(identity.sid === undefined ? {} : { [field.sid]: identity.sid }),
	};
}

/** Throws an InputError if the value is none of the three platforms that Kainic knows. */
export function checkPlatform(value: unknown): void {
	if (platforms.some((known) => known === value)) return;
	throw new InputError(
		`"${field.platform}" is ${nameOf(value)}, but it must be ${platforms.join(', ')}.`,
		{ advice: `Set "${field.platform}" to web, mobile or pos.` },
	);
}
