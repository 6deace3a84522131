import { isObject } from '../../../tools/n8n/json';
import { serve } from './server/server';
import { orNull } from './server/values';

const script: Readonly<Record<string, string>> = { item_ids: 'seed-1', type: 'similar' };

/** Speaks as much of OpenAI's chat completions as an agent with one tool needs, and follows a script. */
export async function openChatModel() {
	const model = {
		/** What it calls the tool with, before it repeats what the tool said; null for a model out of order. */
		script: orNull(script),
		/** Whether it never answers. */
		hangs: false,
	};
	const { url, close } = await serve(({ body }) => {
		if (model.hangs) return { status: 200, body: '', delay: Infinity };
		return model.script === null
			? { status: 400, body: { error: { message: 'The model is out of order.' } } }
			: { status: 200, body: completion(reply(JSON.parse(body), model.script)) };
	});
	return Object.assign(model, { url: `${url}/v1`, close });
}

function reply(question: unknown, given: typeof script): object {
	const { messages, tools } = isObject(question) ? question : {};
	const last: unknown = Array.isArray(messages) ? messages.at(-1) : undefined;
	if (isObject(last) && last['role'] === 'tool') {
		return { role: 'assistant', content: `The tool says: ${String(last['content'])}` };
	}
	const tool: unknown = Array.isArray(tools) ? tools[0] : undefined;
	const name = isObject(tool) && isObject(tool['function']) ? tool['function']['name'] : '';
	const called = { name, arguments: JSON.stringify(given) };
	const calls = [{ id: 'call-1', type: 'function', function: called }];
	return { role: 'assistant', content: null, tool_calls: calls };
}

function completion(message: object): object {
	const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
	const reason = 'tool_calls' in message ? 'tool_calls' : 'stop';
	const choices = [{ index: 0, message, finish_reason: reason }];
	return { id: 'answer-1', object: 'chat.completion', created: 0, model: 'script', choices, usage };
}
