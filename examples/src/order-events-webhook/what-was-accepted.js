// Items come out in the order of the lines, unless Retry On Fail is switched on: each says its own place.
const { keys, answer } = $('Lines to Send').first().json;
const items = $input.all();
const place = (item, index) => item.pairedItem?.item ?? index;
const sent = items.flatMap((item, index) =>
	item.json.kainic?.status === 'accepted' ? [keys[place(item, index)]] : [],
);
const failed = items.filter(({ json }) => json.kainic?.status !== 'accepted');
// What Kainic can never accept is not to be posted again as it is.
const never = ['invalid_input', 'missing_fields', 'field_type', 'too_large', 'rejected'];
const isFinal = failed.every(
	({ json: { error } }) => never.includes(error?.code) && !error.mayBeAccepted,
);
const accepted = answer.accepted + sent.length;
const isWhole = sent.length === keys.length;
const isRefused = failed.length > 0 && isFinal;
const reason = failed[0]?.json.error?.message ?? 'Kainic did not confirm every line.';
return [
	{
		json: {
			accepted: JSON.stringify(sent),
			status: isWhole ? 200 : isRefused ? 422 : 502,
			answer: { ...answer, accepted, ...(isWhole ? {} : { reason }) },
		},
	},
];
