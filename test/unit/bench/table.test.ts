import { atLeast, atMost } from '../../../bench/report/results';
import { goalTable, tables } from '../../../bench/report/table';
import { kept, times } from './sample';

const fast = times('Kainic Event', [120, 123, 130]);
const slow = times('HTTP Request', [1_230, 1_353, 1_170]);

test('each work and number of items has a block with a line for each contender', () => {
	const alone = times('Kainic Event', [1], 1);
	expect(tables([fast, alone, slow, { ...fast, work: 'events again' }]).split('\n')).toEqual([
		'events, 1,000 items                 time, ms    time, × Kainic Event',
		'Kainic Event            123     (120 to 130)   × 1.00 (1.00 to 1.00)',
		'HTTP Request          1,230 (1,170 to 1,350)   × 10.3 (9.00 to 11.0)',
		'',
		'events, 1 item              time, ms    time, × Kainic Event',
		'Kainic Event     1.00 (1.00 to 1.00)   × 1.00 (1.00 to 1.00)',
		'',
		'events again, 1,000 items           time, ms    time, × Kainic Event',
		'Kainic Event                123 (120 to 130)   × 1.00 (1.00 to 1.00)',
	]);
});

test('a block has a column for each quantity that anybody showed, and a dash for the others', () => {
	const memory = kept('HTTP Request', [-0.5, 12, 3]);
	const processor = { ...slow, quantity: 'cpu' } as const;
	expect(tables([memory, processor, fast]).split('\n')).toEqual([
		'events, 1,000 items           time, ms                  CPU, ms         kept memory, MB',
		'HTTP Request            –                1,230 (1,170 to 1,350)   3.00 (-0.500 to 12.0)',
		'Kainic Event          123 (120 to 130)       –                       –',
	]);
});

test('times that were not measured side by side are not compared', () => {
	expect(() => tables([fast, times('HTTP Request', [1])])).toThrow('only equal numbers of rounds');
});

test('the table of goals says which were met', () => {
	const goals = [
		atMost('time against the HTTP Request node', 0.123456, 0.5, '×'),
		atLeast('throughput', 1_234.5, 20_000, 'events/s'),
		atMost('load', 31, 30.25, 'ms'),
	];
	expect(goalTable(goals).split('\n')).toEqual([
		'goal                                  value     goal   unit',
		'time against the HTTP Request node   0.1235      0.5   ×          met',
		'throughput                            1,235   20,000   events/s   NOT MET',
		'load                                     31    30.25   ms         NOT MET',
	]);
});
