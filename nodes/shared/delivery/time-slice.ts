/** Keeps work from holding the event loop for too long. */
export interface TimeSlice {
	/** True if the work has held the event loop long enough. */
	isOver(): boolean;
	/** Yields to the event loop, and begins a new slice. */
	yieldToEventLoop(): Promise<void>;
	/** Begins a new slice, because the event loop was free anyway. */
	renew(): void;
}
