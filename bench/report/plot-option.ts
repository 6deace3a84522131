import type { EChartsOption, LineSeriesOption } from 'echarts';

/** One line of a plot: what a contender showed for each number of items. */
export interface Line {
	name: string;
	/** Number of items, and the value in the unit of the panel. */
	points: ReadonlyArray<readonly [items: number, value: number]>;
}

export interface Panel {
	title: string;
	/** What the values are, with their unit, e.g. `Time, ms`. */
	valueName: string;
	lines: readonly Line[];
}

/** Colours of Okabe and Ito, which the colour-blind tell apart, each with a symbol of its own. */
const looks = [
	{ color: '#0072b2', symbol: 'circle' },
	{ color: '#d55e00', symbol: 'rect' },
	{ color: '#009e73', symbol: 'triangle' },
	{ color: '#cc79a7', symbol: 'diamond' },
	{ color: '#e69f00', symbol: 'path://M0 0H10L5 9Z' },
	{ color: '#56b4e9', symbol: 'path://M3 0H7V3H10V7H7V10H3V7H0V3H3Z' },
] as const;

/** All lengths are in px. */
const panel = { width: 480, height: 400, left: 84, right: 40, top: 72, bottom: 64 };
const legend = { left: 84, top: 14, column: 280, row: 26 };

const fontFamily = 'Arial, Helvetica, sans-serif';
const ink = '#24292f';
const gridInk = '#d8dee4';

/** Width and height of the whole plot, in px. */
export function plotSize(panels: readonly Panel[]): { width: number; height: number } {
	return { width: panels.length * panel.width, height: panelTop(panels) + panel.height };
}

/** What ECharts is to draw; fails with more names than can be told apart. */
export function plotOption(panels: readonly Panel[]): EChartsOption {
	const names = namesOf(panels);
	if (names.length > looks.length) {
		throw new Error(`A plot tells at most ${looks.length} names apart, not ${names.length}.`);
	}
	const top = panelTop(panels);
	return {
		animation: false,
		backgroundColor: '#ffffff',
		legend: names.map((name, index) => legendOption(name, index, legendColumns(panels))),
		title: panels.map(({ title }, index) => titleOption(title, index, top)),
		grid: panels.map((_panel, index) => gridOption(index, top)),
		xAxis: panels.map((_panel, index) => itemsAxis(index)),
		yAxis: panels.map(({ valueName }, index) => valueAxis(valueName, index)),
		series: panels.flatMap(({ lines }, index) =>
			lines.map((line) => lineOption(line, names.indexOf(line.name), index)),
		),
	};
}

function namesOf(panels: readonly Panel[]): string[] {
	return [...new Set(panels.flatMap(({ lines }) => lines.map(({ name }) => name)))];
}

function legendColumns(panels: readonly Panel[]): number {
	return Math.floor((panels.length * panel.width - legend.left) / legend.column);
}

function panelTop(panels: readonly Panel[]): number {
	return legend.top + Math.ceil(namesOf(panels).length / legendColumns(panels)) * legend.row;
}

/** A legend for each name, in columns: ECharts only guesses how wide a text is, and may overlap. */
function legendOption(name: string, index: number, columns: number) {
	const left = legend.left + (index % columns) * legend.column;
	const top = legend.top + Math.floor(index / columns) * legend.row;
	return { data: [name], left, top, padding: 0, itemWidth: 36, textStyle: letters(14) };
}

function titleOption(title: string, index: number, top: number) {
	const textStyle = { ...letters(16), fontWeight: 'bold' } as const;
	return { text: title, textStyle, padding: 0, left: panelLeft(index), top: top + 14 };
}

function gridOption(index: number, top: number) {
	const width = panel.width - panel.left - panel.right;
	return { left: panelLeft(index), width, top: top + panel.top, bottom: panel.bottom };
}

function panelLeft(index: number): number {
	return index * panel.width + panel.left;
}

function itemsAxis(index: number) {
	const name = { name: 'Number of events', nameLocation: 'middle', nameGap: 34 } as const;
	return { ...logarithmicAxis(index), ...name, nameTextStyle: letters(14) };
}

function valueAxis(valueName: string, index: number) {
	const name = { name: valueName, nameLocation: 'end', nameGap: 12 } as const;
	const nameTextStyle = { ...letters(14), align: 'left' } as const;
	return { ...logarithmicAxis(index), ...name, nameTextStyle };
}

function logarithmicAxis(gridIndex: number) {
	return {
		type: 'log',
		gridIndex,
		axisLabel: { ...letters(14) },
		axisLine: { show: true, lineStyle: { color: ink } },
		axisTick: { show: true, lineStyle: { color: ink } },
		splitLine: { show: true, lineStyle: { color: gridInk } },
	} as const;
}

/** Lines named first lie above the others, which have larger symbols, so that equal ones still show. */
function lineOption({ name, points }: Line, nameIndex: number, axes: number): LineSeriesOption {
	const look = looks[nameIndex];
	return {
		type: 'line',
		name,
		xAxisIndex: axes,
		yAxisIndex: axes,
		z: looks.length - nameIndex,
		data: points.filter(([, value]) => value > 0).map(([items, value]) => [items, value]),
		...(look && { color: look.color, symbol: look.symbol }),
		symbolSize: 9 + 2 * nameIndex,
		itemStyle: { borderColor: '#ffffff', borderWidth: 1 },
		lineStyle: { width: 2.5 },
		emphasis: { disabled: true },
	};
}

function letters(fontSize: number) {
	return { fontFamily, fontSize, color: ink };
}
