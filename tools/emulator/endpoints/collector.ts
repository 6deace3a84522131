import { fields } from '../kainic';
import { trackerOf } from '../seed';
import { isObject } from '../../n8n/json';
import type { World } from '../world';
import { failure, refusedProject, wrongField } from './verdict';
import type { KainicRequest, Verdict } from './verdict';

/** Collects a batch of events: project, credit, tracker, domain, and then the data. */
export function collectEvents(request: KainicRequest, world: World): Verdict {
	return (
		refusedProject(request.record.pathParameters['kainic_pid'], world) ??
		dismissal(request, world) ??
		collect(request, world)
	);
}

function dismissal(request: KainicRequest, world: World): Verdict | undefined {
	const { settings } = world;
	if (settings.credit === 0) return failure('events', 'credit');
	const tracker = trackerOf(settings, trackerIdOf(request));
	if (tracker.storeId === null) return failure('events', 'tracker');
	if (isForeign(request.record.headers, tracker.allowedDomains)) {
		return failure('events', 'domain');
	}
	return undefined;
}

function collect(request: KainicRequest, world: World): Verdict {
	const { body, record } = request;
	if (!Array.isArray(body) || body.length === 0) return failure('events', 'missing_fields');
	const broken = new Set<unknown>(world.settings.brokenVisitors);
	if (body.some((event) => isObject(event) && broken.has(event['anon_uid']))) {
		return { type: 'failure', status: 500, message: 'Internal Server Error' };
	}
	const { valid, wrong } = checkBatch(body, world);
	const accepted = wrong === undefined || world.settings.acceptPartOfBatch ? valid : [];
	world.ledger.acceptEvents(record, trackerIdOf(request), accepted);
	const { credit } = world.settings;
	if (credit !== null) world.change({ credit: Math.max(0, credit - accepted.length) });
	return wrong ?? { type: 'success', data: { collected: accepted.length } };
}

function trackerIdOf(request: KainicRequest): string {
	return request.record.pathParameters['kainic_tid'] ?? '';
}

function isForeign(headers: Record<string, string>, allowedDomains: readonly string[]): boolean {
	if (allowedDomains.length === 0) return false;
	const origin = originOf(headers['origin']) ?? originOf(headers['referer']);
	return !allowedDomains.some((domain) => originOf(domain) === origin);
}

/** @returns undefined for what is no URL; `host` alone is taken as https. */
function originOf(address: string | undefined): string | undefined {
	if (address === undefined) return undefined;
	const url = address.includes('://') ? address : `https://${address}`;
	return URL.canParse(url) ? new URL(url).origin : undefined;
}

/** @returns the valid events, and the failure for the first wrong one */
function checkBatch(batch: readonly unknown[], { settings }: World) {
	const { required, optional } = fields.events;
	const rules = { required: { ...required, ...settings.requiredEventFields }, optional };
	const noObject = failure('events', 'field_type', { field: 'event', expected_type: 'object' });
	const checked = batch.map((event) =>
		isObject(event) ? { event, wrong: wrongField('events', event, rules) } : { wrong: noObject },
	);
	return {
		valid: checked.flatMap((each) => ('event' in each && !each.wrong ? [each.event] : [])),
		wrong: checked.find(({ wrong }) => wrong !== undefined)?.wrong,
	};
}
