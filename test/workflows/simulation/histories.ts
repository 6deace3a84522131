import fc from 'fast-check';
import { edited } from '../../support/workflows/impatient';
import type { WorkflowFile } from '../../../tools/n8n/workflows';
import { play, shopTroubles, workflowsOf, type Step, type Workflows, type World } from './history';
import { troubles, type Trouble } from './kainic';
import { visitors } from './ledger';
import { judge } from './promises';
import { ordersOfPage, pagesOfRun, type Kind } from './shops';

const { constantFrom, integer, record, array, boolean, constant, oneof } = fc;

const seconds = constantFrom(0, 0, 0, 0.1, 0.5, 2, 10, 60, 300, 1_200);
/** Much less than the time that a run reads again. */
const late = constantFrom(0, 0, 0, 3, 60, 500);
const [order, line] = [integer({ min: 0, max: 5 }), integer({ min: 0, max: 2 })];
const units = integer({ min: 1, max: 3 });
const status = constantFrom('paid', 'waiting', 'cancelled', 'trashed');
const kainicTroubles = Object.keys(troubles).filter((name): name is Trouble => name in troubles);

/** A step of this kind, with the weight of its chance. */
function step(weight: number, what: Step['do'], fields: object = {}) {
	const isOther = constantFrom(false, false, true);
	const arbitrary = record({ after: seconds, isOther, do: constant(what), ...fields });
	return { weight, arbitrary: arbitrary.map((each) => Object.assign(each)) };
}

function steps(kind: Kind): fc.Arbitrary<Step> {
	const times = integer({ min: 1, max: 2 });
	const visitor = constantFrom(...visitors, ...Array.from({ length: 5 }, () => visitors[0]));
	const what = constantFrom('changed', 'changed', 'late', 'again');
	const moment = oneof(constantFrom('now', 'in a request'), integer({ min: 0, max: 40 }));
	const isPosted = kind === 'posted';
	return oneof(
		step(6, 'order', {
			...{ visitor, units: array(units, { minLength: 1, maxLength: 3 }), late },
			status: constantFrom('paid', 'paid', 'paid', 'waiting'),
		}),
		step(isPosted ? 3 : 7, 'run', { times }),
		...(isPosted ? [step(6, 'post', { what, isAnswerLost: boolean() })] : []),
		step(2, 'edit', { order, line, units: constantFrom(1, -1), late }),
		step(1, 'add line', { order, units, late }),
		step(1, 'remove line', { order, line, late }),
		step(1, 'refund', { order, line, units: constant(1), late }),
		step(2, 'status', { order, status, late }),
		step(1, 'visitor', { order, late }),
		step(1, 'reprice', { order, line, late }),
		...(isPosted
			? []
			: [step(1, 'delete product', { order, line, late }), step(1, 'older orders')]),
		step(1, 'lose date', { order, late }),
		...(kind === 'woocommerce' ? [step(1, 'lose refund', { order, late })] : []),
		step(3, 'kill', { moment, isOnlyOneRun: boolean() }),
		step(2, 'kainic', {
			trouble: constantFrom(...kainicTroubles),
			times: integer({ min: 1, max: 4 }),
		}),
		step(1, 'kainic away', { seconds: constantFrom(5, 60, 400) }),
		step(1, 'shop', { trouble: constantFrom(...shopTroubles), times: integer({ min: 1, max: 4 }) }),
	);
}

const worlds = (kind: Kind): fc.Arbitrary<World> =>
	record({
		...{ kind: constant(kind), seed: fc.noShrink(integer({ min: 0, max: 2 ** 30 })) },
		...{ load: constantFrom(1, 1, 5, 30), offset: constantFrom(0, 0, 90, -90) },
		timezone: constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
		...{ isPostgres: boolean(), page: constantFrom(1_000, 3), shops: constantFrom(1, 1, 2) },
		old: array(array(units, { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
	});

interface Described {
	readonly world: World;
	readonly steps: readonly Step[];
}

/** A history that reads as a list of its steps. */
export const histories = (kind: Kind) =>
	record({
		world: worlds(kind),
		steps: array(steps(kind), { minLength: 2, maxLength: 25, size: 'max' }),
	}).map((history) => ({ ...history, [fc.toStringMethod]: () => described(history) }));

function described({ world, steps: all }: Described): string {
	const lines = all.map(({ after, isOther, do: what, ...more }) => {
		const details = Object.entries(more).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
		const where = isOther && world.shops === 2 ? ' in the other shop' : '';
		return `after ${after} s${where}: ${what} ${details.join(', ')}`;
	});
	return [JSON.stringify(world), ...lines].join('\n\t');
}

/** The workflows, with fewer orders on a page, fewer pages and fewer events in a run. */
export const scaled = (kind: Kind, change: (file: WorkflowFile) => WorkflowFile) =>
	workflowsOf(kind, (file) => scaledFile(kind, change(file)));

export function scaledFile(kind: Kind, file: WorkflowFile): WorkflowFile {
	const few = edited(file, 'Read Open Events', /"limit":\d+/, '"limit":5');
	if (kind === 'posted') return few;
	if (kind === 'shopify') {
		const paged = edited(few, 'Read Pages', /(?<=orders\(first: )\d+/, String(ordersOfPage));
		const lines = edited(paged, 'Read Pages', /(?<=lineItems\(first: )\d+/, '2');
		return edited(lines, 'Read Pages', /"maxRequests":\d+/, `"maxRequests":${pagesOfRun}`);
	}
	const size = /(?<="name":"per_page","value":")\d+/;
	const paged = edited(few, 'Read Orders', size, String(ordersOfPage));
	const offset = `$pageCount * ${ordersOfPage - 1}`;
	const moved = edited(paged, 'Read Orders', '$pageCount * 90', offset);
	return edited(moved, 'Read Orders', '$pageCount >= 10', '$pageCount >= 3');
}

/** The promises that a history breaks. */
export async function brokenPromises(
	workflows: readonly Workflows[],
	{ world, steps: all }: Described,
): Promise<string[]> {
	return await play(world, workflows, all, judge);
}
