import { InputProblem } from '../failure';
import { nameOf, type Place } from '../values';
import { field, platforms } from './api';

/**
 * Checks where something happens or is shown: one of the three platforms that Kainic knows.
 * `place` names the item in the message. Throws an InputProblem.
 */
export function checkPlatform(value: unknown, place: Place): void {
	if (platforms.some((known) => known === value)) return;
	throw new InputProblem(
		`${String(place)}: "${field.platform}" is ${nameOf(value)}, but it must be ${platforms.join(', ')}.`,
		{ advice: `Set "${field.platform}" to web, mobile or pos.` },
	);
}
