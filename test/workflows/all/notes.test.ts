import { objectOf, textOf } from '../../../tools/n8n/json';
import type { WorkflowFile } from '../../../tools/n8n/workflows';
import { generatedExamples } from '../../../tools/scripts/generate/examples';
import { pageUrl } from '../../../tools/scripts/generate/identity';
import { boxOf, isNote, openingView } from '../../support/workflows/opening-view';

const examples = Array.from(generatedExamples(), ([file, workflow]) => ({
	name: file.replace(/^examples\/|\.json$/g, ''),
	workflow,
	view: openingView(workflow),
	nodes: workflow.nodes.filter((node) => !isNote(node)),
	notes: workflow.nodes.filter(isNote),
}));

describe.each(examples)('the note of $name', ({ name, notes, nodes, view }) => {
	const [note = {}] = notes;
	const { content, color } = objectOf(note['parameters'], 'parameters');
	const [title, ...lines] = String(content).split('\n');
	const [link, ...steps] = lines.reverse();

	test('is the only one, and yellow', () => {
		expect(notes).toHaveLength(1);
		expect([textOf(note, 'name'), title, color]).toEqual(['Set up', '## Set up', 1]);
	});

	test('is above the nodes, as wide as they are', () => {
		const [place, boxes] = [boxOf(note), nodes.map(boxOf)];
		for (const { x, y, width } of boxes) {
			expect(place.x).toBeLessThanOrEqual(x);
			expect(place.x + place.width).toBeGreaterThanOrEqual(x + width);
			expect(place.y + place.height).toBeLessThan(y);
		}
	});

	test('has three to five steps, and a link to everything else', () => {
		expect(steps.length).toBeGreaterThanOrEqual(3);
		expect(steps.length).toBeLessThanOrEqual(5);
		for (const [index, step] of steps.reverse().entries())
			expect(step).toMatch(new RegExp(`^### ${index + 1}\\. `));
		expect(link).toContain(`](${pageUrl('docs/examples.md')}#${name})`);
	});

	test('can be read when n8n opens the workflow in a window of 1440×900: at least 10 pixels', () => {
		// The link is the smallest text of a note: n8n shows it with 14 pixels.
		expect(14 * view.zoom).toBeGreaterThanOrEqual(10);
	});
});

test.each(examples)(
	'$name shows all names when n8n opens it, and has 20 nodes at most, or in each half if it calls itself',
	({ view, workflow, nodes }) => {
		expect(view.covered).toEqual([]);
		const called = nodes.find(({ type }) => /executeWorkflowTrigger$/.test(String(type)));
		const second = called ? nodesBehind(workflow, textOf(called, 'name')) : new Set();
		expect(nodes.length - second.size).toBeLessThanOrEqual(20);
		expect(second.size).toBeLessThanOrEqual(20);
	},
);

/** The names of a node, and of those that run after it. */
function nodesBehind({ connections }: WorkflowFile, name: string): Set<string> {
	const found = new Set([name]);
	// A set also goes on with what is added meanwhile.
	for (const each of found)
		for (const [, next = ''] of JSON.stringify(connections[each] ?? {}).matchAll(
			/"node":"([^"]+)"/g,
		))
			found.add(next);
	return found;
}
