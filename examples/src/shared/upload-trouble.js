// What failed, and in whose words: of the workflow, of n8n's error, or of the answer.
function troubleOf({ problem, error: ofNode, execution, trigger }) {
	const error = (execution ?? trigger)?.error ?? ofNode;
	const status = error?.statusCode ?? error?.response?.status;
	const reason =
		status === undefined
			? `n8n gave no reason but ${error?.code ?? 'an error'}.`
			: `the answer had the status ${status}: ${String(error.error ?? '').slice(0, 200)}`;
	const isSaid = (text) => typeof text === 'string' && text.trim() !== '';
	const message = [problem, error?.message, error].find(isSaid) ?? reason;
	return { error, message, execution };
}

// What is known of the upload, before the colon of the alert.
function uploadOf({ what, uploads, beforeUpload, afterUpload, unkept }, trouble) {
	const { error, message, execution } = trouble;
	const start = what[0].toUpperCase() + what.slice(1);
	const isAccepted = ({ json }) => json.status === 'accepted';
	const isUploaded = (name) => $(name).isExecuted && $(name).all(0).some(isAccepted);
	if (afterUpload.includes(execution?.lastNodeExecuted))
		return `${start} was uploaded, but ${unkept}`;
	if (uploads.some(isUploaded)) return `${start} was uploaded, but what comes after it failed`;
	// Of a run that was cut short, the last node that n8n names is not the one that ran.
	const isBefore =
		beforeUpload.includes(execution?.lastNodeExecuted) &&
		!/cancel|did not finish|crash/i.test(message);
	const isUnknown = execution === undefined ? error?.mayBeAccepted === true : !isBefore;
	return isUnknown ? `It is not known whether ${what} was uploaded` : `${start} was not uploaded`;
}
