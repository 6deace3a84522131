/** Counts the steps of long work, whatever they are, so that others get a chance in time. */
export class Pace {
	private left: number;

	/** `steps` are made between two pauses. */
	constructor(private readonly steps: number) {
		this.left = steps;
	}

	/** Counts `steps` and says whether it is time for a pause. */
	needsPauseAfter(steps: number): boolean {
		this.left -= steps;
		if (this.left > 0) return false;
		this.left = this.steps;
		return true;
	}
}
