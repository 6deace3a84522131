import { type LineSeriesOption, init } from 'echarts';
import { type Figure } from '../figures';
import { works } from '../parts';
import { eventNames } from '../works/events';
import { median } from './statistics';

/** Colours of Okabe and Ito, which the colour-blind tell apart, each with a symbol of its own. */
const drawn = [
	{ name: eventNames.kainic(100), color: '#0072b2', symbol: 'circle' },
	{ name: eventNames.fetch(100), color: '#009e73', symbol: 'triangle' },
	{ name: eventNames.codeAndHttpRequest(100), color: '#d55e00', symbol: 'rect' },
	{ name: eventNames.httpRequest, color: '#cc79a7', symbol: 'diamond' },
] as const;

const ink = '#24292f';
const letters = { fontFamily: 'Arial, Helvetica, sans-serif', fontSize: 14, color: ink };

/** Time against the number of events, as SVG on white, both axes logarithmic. */
export function eventPlot(figures: readonly Figure[]): string {
	const chart = init(null, null, { renderer: 'svg', ssr: true, width: 720, height: 480 });
	const axis = { type: 'log', axisLabel: letters, nameTextStyle: letters } as const;
	try {
		chart.setOption({
			animation: false,
			backgroundColor: '#ffffff',
			legend: { left: 70, top: 10, width: 620, itemGap: 20, textStyle: letters },
			grid: { left: 70, right: 40, top: 100, bottom: 60 },
			xAxis: { ...axis, name: 'Number of events', nameLocation: 'middle', nameGap: 34 },
			yAxis: { ...axis, name: 'Time, ms' },
			series: drawn.map(({ name, color, symbol }): LineSeriesOption => ({
				type: 'line',
				name,
				color,
				symbol,
				symbolSize: 10,
				data: pointsOf(figures, name),
				lineStyle: { width: 2.5 },
				emphasis: { disabled: true },
			})),
		});
		return withStableNames(chart.renderToSVGString());
	} finally {
		chart.dispose();
	}
}

function pointsOf(figures: readonly Figure[], name: string): Array<[number, number]> {
	return figures.flatMap(({ work, contender, quantity, items, values }) =>
		work === works.events && contender === name && quantity === 'time'
			? [[items, median(values)]]
			: [],
	);
}

/** ECharts numbers its class names and ids on from drawing to drawing; here each starts at 0. */
function withStableNames(svg: string): string {
	const stable = new Map<string, string>();
	return svg.replace(/\bzr\d+-[a-z]+-?\d+\b/g, (name) => {
		const known = stable.get(name) ?? `plot-${stable.size}`;
		stable.set(name, known);
		return known;
	});
}
