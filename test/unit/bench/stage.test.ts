import type { Contender } from '../../../bench/contender';
import { runner } from '../../../bench/stage';

const contender: Contender = {
	name: 'Kainic Event',
	input: { kind: 'events' },
	nodes: () => [],
	requests: (items) => items / 10,
};
const input = { count: 20, file: '', collect: false };
const measurement = { milliseconds: 5, megabytes: 1, longestBlock: 2 };

function run(requests: number, status: number, answer: object) {
	let arrived = 99;
	const call = async () => {
		arrived = requests;
		return { status, text: JSON.stringify(answer) };
	};
	const takeRequests = () => {
		const taken = arrived;
		arrived = 0;
		return taken;
	};
	return runner(call, { takeRequests })(contender, input);
}

test('a run is what n8n measured, if all of the work was done', async () => {
	await expect(run(2, 200, measurement)).resolves.toEqual(measurement);
});

test.each([
	[
		'made fewer requests than its work needs',
		1,
		200,
		measurement,
		'1 requests came for 20 items, not 2',
	],
	['failed', 2, 500, {}, 'Kainic Event failed in n8n: 500'],
	['told nothing', 2, 200, {}, 'Kainic Event told no measurement'],
])('a contender that %s is an error', async (_what, requests, status, answer, words) => {
	await expect(run(requests, status, answer)).rejects.toThrow(words);
});
