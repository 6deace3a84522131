import { isFailureCode } from '../failure';
import { isPlainObject } from '../values';

/**
 * An item that comes back from an error branch carries what this node added to it: its `error`, and
 * perhaps `kainic`. They are not part of the event or product; fields of the same names by others are.
 */
export function withoutOutcome(json: unknown): unknown {
	if (!isPlainObject(json)) return json;
	const ownError = isPlainObject(json.error) && isFailureCode(json.error.code);
	const ownReceipt = isPlainObject(json.kainic) && typeof json.kainic.status === 'string';
	if (!ownError && !ownReceipt) return json;
	return Object.fromEntries(
		Object.entries(json).filter(
			([name]) => !(ownError && name === 'error') && !(ownReceipt && name === 'kainic'),
		),
	);
}
