import type { ShopAnswer, ShopRequest } from './server';

/** An answer that a shop gives instead of its own. */
export interface ShopFault {
	readonly concerns: (request: ShopRequest) => boolean;
	/** Gets the shop's own answer, so that it can give a part of it. */
	readonly answer: (own: () => ShopAnswer, request: ShopRequest) => ShopAnswer;
	/** How often it happens; Infinity for good. */
	times: number;
}

/** The answer of the first fault that concerns the request, or the shop's own. */
export function withFaults(
	faults: readonly ShopFault[],
	request: ShopRequest,
	own: () => ShopAnswer,
): ShopAnswer {
	const fault = faults.find(({ times, concerns }) => times > 0 && concerns(request));
	if (fault === undefined) return own();
	fault.times -= 1;
	return fault.answer(own, request);
}

/** What a shop or its host says when it is overloaded. */
export const unavailable: ShopAnswer = { status: 503, body: '<h1>Service Unavailable</h1>' };

/** A page of the host under 200, as a login wall or a maintenance mode shows it. */
export const maintenance: ShopAnswer = { status: 200, body: '<h1>We will be back soon</h1>' };
