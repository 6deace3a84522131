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

	constructor(patch: SettingsPatch, random: () => number) {
		this.settingsAtStart = mergeSettings(seededSettings(), patch);
		this.settings = this.settingsAtStart;
		this.faults = new FaultQueue(random);
	}

	change(patch: SettingsPatch): void {
		this.settings = mergeSettings(this.settings, patch);
	}

	/** As after the start: nothing received, no faults, the settings of the start. */
	reset(): void {
		this.ledger = new Ledger();
		this.faults.clear();
		this.settings = this.settingsAtStart;
	}
}
