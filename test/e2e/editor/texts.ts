import type { Locator } from 'playwright-core';

export interface ShownText {
	readonly text: string;
	/** True if a part of it cannot be seen, not even by scrolling. */
	readonly isCut: boolean;
	readonly box: Box;
}

export interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/** The visible texts in a part of the page, those in its fields included. */
export async function shownTexts(area: Locator): Promise<ShownText[]> {
	// A named function in here would have no name in the browser, for which the compiler calls a helper.
	return await area.evaluate((root) => {
		const found: ShownText[] = [];
		const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
		while (texts.nextNode()) {
			const text = (texts.currentNode.textContent ?? '').trim();
			const element = texts.currentNode.parentElement;
			const visible = { opacityProperty: true, visibilityProperty: true };
			if (text === '' || element === null || !element.checkVisibility(visible)) continue;
			const range = document.createRange();
			range.selectNodeContents(texts.currentNode);
			const { left, top, right, bottom, width } = range.getBoundingClientRect();
			if (width < 2) continue;
			let isCut = false;
			for (let outer = element; outer !== root.parentElement && outer.parentElement;) {
				const { overflowX, overflowY } = getComputedStyle(outer);
				if (/auto|scroll/.test(overflowX + overflowY)) break;
				const frame = outer.getBoundingClientRect();
				const hidesX = overflowX !== 'visible' && outer.scrollWidth > outer.clientWidth + 1;
				const hidesY = overflowY !== 'visible' && outer.scrollHeight > outer.clientHeight + 2;
				if (hidesX && (left < frame.left - 1 || right > frame.right + 1)) isCut = true;
				if (hidesY && (top < frame.top - 2 || bottom > frame.bottom + 2)) isCut = true;
				outer = outer.parentElement;
			}
			found.push({ text, isCut, box: { left, top, right, bottom } });
		}
		for (const field of root.querySelectorAll('input')) {
			const { left, top, right, bottom, width } = field.getBoundingClientRect();
			if (width < 2 || field.value === '' || !field.checkVisibility()) continue;
			const isCut = field.scrollWidth > field.clientWidth + 1;
			found.push({ text: field.value, isCut, box: { left, top, right, bottom } });
		}
		return found;
	});
}

/** The texts that share more than a pixel with another one. */
export function overlapping(texts: readonly ShownText[]): string[] {
	return texts.flatMap((one, index) =>
		texts
			.slice(index + 1)
			.filter((other) => overlap(one.box, other.box))
			.map((other) => `${one.text} | ${other.text}`),
	);
}

export function overlap(one: Box, other: Box): boolean {
	const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
	const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
	return width > 1 && height > 1;
}
