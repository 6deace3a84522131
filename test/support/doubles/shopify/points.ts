/** The points of Shopify's plans: those that a shop saves up, and those that it gets in a second. */
const plans = {
	standard: { maximumAvailable: 2_000, restoreRate: 100 },
	plus: { maximumAvailable: 20_000, restoreRate: 1_000 },
};

/** The points of an app in a shop, which come back with time. */
export class Points {
	private used = 0;
	private at = Date.now();

	constructor(private readonly plan: keyof typeof plans) {}

	status() {
		const { maximumAvailable, restoreRate } = plans[this.plan];
		const [now, seconds] = [Date.now(), (Date.now() - this.at) / 1_000];
		this.used = Math.max(0, this.used - seconds * restoreRate);
		this.at = now;
		const currentlyAvailable = Math.floor(maximumAvailable - this.used);
		return { maximumAvailable, currentlyAvailable, restoreRate };
	}

	has(cost: number): boolean {
		return this.status().currentlyAvailable >= cost;
	}

	take(cost: number): void {
		this.used += cost;
	}
}
