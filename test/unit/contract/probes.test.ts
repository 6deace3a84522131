import type { Check, Entry, Probe } from '../../../contract/core/model';
import { listProbes } from '../../../contract/core/probes';
import { Seen } from '../../../contract/core/seen';
import { stopReason } from '../../../contract/core/stops';
import { sentValues } from '../../../contract/core/values';
import { check, entry } from './entries';

function probeIn(id: string, entries: readonly Entry[], asked: Check = check): Probe {
	const found = listProbes(asked, new Seen(entries)).find((probe) => probe.id === id);
	if (found === undefined) throw new Error(`There is no request ${id}`);
	return found;
}

describe('a test event', () => {
	test('keeps its mark though Kainic names a type of uid', () => {
		const entries = [
			entry('events.test', 'One or more required fields are missing!'),
			entry('events.fields.1', 'Type of required field "uid" is not number'),
			entry('events.fields.2', null),
			entry('events.exact', null),
		];
		const { body } = probeIn('events.without.anon_uid', entries).request(sentValues(check));
		expect(JSON.parse(body)).toEqual([
			{ platform: 'web', uid: 'contract-check-mark-test-visitor' },
		]);
	});
});

describe('nothing further is sent', () => {
	function isSent(id: string, entries: readonly Entry[]): boolean {
		const seen = new Seen(entries);
		return stopReason(probeIn(id, entries), seen, listProbes(check, seen)) === null;
	}

	test.each(['', '{"ok":true}', 'OK'])('to an endpoint that answers 200 with "%s"', (body) => {
		const outcome = { kind: 'answer', status: 200, body, retryAfter: null } as const;
		const taken = { probe: 'catalog.no-file', attempts: 1, outcome };
		const before = [entry('predict.nothing', 'At least one'), entry('predict.array', null)];
		expect(isSent('catalog.own', before)).toBe(true);
		expect(isSent('catalog.own', [...before, taken])).toBe(false);
		expect(isSent('events.empty', [...before, taken])).toBe(true);
	});

	test('after a host asks in words to slow down', () => {
		const asked = entry('predict.array', 'Rate limit exceeded', 200);
		expect(isSent('predict.text', [entry('predict.nothing', 'At least one'), asked])).toBe(false);
	});
});
