import fc from 'fast-check';
import { Turns } from '../../../nodes/shared/delivery/turns';

const works = fc.array(fc.record({ pauses: fc.nat(5), fails: fc.boolean() }), { maxLength: 20 });

describe('works that take turns', () => {
	test('are done one after the other, in their order, also after one that failed', async () => {
		await fc.assert(
			fc.asyncProperty(works, async (list) => {
				const events: string[] = [];
				const turns = new Turns();
				const ends = list.map(async ({ pauses, fails }, index) => {
					return await turns.take(async () => {
						events.push(`begin ${index}`);
						for (let pause = 0; pause < pauses; pause += 1) await Promise.resolve();
						events.push(`end ${index}`);
						if (fails) throw new Error(String(index));
						return index;
					});
				});
				const results = await Promise.allSettled(ends);
				expect(events).toEqual(list.flatMap((_, index) => [`begin ${index}`, `end ${index}`]));
				expect(results.map(({ status }) => status === 'rejected')).toEqual(
					list.map(({ fails }) => fails),
				);
			}),
		);
	});
});
