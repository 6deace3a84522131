import { arrayOf, objectOf, textOf, type JsonObject } from '../../../tools/n8n/json';
import type { WorkflowFile } from '../../../tools/n8n/workflows';

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** The canvas and the button to run a workflow, in a window of 1440×900 pixels. */
const canvas = { width: 1398, height: 798 };
const button: Box = { x: 580, y: 736, width: 238, height: 62 };

/** How n8n shows a workflow when somebody opens it, in pixels from the upper left of the canvas. */
export interface OpeningView {
	readonly zoom: number;
	/** The nodes whose name or subtitle is covered by the button. */
	readonly covered: readonly string[];
}

/** n8n fits all nodes into the canvas (VueFlow's `fitView` with a padding of 0.2 and a zoom of at most 1). */
export function openingView({ nodes }: Pick<WorkflowFile, 'nodes'>): OpeningView {
	const boxes = nodes.map(boxOf);
	const [left, top] = [Math.min(...boxes.map(({ x }) => x)), Math.min(...boxes.map(({ y }) => y))];
	const width = Math.max(...boxes.map((box) => box.x + box.width)) - left;
	const height = Math.max(...boxes.map((box) => box.y + box.height)) - top;
	const zoom = Math.min(1, room(canvas.width) / width, room(canvas.height) / height);
	const onCanvas = (box: Box): Box => ({
		x: canvas.width / 2 + (box.x - left - width / 2) * zoom,
		y: canvas.height / 2 + (box.y - top - height / 2) * zoom,
		width: box.width * zoom,
		height: box.height * zoom,
	});
	const covered = nodes.filter((node) => !isNote(node) && overlap(onCanvas(labelOf(node)), button));
	return { zoom, covered: covered.map((node) => textOf(node, 'name')) };
}

const room = (pixels: number) => pixels - 2 * Math.floor((pixels - pixels / 1.2) / 2);

export const isNote = ({ type }: JsonObject) => String(type).endsWith('.stickyNote');

/** The place of a node on the canvas of its workflow, without its label. */
export function boxOf(node: JsonObject): Box {
	const [x, y] = arrayOf(node['position'], 'position').map(Number);
	const { width, height } = objectOf(node['parameters'], 'parameters');
	const place = { x: x ?? NaN, y: y ?? NaN };
	if (isNote(node)) return { ...place, width: Number(width), height: Number(height) };
	return { ...place, width: 96, height: 96 };
}

/** Below a node: its name in at most two lines, and its subtitle. */
function labelOf(node: JsonObject): Box {
	const { x, y, width, height } = boxOf(node);
	return { x: x + width / 2 - 90, y: y + height, width: 180, height: 65 };
}

const overlap = (one: Box, other: Box) =>
	one.x < other.x + other.width &&
	other.x < one.x + one.width &&
	one.y < other.y + other.height &&
	other.y < one.y + one.height;
