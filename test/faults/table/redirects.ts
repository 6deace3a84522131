import { refused, type FaultCase } from '../support/fault-case';

const events = '/collector/collect/custom/demo-project/tracker-web';
export const redirectFaults: readonly FaultCase[] = [301, 302, 303, 307, 308].flatMap((status) => [
	{
		name: `a redirect to the same host, ${status}`,
		strike: {
			kind: 'emulator',
			fault: (url) => ({ kind: 'redirect', status, location: `${url}/elsewhere` }),
		},
		expected: refused('redirect'),
	},
	{
		name: `a redirect to itself, ${status}`,
		strike: { kind: 'emulator', fault: { kind: 'redirect', status, location: events } },
		expected: refused('redirect'),
	},
	{
		name: `a redirect to another host, ${status}`,
		strike: {
			kind: 'emulator',
			fault: { kind: 'redirect', status, location: 'http://localhost:9/collector' },
		},
		expected: refused('redirect'),
	},
]);
