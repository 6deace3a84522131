import type { Violation } from '../contract';
import { trackerOf } from '../seed';
import { isObject } from '../../n8n/json';
import type { World } from '../world';
import { failure, refusedProject, violationFailure } from './verdict';
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
	if (settings.credit === 0) return failure(world, 'events', 'credit');
	const tracker = trackerOf(settings, trackerIdOf(request));
	if (tracker.storeId === null) return failure(world, 'events', 'tracker');
	if (isForeign(request.record.headers, tracker.allowedDomains)) {
		return failure(world, 'events', 'domain');
	}
	return undefined;
}

function collect(request: KainicRequest, world: World): Verdict {
	const { body, record } = request;
	if (!Array.isArray(body) || body.length === 0) return failure(world, 'events', 'missing_fields');
	const broken = new Set<unknown>(world.settings.brokenVisitors);
	if (body.some((event) => isObject(event) && broken.has(event['anon_uid']))) {
		return { type: 'failure', status: 500, message: 'Internal Server Error' };
	}
	const { valid, violation } = checkBatch(body, world);
	const accepted = violation === undefined || world.settings.acceptPartOfBatch ? valid : [];
	world.ledger.acceptEvents(record, trackerIdOf(request), accepted);
	const { credit } = world.settings;
	if (credit !== null) world.change({ credit: Math.max(0, credit - accepted.length) });
	if (violation !== undefined) return violationFailure(world, 'events', violation);
	return { type: 'success', data: { collected: accepted.length } };
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

/** @returns the valid events, and the first thing that is wrong, if anything is */
function checkBatch(batch: readonly unknown[], world: World) {
	const checked = batch.map((event) => ({ event, violation: checkEvent(event, world) }));
	return {
		valid: checked.flatMap(({ event, violation }) =>
			violation === undefined && isObject(event) ? [event] : [],
		),
		violation: checked.find(({ violation }) => violation !== undefined)?.violation,
	};
}

function checkEvent(event: unknown, world: World): Violation | undefined {
	if (!isObject(event)) return { type: 'wrong_type', field: 'event', expected: 'object' };
	const violation = world.contract.checkEvent(event);
	if (violation !== undefined) return violation;
	for (const [field, expected] of Object.entries(world.settings.requiredEventFields)) {
		const value = event[field];
		if (value === undefined) return { type: 'missing', field };
		const type = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
		if (type !== expected) return { type: 'wrong_type', field, expected };
	}
	return undefined;
}
