const net = require('node:net');

const isProduction = (host) => /(^|\.)cloudfunctions\.net$/.test(String(host));

/** The hosts of Kainic's production that code of this process tried to reach. Core modules are the same for all test files. */
const asked = (net[Symbol.for('kainic-production')] ??= []);

const { connect } = net.Socket.prototype;
if (connect.name !== 'connectElsewhere') {
	net.Socket.prototype.connect = function connectElsewhere(...given) {
		const [first, second] = given.flat();
		const host = typeof first === 'object' && first !== null ? first.host : second;
		if (!isProduction(host)) return Reflect.apply(connect, this, given);
		asked.push(host);
		throw new Error(`A test asks ${host}`);
	};
}

afterEach(() => expect(asked.splice(0)).toEqual([]));
