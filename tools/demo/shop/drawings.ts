/** What is special about a running shoe. */
interface ShoeParts {
	readonly upper: string;
	readonly sole: string;
	/** Height of the sole. */
	readonly height: number;
	/** More shapes on top. */
	readonly extra?: string;
}

/** Shoes differ in colours, sole and details, so that nobody takes two of them for the same. */
function shoe({ upper, sole, height, extra = '' }: ShoeParts): string {
	const ground = 108 + height;
	return `<path d="M32 58c6 10 14 14 24 12 8-2 12-8 18-12 8 16 24 26 44 30 14 3 20 10 20 20H26c-2-18 0-36 6-50z" fill="${upper}"/>
		<path d="M24 106h116c2 ${height * 0.7} -4 ${height} -12 ${height + 2}H38c-10 0-14-${height * 0.4} -14-${height + 2}z" fill="${sole}"/>
		<path d="M54 106c6-12 18-20 36-21l10 4c-16 1-28 7-34 17z" fill="#fff" opacity=".85"/>
		<path d="M76 68l10-8M85 76l10-8M95 83l9-9" stroke="#fff" stroke-width="4" stroke-linecap="round"/>
		${extra}<path d="M20 ${ground + 4}h124" stroke="#0002" stroke-width="4" stroke-linecap="round"/>`;
}

const lugs = [30, 48, 66, 84, 102, 118]
	.map((x) => `<rect x="${x}" y="118" width="10" height="8" rx="2" fill="#3a3128"/>`)
	.join('');

/** What is inside the picture of each product. */
const drawings: Readonly<Record<string, string>> = {
	'Canvas backpack': `<path d="M60 44c0-24 40-24 40 0" fill="none" stroke="#5d4a2f" stroke-width="7"/>
		<rect x="42" y="42" width="76" height="88" rx="20" fill="#b98b4e"/><path d="M42 70h76" stroke="#8a6534" stroke-width="6"/>
		<rect x="56" y="88" width="48" height="32" rx="7" fill="#d8ab6b"/><rect x="74" y="62" width="12" height="20" rx="3" fill="#5d4a2f"/>`,
	'Wool beanie': `<circle cx="80" cy="34" r="13" fill="#e9dcc8"/><path d="M36 104c0-84 88-84 88 0z" fill="#a5474b"/>
		<path d="M58 58v40M80 50v48M102 58v40" stroke="#8c383d" stroke-width="5" stroke-linecap="round"/>
		<rect x="30" y="98" width="100" height="26" rx="10" fill="#c7686b"/>`,
	'Trail running shoes': shoe({ upper: '#3f7d4e', sole: '#22402b', height: 10, extra: lugs }),
	'Linen shirt': `<path d="M58 34l-34 18 12 30 14-6v56h60V76l14 6 12-30-34-18-22 14z" fill="#e8e2d3"/>
		<path d="M58 34l22 14 22-14-6 26-16-10-16 10z" fill="#cfc5ae"/><path d="M80 52v78" stroke="#b3a78c" stroke-width="3"/>
		<g fill="#8d8168"><circle cx="84" cy="72" r="2.5"/><circle cx="84" cy="90" r="2.5"/><circle cx="84" cy="108" r="2.5"/></g>`,
	'Steel water bottle': `<rect x="66" y="22" width="28" height="18" rx="5" fill="#37475a"/><rect x="60" y="38" width="40" height="98" rx="14" fill="#9fb3c4"/>
		<rect x="68" y="48" width="8" height="78" rx="4" fill="#d7e1e9"/><path d="M60 80h40" stroke="#7b91a4" stroke-width="4"/>`,
	'Rain jacket': `<path d="M60 40c4-18 36-18 40 0l28 16-6 40-14-2v40H52V94l-14 2-6-40z" fill="#e0a92f"/>
		<path d="M60 40c6 14 34 14 40 0 2 20-42 20-40 0z" fill="#b98518"/><path d="M80 52v82" stroke="#8d6410" stroke-width="4"/>
		<path d="M58 106h14M88 106h14" stroke="#8d6410" stroke-width="4" stroke-linecap="round"/>`,
	'Merino socks': `<path d="M46 26h30v62c0 8-22 18-34 28-14 10-26-8-14-20 8-8 18-10 18-22z" fill="#7a5c9e"/><path d="M46 26h30v14H46z" fill="#c9b6e2"/>
		<path d="M88 40h30v60c0 10-20 18-32 28-14 10-26-8-14-20 8-8 16-8 16-20z" fill="#8f71b4"/><path d="M88 40h30v14H88z" fill="#dccdf0"/>`,
	'Camping stove': `<path d="M80 26c22 22 16 36 4 48h-8c-18-14-8-26 4-48z" fill="#e8743b"/><path d="M80 48c8 10 6 18 0 26-8-8-6-16 0-26z" fill="#f8c64d"/>
		<path d="M50 80h60" stroke="#37475a" stroke-width="7" stroke-linecap="round"/><path d="M80 80v20" stroke="#37475a" stroke-width="8"/>
		<rect x="52" y="98" width="56" height="36" rx="12" fill="#3c78a0"/><path d="M52 114h56" stroke="#2a5a7a" stroke-width="5"/>`,
	'Head torch': `<path d="M28 74c10-44 94-44 104 0" fill="none" stroke="#37475a" stroke-width="12"/><rect x="54" y="58" width="52" height="44" rx="12" fill="#4a5d73"/>
		<circle cx="80" cy="80" r="16" fill="#ffe58a"/><circle cx="80" cy="80" r="8" fill="#fff7d6"/>
		<path d="M80 106v22M58 104l-12 18M102 104l12 18" stroke="#e9b949" stroke-width="6" stroke-linecap="round"/>`,
	'Leather belt': `<circle cx="80" cy="80" r="46" fill="none" stroke="#7a4a26" stroke-width="18"/><circle cx="80" cy="80" r="46" fill="none" stroke="#a86a3a" stroke-width="2" stroke-dasharray="5 5"/>
		<rect x="60" y="108" width="40" height="34" rx="5" fill="none" stroke="#c9a24b" stroke-width="7"/><path d="M80 125h22" stroke="#c9a24b" stroke-width="5"/>`,
	'Running cap': `<path d="M34 92c0-62 84-62 88 0z" fill="#2f8f9d"/><path d="M62 54c-8 10-10 24-10 38M92 54c8 10 10 24 10 38" stroke="#22707c" stroke-width="4" fill="none"/>
		<path d="M30 90h94c18 2 26 8 30 18-30-8-76-8-124-6z" fill="#1f6470"/><circle cx="78" cy="46" r="5" fill="#22707c"/>`,
	'Sports watch': `<path d="M62 24h36l4 34H58zM58 102h44l-4 34H62z" fill="#444c58"/><rect x="48" y="50" width="64" height="60" rx="18" fill="#242a33"/>
		<rect x="56" y="58" width="48" height="44" rx="11" fill="#0f1318"/><path d="M62 84h8l6-14 8 22 6-12h8" fill="none" stroke="#66e08a" stroke-width="4" stroke-linejoin="round"/>
		<rect x="112" y="72" width="6" height="16" rx="3" fill="#444c58"/>`,
	'Road running shoes': shoe({ upper: '#2f6fde', sole: '#f2f4f7', height: 14 }),
	'Winter running shoes': shoe({
		...{ upper: '#5d4a7a', sole: '#2c2438', height: 12 },
		extra: `<path d="M30 56c8 10 16 14 26 12 8-2 12-8 18-12" stroke="#efe6d6" stroke-width="10" stroke-linecap="round" fill="none"/>
			<path d="M122 40v22M112.500 45.500l19 11M131.500 45.500l-19 11" stroke="#8db3d9" stroke-width="4" stroke-linecap="round"/>`,
	}),
	'Light racing shoes': shoe({
		...{ upper: '#e5484d', sole: '#ffd166', height: 8 },
		extra:
			'<path d="M10 66h16M6 80h14M10 94h10" stroke="#e5484d" stroke-width="5" stroke-linecap="round"/>',
	}),
	'Cushioned running shoes': shoe({
		...{ upper: '#188577', sole: '#c9f0e8', height: 24 },
		extra: '<path d="M32 120h98" stroke="#83cfc0" stroke-width="5" stroke-linecap="round"/>',
	}),
	'Barefoot running shoes': shoe({ upper: '#8a6a4f', sole: '#57402c', height: 3 }),
	'Waterproof running shoes': shoe({
		...{ upper: '#33475b', sole: '#7fa6c9', height: 12 },
		extra:
			'<path d="M112 34c8 12 12 16 12 22a12 12 0 0 1-24 0c0-6 4-10 12-22z" fill="#4da3e8"/><path d="M134 58c4 6 6 8 6 11a6 6 0 0 1-12 0c0-3 2-5 6-11z" fill="#8cc4f2"/>',
	}),
};

/** Behind the products of a category, so that a change of the recommendations is seen. */
const backgrounds = {
	camping: '#dfeee3',
	clothing: '#ece6f6',
	running: '#e2eef4',
	'running shoes': '#fbe9dc',
};

/** The picture of a product, as SVG. */
export function drawingOf(title: string, category: keyof typeof backgrounds): string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 160" width="160" height="160">
		<rect width="160" height="160" fill="${backgrounds[category]}"/>${drawings[title]}</svg>`;
}
