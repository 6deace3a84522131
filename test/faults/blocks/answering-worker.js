const { createServer } = require('node:http');
const { parentPort } = require('node:worker_threads');

let status = 200;
let body = Buffer.alloc(0);
let together = 1;
let waiting = [];

// It reads every request to its end, and answers each the same.
const server = createServer((request, response) => {
	request.resume();
	request.on('end', () => {
		waiting.push(response);
		if (waiting.length < together) return;
		for (const each of waiting) {
			each.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
			each.end(body);
		}
		waiting = [];
	});
});

parentPort.on('message', (message) => {
	status = message.status;
	body = Buffer.from(message.body);
	together = message.together;
	parentPort.postMessage('ready');
});

server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
