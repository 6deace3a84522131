// A problem makes the hourly run red, so that alerts reports it. n8n keeps the first line only.
const { problems, text } = $('Count Figures').first().json;
if ($('Every Hour').isExecuted && problems) throw new Error(problems.replaceAll('\n', ' '));
return $('Every Monday').isExecuted ? [{ json: { text } }] : [];
