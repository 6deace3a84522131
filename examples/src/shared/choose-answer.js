// include ./choose-cards.js
// include ./question.js
// include ./json.js
// What Kainic sent and may be shown, then bestsellers of the shop that asks.
const [answer] = jsonOf('Find Reason');
const { origin } = $('Receive Question').first().json.headers;
const rows = $input.all().filter(({ json }) => json.items);
const ofShop = rows.filter(({ json }) => json.items.includes(`"${origin}/`));
const [row] = ofShop.length > 0 || rows.length > 1 ? ofShop : rows;
const recommended = Array.isArray(answer?.items) ? answer.items : [];
const cards = chooseCards(recommended, JSON.parse(row?.json.items ?? '[]'), questionOf());
const isKainic = cards.some(({ source }) => source === 'kainic');
const { kainic_mid = null, deployment_job_id = null } = isKainic ? answer : {};
const source = isKainic ? 'kainic' : answer ? 'bestsellers' : 'control';
const items = answer ? cards : cards.map((card) => ({ ...card, source }));
return [{ json: { source, kainic_mid, deployment_job_id, items } }];
