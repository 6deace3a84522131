import type { Check, Entry, Probe } from '../../../contract/core/model';
import { listProbes } from '../../../contract/core/probes';
import { Seen } from '../../../contract/core/seen';
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
