import { watchBlocks } from '../../../bench/nodes/blocks';

function block(milliseconds: number): void {
	const end = performance.now() + milliseconds;
	while (performance.now() < end);
}

test('a block of the event loop is seen, also one right after the watch began and right before it ends', async () => {
	const end = await watchBlocks();
	block(60);
	const { longest, percentile99 } = await end();

	expect(longest).toBeGreaterThan(55);
	expect(percentile99).toBeLessThanOrEqual(longest);
});
