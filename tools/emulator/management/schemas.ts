import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';

import type { Fault } from '../faults/fault';
import { endpoint as endpoints } from '../../../nodes/shared/kainic/api';
import type { SettingsPatch } from '../settings';

const status = { type: 'integer', minimum: 200, maximum: 599 };
const text = { type: 'string' };
const flag = { type: 'boolean' };
const count = { type: 'integer', minimum: 0 };
const texts = { type: 'object', additionalProperties: text };
const endpoint = { enum: Object.keys(endpoints) };

const selection = {
	endpoint,
	count: { anyOf: [count, { const: 'always' }] },
	after: count,
	probability: { type: 'number', minimum: 0, maximum: 1 },
};

function object(properties: Record<string, object>, required = Object.keys(properties)) {
	return { type: 'object', properties, required, additionalProperties: false };
}

function fault(kind: string, properties: Record<string, object> = {}, required: string[] = []) {
	return object({ kind: { const: kind }, ...selection, ...properties }, ['kind', ...required]);
}

const head = { status, headers: texts, body: text, contentType: text };

const faultSchema = {
	type: 'object',
	required: ['kind'],
	discriminator: { propertyName: 'kind' },
	oneOf: [
		fault('answer', { ...head, processed: flag }, ['status']),
		fault('early_answer', { ...head, at: { const: 'half_body' }, close: flag }, ['status']),
		fault('delay', { delayMs: { type: 'number', minimum: 0 }, processed: flag }, ['delayMs']),
		fault('hang', { processed: flag }),
		fault('drop', { at: { enum: ['request', 'half_body', 'after_request', 'half_answer'] } }, [
			'at',
		]),
		fault('truncate'),
		fault('html', { status, processed: flag }),
		fault('not_json', { status, body: text, processed: flag }),
		fault('trickle', { bytesPerSecond: { type: 'number', exclusiveMinimum: 0 } }),
		fault('refuse_key', { status }),
		fault('echo_url', { as: { enum: ['fail', 'success'] }, status }),
		fault('large', { bytes: count }, ['bytes']),
		fault('redirect', { status, location: text }, ['location']),
		fault('gzip'),
		fault('broken_gzip'),
	],
};

const orNull = (type: string) => ({ type: [type, 'null'] });
const mapOf = (values: object) => ({ type: 'object', additionalProperties: values });
const tracker = object({
	storeId: orNull('string'),
	allowedDomains: { type: 'array', items: text },
});
const share = { type: 'number', minimum: 0, maximum: 100 };
const group = object({ name: text, share, modelId: orNull('string') });
const experiment = object({ active: flag, groups: { type: 'array', items: group } });

const settingsSchema = object(
	{
		apiKey: text,
		experimentApiKey: text,
		projectId: text,
		failureStatus: status,
		refusedKey: object({ status, message: orNull('string') }),
		maxRequestBytes: count,
		credit: { anyOf: [count, { type: 'null' }] },
		trackers: mapOf(tracker),
		models: mapOf({ enum: ['popular', 'similar', 'not_deployed', 'no_endpoint', 'broken'] }),
		experiments: mapOf(experiment),
		stores: { type: 'array', items: text },
		requiredEventFields: mapOf({ enum: ['string', 'number', 'boolean', 'object', 'array'] }),
		brokenVisitors: { type: 'array', items: text },
		acceptPartOfBatch: flag,
		recommendationCount: count,
		itemsAsText: flag,
		formFieldNames: object({ kainic_pid: text, store_id: text, sync_mode: text, file: text }, []),
	},
	[],
);

const ajv = new Ajv2020({ strict: false, discriminator: true });

/** Says whether JSON from outside is a fault. */
export const isFault: ValidateFunction<Fault> = ajv.compile<Fault>(faultSchema);

/** Says whether JSON from outside is a change of settings. */
export const isSettingsPatch: ValidateFunction<SettingsPatch> =
	ajv.compile<SettingsPatch>(settingsSchema);

/** @returns what the last check of this kind found wrong, in a line */
export function complaint(validate: ValidateFunction): string {
	const error = validate.errors?.[0];
	const place = error?.instancePath ? `${error.instancePath} ` : '';
	const allowed: unknown = error?.params['allowedValues'] ?? error?.params['additionalProperty'];
	const detail = allowed === undefined ? '' : `: ${JSON.stringify(allowed)}`;
	return `${place}${error?.message ?? 'is not valid'}${detail}`;
}
