import { seeded } from '../../support/seeded-random';
import { maintenance, unavailable, type ShopFault } from '../../support/doubles/server/faults';
import { withEmulatorIds } from '../../../tools/emulator/samples';
import { generatedExamples } from '../../../tools/scripts/generate/examples';
import type { WorkflowFile } from '../../../tools/n8n/workflows';
import type { JsonObject } from '../../../tools/n8n/json';
import { inVirtualTime, type Clock } from './clock';
import type { DataTables } from './data-table';
import { UnknownError } from './expressions';
import { Kainic, type Trouble } from './kainic';
import { Ledger, type Act } from './ledger';
import { readWorkflow, Run } from './run';
import { kinds, places, type Kind, type ShopOfKind, type Version } from './shops';

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
	/** How many shops share the n8n. Their orders have the same numbers. */
	readonly shops: 1 | 2;
}

export const shopTroubles = [
	'unavailable',
	'maintenance',
	'busy',
	'no answer',
	'half an answer',
	'broken',
] as const;

/** What happens, so many seconds after what happened before, in the first shop or in the other one. */
export type Step = { readonly after: number; readonly isOther: boolean } & (
	| Act
	| { do: 'run'; times: number }
	| { do: 'post'; what: 'changed' | 'late' | 'again'; isAnswerLost: boolean }
	| { do: 'kill'; moment: Moment; isOnlyOneRun: boolean }
	| { do: 'kainic'; trouble: Trouble; times: number }
	| { do: 'kainic away'; seconds: number }
	| { do: 'shop'; trouble: (typeof shopTroubles)[number]; times: number }
	| { do: 'older orders' }
);

/** A number of steps of the runs, from now on. */
type Moment = 'now' | 'in a request' | number;

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

/** An n8n, and the Kainic to which it sends. */
export class SimulatedN8n {
	readonly tables: DataTables;
	readonly kainic: Kainic;
	readonly runs: RunOfHistory[] = [];
	private killsAt: { steps: number; isOnlyOneRun: boolean } | undefined;

	constructor(
		readonly world: World,
		public clock: Clock,
	) {
		this.tables = Object.assign(new Map(), { database: world });
		this.kainic = new Kainic(seeded(world.seed));
	}

	/** A step of a run begins. */
	count(): void {
		if (this.killsAt === undefined) return;
		this.killsAt.steps -= 1;
		if (this.killsAt.steps < 0) this.kill(this.killsAt.isOnlyOneRun);
	}

	killAt(moment: Moment, isOnlyOneRun: boolean): void {
		if (moment === 'now') this.kill(isOnlyOneRun);
		else if (moment === 'in a request') this.kainic.afterTaking = () => this.kill(isOnlyOneRun);
		else this.killsAt = { steps: moment, isOnlyOneRun };
	}

	private kill(isOnlyOneRun: boolean): void {
		this.killsAt = undefined;
		const alive = this.runs.filter((run) => !run.hasEnded && !run.isKilled);
		const dead = isOnlyOneRun ? alive.slice(0, 1) : alive;
		for (const run of dead) {
			run.isKilled = true;
			run.kill();
		}
		this.kainic.kill(dead.map(({ run }) => run));
	}

	endTroubles(): void {
		this.killsAt = undefined;
		this.kainic.troubles.length = 0;
		this.kainic.awayUntil = 0;
		this.kainic.afterTaking = undefined;
	}
}

/** A shop at work with its workflow. */
export class History {
	readonly ledger: Ledger;
	readonly runs: RunOfHistory[] = [];
	/** What the shop got for its posts. */
	readonly answers: Array<{ readonly status: number; readonly body: unknown }> = [];
	sendsOlder = false;

	constructor(
		readonly n8n: SimulatedN8n,
		private readonly workflows: Workflows,
		readonly shop: ShopOfKind,
	) {
		const { offset, old } = n8n.world;
		this.ledger = new Ledger(offset * 1_000, shop.sameSecond, shop.publish);
		for (const units of old) this.ledger.placeOld(units, oldDays);
	}

	/** The time of the first orders that the workflow sends. A shop that posts its orders sends all. */
	get since(): number {
		if (this.shop.posts !== undefined) return 0;
		return Date.parse(this.sendsOlder ? firstDays.older : firstDays.usual);
	}

	async step(step: Step): Promise<void> {
		const { clock, kainic } = this.n8n;
		await clock.wait(step.after * 1_000);
		switch (step.do) {
			case 'run':
				for (let count = 0; count < step.times; count += 1) void this.schedule();
				return;
			case 'post':
				for (const version of this.shop.posts?.due(step.what) ?? [])
					void this.post(version, step.isAnswerLost);
				return;
			case 'kill':
				this.n8n.killAt(step.moment, step.isOnlyOneRun);
				return;
			case 'kainic':
				kainic.troubles.push(...Array.from({ length: step.times }, () => step.trouble));
				return;
			case 'kainic away':
				kainic.awayUntil = Date.now() + step.seconds * 1_000;
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
		await this.execute('Receive Order', webhook, (status, body) => {
			this.answers.push({ status, body });
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
		const { n8n, shop } = this;
		const { clock, world, tables, kainic } = n8n;
		const random = seeded(world.seed * 1_000 + n8n.runs.length);
		let kill = (): void => undefined;
		const killed = new Promise<void>((resolve) => (kill = resolve));
		// A killed run never goes on.
		const wait = async (milliseconds: number): Promise<void> =>
			await new Promise((resolve) => {
				clock.set(milliseconds, () => (own.isKilled ? undefined : resolve()));
			});
		const pause = async (): Promise<void> => {
			n8n.count();
			await wait(latency(random) * world.load);
		};
		const run = new Run(
			this.workflows[this.sendsOlder ? 'older' : 'usual'],
			{ id: 'workflow-1', name: 'Orders' },
			{
				...{ wait, pause, respond, tables, timezone: world.timezone, collect: kainic.collect },
				shop: shop.answer ?? (() => ({ status: 404, body: '' })),
			},
		);
		const own: RunOfHistory = { run, kill, isKilled: false, hasEnded: false };
		for (const { runs } of [this, n8n]) runs.push(own);
		await Promise.race([run.execute(trigger, [{ json }]), killed]);
		own.hasEnded = !own.isKilled;
	}

	endTroubles(): void {
		this.shop.faults.length = 0;
		this.ledger.settle();
	}

	/** A run as usual, after the shop posted what it still has. */
	async runAsUsual(): Promise<void> {
		for (const version of this.shop.posts?.due('changed') ?? []) await this.post(version, false);
		await this.schedule();
	}
}

/** All troubles end and all is decided. Then the workflows run until `isRight` three times in a row, or nothing happens any more, or there is no end. */
async function settle(
	n8n: SimulatedN8n,
	shops: readonly History[],
	isRight: () => boolean,
): Promise<void> {
	n8n.endTroubles();
	for (const shop of shops) shop.endTroubles();
	for (let [right, idle, runs] = [0, 0, 0]; right < 3 && idle < 12 && runs < 100; runs += 1) {
		await n8n.clock.wait(fiveMinutes);
		const taken = n8n.kainic.taken.length;
		await Promise.all(shops.map(async (shop) => await shop.runAsUsual()));
		right = isRight() ? right + 1 : 0;
		idle = n8n.kainic.taken.length > taken ? 0 : idle + 1;
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

/** The workflow of a kind of shop, made of its sources. */
export function exampleOf(kind: Kind): WorkflowFile {
	const { file } = kinds[kind](places[0]);
	const example = generatedExamples().get(`examples/${file}`);
	if (example === undefined) throw new Error(`There is no source of ${file}.`);
	const filled: WorkflowFile = JSON.parse(withEmulatorIds(JSON.stringify(example)));
	return filled;
}

/** The workflows of the shops of an n8n: with the first day whose orders they send, and with an earlier day. */
export function workflowsOf(kind: Kind, change: (file: WorkflowFile) => WorkflowFile) {
	const example = change(exampleOf(kind));
	return places.map((place) => {
		const { settings } = kinds[kind](place);
		const since = (orders_since: string) =>
			readWorkflow(withSettings(example, { ...settings, orders_since }));
		return { usual: since(firstDays.usual), older: since(firstDays.older) };
	});
}

export type Workflows = ReturnType<typeof workflowsOf>[number];

/** Plays the steps, then lets everything come to rest. */
export async function play(
	world: World,
	workflows: readonly Workflows[],
	steps: readonly Step[],
	judge: (history: History) => { isRight(): boolean; verdict(): string[] },
): Promise<string[]> {
	// A text without a time zone is of the time zone of n8n's machine.
	process.env['TZ'] = world.timezone;
	return await inVirtualTime(start, seeded(world.seed + 1), async (clock) => {
		UnknownError.noted.length = 0;
		const n8n = new SimulatedN8n(world, clock);
		const shops = places.slice(0, world.shops).flatMap((place, index) => {
			const own = workflows[index];
			return own === undefined ? [] : [new History(n8n, own, kinds[world.kind](place))];
		});
		const judges = shops.map(judge);
		for (const step of steps) await (shops[Number(step.isOther)] ?? shops[0])?.step(step);
		await settle(n8n, shops, () => judges.every(({ isRight }) => isRight()));
		const [problem] = UnknownError.noted.splice(0);
		if (problem !== undefined) throw problem;
		return judges.flatMap(({ verdict }) => verdict());
	});
}
