import { html, type Html, type HtmlPart } from './html';

/** A headed block of the page. `id` becomes its `data-test-id`. */
export function section(id: string, title: string, content: Html): Html {
	return html`<section data-test-id="section-${id}">
		<h2>${title}</h2>
		${content}
	</section>`;
}

export function empty(text: string): Html {
	return html`<p class="empty">${text}</p>`;
}

export function row(...cells: HtmlPart[]): Html {
	return html`<tr>
		${cells.map((cell) => html`<td>${cell}</td>`)}
	</tr>`;
}

/** A table, or `none` if it has no rows. */
export function table(headings: readonly string[], rows: readonly Html[], none: string): Html {
	if (rows.length === 0) return empty(none);
	return html`<div class="scroll">
		<table>
			<thead>
				<tr>
					${headings.map((heading) => html`<th>${heading}</th>`)}
				</tr>
			</thead>
			<tbody>
				${rows}
			</tbody>
		</table>
	</div>`;
}

/** A labelled bar, `percent` of its place wide. */
export function bar(id: string, label: string, percent: number, text: string): Html {
	const width = Math.min(100, Math.max(0, percent)).toFixed(1);
	return html`<div class="bar-row" data-test-id="${id}">
		<span class="bar-label">${label}</span>
		<span class="bar"><span style="width:${width}%"></span></span>
		<span class="bar-text">${text}</span>
	</div>`;
}

export function time(milliseconds: number): Html {
	const date = new Date(milliseconds);
	const text = date.toLocaleTimeString('en-GB');
	return html`<time datetime="${date.toISOString()}">${text}</time>`;
}

export function grouped(count: number): string {
	return count.toLocaleString('en-US');
}

/** `1 session`, `2 sessions`. */
export function counted(count: number, noun: string): string {
	return `${grouped(count)} ${plural(count, noun)}`;
}

export function plural(count: number, noun: string): string {
	return count === 1 ? noun : `${noun}s`;
}

/** JSON on one line, cut where it is long. */
export function shortJson(value: object): string {
	const text = JSON.stringify(value);
	return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
