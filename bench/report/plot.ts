import { init } from 'echarts';
import { plotOption, plotSize, type Panel } from './plot-option';

export type { Line, Panel } from './plot-option';

/**
 * Draws the panels side by side as one SVG with a white ground, both axes of each logarithmic; a
 * name has the same colour and symbol in all of them. Values that are not above zero have no place
 * on such an axis and are left out. The same panels give the same text. Fails with more names than
 * can be told apart.
 */
export function plotOf(panels: readonly Panel[]): string {
	const chart = init(null, null, { renderer: 'svg', ssr: true, ...plotSize(panels) });
	try {
		chart.setOption(plotOption(panels));
		return withStableNames(chart.renderToSVGString());
	} finally {
		chart.dispose();
	}
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
