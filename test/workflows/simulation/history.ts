import { seeded } from '../../support/seeded-random';
import { maintenance, unavailable, type ShopFault } from '../../support/doubles/server/faults';
import { generatedExamples } from '../../../tools/scripts/generate/examples';
import type { WorkflowFile } from '../../../tools/n8n/workflows';
import type { JsonObject } from '../../../tools/n8n/json';
import { inVirtualTime, type Clock } from './clock';
import type { DataTables } from './data-table';
import { UnknownError } from './expressions';
import { Kainic, type Trouble } from './kainic';
import { Ledger, type Act } from './ledger';
import { readWorkflow, Run } from './run';
import { kinds, type Kind, type ShopOfKind, type Version } from './shops';

/** What does not change in a history. */
export interface World {
	readonly kind: Kind;
	readonly seed: number;
	/** How many times slower than a quiet machine everything is. */
	readonly load: number;
	readonly timezone: string;
	/** Seconds that the clock of the shop is ahead. */
	readonly offset: number;
	readonly isPostgres: boolean;
	/** How many rows n8n reads at once. */
	readonly page: number;
	/** The units of the lines of orders that are older than the first day. */
	readonly old: ReadonlyArray<readonly number[]>;
}

export const shopTroubles = [
	'unavailable',
	'maintenance',
	'busy',
	'no answer',
	'half an answer',
	'broken',
] as const;

/** What happens, so many seconds after what happened before. */
export type Step = { readonly after: number } & (
	| Act
	| { do: 'run'; times: number }
	| { do: 'post'; what: 'changed' | 'late' | 'again'; isAnswerLost: boolean }
	| { do: 'kill'; moment: 'now' | 'in a request'; isOnlyOneRun: boolean }
	| { do: 'kainic'; trouble: Trouble; times: number }
	| { do: 'kainic away'; seconds: number }
	| { do: 'shop'; trouble: (typeof shopTroubles)[number]; times: number }
	| { do: 'older orders' }
);

/** A run of the workflow, as the world sees it. */
export interface RunOfHistory {
	readonly run: Run;
	readonly kill: () => void;
	isKilled: boolean;
	hasEnded: boolean;
}

/** Days before which no order is sent, and the day that the owner enters later. */
export const firstDays = { usual: '2026-03-20', older: '2026-02-01' };

/** How old the old orders are. */
const oldDays = 40;

/** The hour before Europe's clocks go forward. */
const start = Date.parse('2026-03-28T23:30:00Z');
const fiveMinutes = 300_000;

export class History {
	readonly ledger: Ledger;
	readonly tables: DataTables;
	readonly kainic: Kainic;
	readonly runs: RunOfHistory[] = [];
	sendsOlder = false;

	constructor(
		readonly world: World,
		private readonly workflows: Workflows,
		public clock: Clock,
		readonly shop: ShopOfKind = kinds[world.kind](),
	) {
		this.ledger = new Ledger(world.offset * 1_000, this.shop.sameSecond, this.shop.publish);
		this.tables = Object.assign(new Map(), { database: world });
		this.kainic = new Kainic(seeded(world.seed));
		for (const units of world.old) this.ledger.placeOld(units, oldDays);
	}

	/** The time of the first orders that the workflow sends. A shop that posts its orders sends all. */
	get since(): number {
		if (this.shop.posts !== undefined) return 0;
		return Date.parse(this.sendsOlder ? firstDays.older : firstDays.usual);
	}

	async step(step: Step): Promise<void> {
		await this.clock.wait(step.after * 1_000);
		switch (step.do) {
			case 'run':
				for (let count = 0; count < step.times; count += 1) void this.schedule();
				return;
			case 'post':
				for (const version of this.shop.posts?.due(step.what) ?? [])
					void this.post(version, step.isAnswerLost);
				return;
			case 'kill':
				if (step.moment === 'now') this.kill(step.isOnlyOneRun);
				else this.kainic.afterTaking = () => this.kill(step.isOnlyOneRun);
				return;
			case 'kainic':
				this.kainic.troubles.push(...Array.from({ length: step.times }, () => step.trouble));
				return;
			case 'kainic away':
				this.kainic.awayUntil = Date.now() + step.seconds * 1_000;
				return;
			case 'shop':
				this.shop.faults.push(shopFault(step.trouble, step.times));
				return;
			case 'older orders':
				this.sendsOlder = true;
				return;
			default:
				this.ledger.act(step);
		}
	}

	/** One run, as the schedule starts it. */
	async schedule(): Promise<void> {
		const timestamp = new Date().toISOString();
		await this.execute('Every Five Minutes', { timestamp });
	}

	/** The shop posts a version of an order. */
	async post(version: Version, isAnswerLost: boolean): Promise<void> {
		version.waiting += 1;
		const webhook = { headers: {}, params: {}, query: {}, body: version.body };
		await this.execute('Receive Order', webhook, (status) => {
			if (!isAnswerLost && [200, 400].includes(status)) version.answers += 1;
		});
		version.waiting -= 1;
	}

	/** Resolves when the run has ended or was killed. */
	private async execute(
		trigger: string,
		json: JsonObject,
		respond: (status: number, body: unknown) => void = () => undefined,
	): Promise<void> {
		const { clock, world, shop, tables } = this;
		const random = seeded(world.seed * 1_000 + this.runs.length);
		let kill = (): void => undefined;
		const killed = new Promise<void>((resolve) => (kill = resolve));
		// A killed run never goes on.
		const wait = async (milliseconds: number): Promise<void> =>
			await new Promise((resolve) => {
				clock.set(milliseconds, () => (own.isKilled ? undefined : resolve()));
			});
		const run = new Run(
			this.workflows[this.sendsOlder ? 'older' : 'usual'],
			{ id: 'workflow-1', name: 'Orders' },
			{
				...{ wait, respond, tables, timezone: world.timezone, collect: this.kainic.collect },
				shop: shop.answer ?? (() => ({ status: 404, body: '' })),
				pause: async () => await wait(latency(random) * world.load),
			},
		);
		const own: RunOfHistory = { run, kill, isKilled: false, hasEnded: false };
		this.runs.push(own);
		await Promise.race([run.execute(trigger, [{ json }]), killed]);
		own.hasEnded = !own.isKilled;
	}

	private kill(isOnlyOneRun: boolean): void {
		const alive = this.runs.filter((run) => !run.hasEnded && !run.isKilled);
		const dead = isOnlyOneRun ? alive.slice(0, 1) : alive;
		for (const run of dead) {
			run.isKilled = true;
			run.kill();
		}
		this.kainic.kill(dead.map(({ run }) => run));
	}

	/** All troubles end and all is decided. Then the workflow runs until `isRight` three times in a row, or nothing happens any more. */
	async settle(isRight: () => boolean): Promise<void> {
		this.kainic.troubles.length = 0;
		this.kainic.awayUntil = 0;
		this.kainic.afterTaking = undefined;
		this.shop.faults.length = 0;
		this.ledger.settle();
		for (let [right, idle] = [0, 0]; right < 3 && idle < 12;) {
			await this.clock.wait(fiveMinutes);
			const taken = this.kainic.taken.length;
			for (const version of this.shop.posts?.due('changed') ?? []) await this.post(version, false);
			await this.schedule();
			right = isRight() ? right + 1 : 0;
			idle = this.kainic.taken.length > taken ? 0 : idle + 1;
		}
	}
}

/** Milliseconds of a step: now and then very many. */
function latency(random: () => number): number {
	const chance = random();
	if (chance < 0.9) return 1 + random() * 30;
	return random() * (chance < 0.99 ? 1_000 : 5_000);
}

export function shopFault(trouble: (typeof shopTroubles)[number], times: number): ShopFault {
	const answers: Record<typeof trouble, ShopFault['answer']> = {
		unavailable: () => unavailable,
		maintenance: () => maintenance,
		busy: () => ({ status: 429, headers: { 'retry-after': '1' }, body: 'Too many requests' }),
		'no answer': (own) => ({ ...own(), delay: Infinity }),
		'half an answer': (own) => ({ ...own(), body: JSON.stringify(own().body).slice(0, -20) }),
		broken: (own) => ({ ...own(), status: 502, body: '<h1>Bad Gateway</h1>' }),
	};
	return { concerns: () => true, answer: answers[trouble], times };
}

export function withSettings(file: WorkflowFile, settings: JsonObject): WorkflowFile {
	const nodes = file.nodes.map((node) => {
		if (node['name'] !== 'Your Shop') return node;
		const text = JSON.stringify(node).replace(
			/"name":"(\w+)","value":("[^"]*"|\d+)/g,
			(own, name: string) =>
				name in settings ? `"name":"${name}","value":${JSON.stringify(settings[name])}` : own,
		);
		const changed: JsonObject = JSON.parse(text);
		return changed;
	});
	return { ...file, nodes };
}

/** A workflow with the first day whose orders it sends, and with an earlier day. */
export type Workflows = ReturnType<typeof workflowsOf>;

/** The workflow of a kind of shop, made of its sources. */
export function exampleOf(kind: Kind): WorkflowFile {
	const { file } = kinds[kind]();
	const example = generatedExamples().get(`examples/${file}`);
	if (example === undefined) throw new Error(`There is no source of ${file}.`);
	return example;
}

export function workflowsOf(kind: Kind, change: (file: WorkflowFile) => WorkflowFile) {
	const { settings } = kinds[kind]();
	const example = change(exampleOf(kind));
	const since = (orders_since: string) =>
		readWorkflow(withSettings(example, { ...settings, orders_since }));
	return { usual: since(firstDays.usual), older: since(firstDays.older) };
}

/** Plays the steps, then lets everything come to rest. */
export async function play<Result>(
	world: World,
	workflows: Workflows,
	steps: readonly Step[],
	judge: (history: History) => { isRight(): boolean; verdict(): Result },
): Promise<Result> {
	return await inVirtualTime(start, seeded(world.seed + 1), async (clock) => {
		UnknownError.noted.length = 0;
		const history = new History(world, workflows, clock);
		const { isRight, verdict } = judge(history);
		for (const step of steps) await history.step(step);
		await history.settle(isRight);
		const [problem] = UnknownError.noted.splice(0);
		if (problem !== undefined) throw problem;
		return verdict();
	});
}
