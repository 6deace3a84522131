import { FaultQueue } from './faults/queue';
import { seededSettings } from './seed';
import { mergeSettings, type Settings, type SettingsPatch } from './settings';
import { Ledger } from './state/ledger';

/** One emulator's own Kainic: nothing in it is shared with another emulator. */
export class World {
	ledger = new Ledger();

	settings: Settings;

	readonly faults: FaultQueue;

	private readonly settingsAtStart: Settings;

	private cleared: (Pick<World, 'ledger' | 'settings'> & Pick<FaultQueue, 'waiting'>) | undefined;

	constructor(patch: SettingsPatch, random: () => number) {
		this.settingsAtStart = mergeSettings(seededSettings(), patch);
		this.settings = this.settingsAtStart;
		this.faults = new FaultQueue(random);
	}

	change(patch: SettingsPatch): void {
		this.settings = mergeSettings(this.settings, patch);
	}

	/** Resets, and keeps everything for `undo`. */
	clear(): void {
		const { ledger, settings, faults } = this;
		const { waiting } = faults;
		this.reset();
		this.cleared = { ledger, settings, waiting };
	}

	/** Whether everything was cleared, and no request has come since. */
	get canUndo(): boolean {
		return this.cleared !== undefined && this.ledger.requests.length === 0;
	}

	/** Brings back what was cleared, unless a request has come since. */
	undo(): void {
		if (this.cleared === undefined || !this.canUndo) return;
		const { ledger, settings, waiting } = this.cleared;
		Object.assign(this, { ledger, settings, cleared: undefined });
		this.faults.waiting = waiting;
	}

	/** As after the start: nothing received, no faults, the settings of the start. */
	reset(): void {
		this.cleared = undefined;
		this.ledger = new Ledger();
		this.faults.clear();
		this.settings = this.settingsAtStart;
	}
}
