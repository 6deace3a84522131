import { eventClaims } from './events';
import { formClaims } from './forms';
import { hostClaims } from './host';
import { keyClaims } from './keys';
import { predictionClaims } from './predictions';

/** All claims that are inferred, in the order of the report. */
export const claims = [
	...hostClaims,
	...keyClaims,
	...predictionClaims,
	...eventClaims,
	...formClaims,
];
