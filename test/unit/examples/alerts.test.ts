import { codeNode, itemsOf } from './code-node';

const troubles = codeNode('alerts.json', 'Troubles');
const toTell = codeNode('alerts.json', 'To Tell');

const called = { workflow: 'Orders', node: 'Kainic Event', code: 'credit' };

test('troubles of the same names and code are one, and what is told holds only these', () => {
	const person = { anon_uid: 'visitor-1', event_name: 'purchase' };
	const rows = troubles({
		nodes: {
			'Called With Troubles': itemsOf(
				called,
				{ ...called, ...person },
				{ ...called, code: 'network' },
			),
		},
	});
	expect(rows.map(({ what }) => what)).toEqual([
		'"Orders" failed at "Kainic Event": credit.',
		'"Orders" failed at "Kainic Event": network.',
	]);
	expect(JSON.stringify(rows)).not.toContain('visitor-1');
});

test.each([
	[{ httpCode: '503', message: 'visitor-1' }, '503'],
	[{ code: 'ECONNREFUSED' }, 'ECONNREFUSED'],
	[{ name: 'NodeOperationError' }, 'NodeOperationError'],
	[{ code: 'visitor-1 bought a shoe' }, 'error'],
	[{}, 'error'],
])('a failed run with the error %j is told as %s, with its address', (error, code) => {
	const url = 'https://n8n.example/executions/7';
	const execution = { url, error, lastNodeExecuted: 'Orders', mode: 'trigger' };
	const failed = { workflow: { name: 'Shop' }, execution };
	const [row] = troubles({ nodes: { 'A Run Failed': itemsOf(failed) } });
	expect(row?.['what']).toBe(`"Shop" failed at "Orders": ${code}. ${url}`);
});

test('a trigger that fails is told, and so is a run that names nothing', () => {
	const failed = [
		{ workflow: { name: 'Shop' }, trigger: { error: { node: { name: 'Clock' } } } },
		{},
	];
	const rows = troubles({ nodes: { 'A Run Failed': itemsOf(...failed) } });
	expect(rows.map(({ what }) => what)).toEqual([
		'"Shop" failed at "Clock": error.',
		'"undefined" failed at "its trigger": error.',
	]);
});

const hour = 3_600_000;
const ago = (hours: number): number => Date.now() - hours * hour;

test.each<[string, object, string[]]>([
	['new', { seen_at: ago(0), told_at: null, state: null }, ['trouble']],
	['told, and not seen since', { seen_at: ago(2), told_at: ago(1), state: 'trouble' }, []],
	['told, and seen again soon', { seen_at: ago(0), told_at: ago(5), state: 'trouble' }, []],
	[
		'told, and seen after six hours',
		{ seen_at: ago(0), told_at: ago(7), state: 'trouble' },
		['trouble'],
	],
	[
		'not seen for more than a day',
		{ seen_at: ago(26), told_at: ago(25.5), state: 'trouble' },
		['over'],
	],
	['over', { seen_at: ago(50), told_at: ago(20), state: 'over' }, []],
	['over, and there again', { seen_at: ago(0), told_at: ago(1), state: 'over' }, ['trouble']],
	['being told by another run', { seen_at: ago(0), told_at: null, claimed_until: ago(-1) }, []],
	[
		'of a run that was cut off as it told',
		{ seen_at: ago(0), told_at: null, claimed_until: ago(1) },
		['trouble'],
	],
])('trouble that is %s', (_, row, telling) => {
	const nodes = { Settings: itemsOf({ again_hours: 6, over_hours: 25 }) };
	const told = toTell({ nodes, input: itemsOf({ key: 'k', what: 'w', ...row }) });
	expect(told.map((each) => each['telling'])).toEqual(telling);
});
