import type { Failure } from '../failure';

/** What a run did, counted in units (events, predictions, products) and in requests. */
export interface Figures {
	readonly total: number;
	readonly accepted: number;
	/** Found valid and, as asked for, not sent. */
	readonly checked: number;
	readonly rejected: number;
	readonly notSent: number;
	/** Of these nobody but Kainic knows whether it took them. */
	readonly unknown: number;
	readonly requests: number;
	readonly retries: number;
}

/** Counts while a run goes on. */
export class Tally {
	private accepted = 0;

	private checked = 0;

	private rejected = 0;

	private notSent = 0;

	private unknown = 0;

	private attempts = 0;

	private jobs = 0;

	countAccepted(units: number): void {
		this.accepted += units;
	}

	countChecked(units: number): void {
		this.checked += units;
	}

	countFailed(units: number, failure: Failure): void {
		if (failure.mayBeAccepted) this.unknown += units;
		else this.rejected += units;
	}

	countSpared(units: number): void {
		this.notSent += units;
	}

	/** One request with all its attempts. */
	countRequest(attempts: number): void {
		this.jobs += 1;
		this.attempts += attempts;
	}

	figures(): Figures {
		const { accepted, checked, rejected, notSent, unknown, attempts, jobs } = this;
		return {
			total: accepted + checked + rejected + notSent + unknown,
			accepted,
			checked,
			rejected,
			notSent,
			unknown,
			requests: attempts,
			retries: attempts - jobs,
		};
	}
}
