import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { textAnswer, type Answer } from '../server/answer';
import type { World } from '../world';
import { actionsPanel } from './actions';
import { html, type Html } from './html';
import { catalogsSection, experimentsSection, predictionsSection } from './results';
import {
	connectionSection,
	eventsSection,
	faultsSection,
	figures,
	problemsSection,
} from './traffic';

/** The whole page at the emulator's root. */
export function page(world: World, url: string): Answer {
	return htmlAnswer(
		html`<!doctype html>
			<html lang="en">
				<head>
					<meta charset="utf-8" />
					<meta name="viewport" content="width=device-width, initial-scale=1" />
					<title>Kainic emulator</title>
					<link rel="icon" href="data:," />
					<link rel="stylesheet" href="/_emulator/page.css" />
					<script src="/_emulator/page.js" defer></script>
				</head>
				<body>
					<header>
						<h1>Kainic emulator</h1>
						<span id="live" data-test-id="live">live</span>
					</header>
					<main id="view">${view(world, url)}</main>
					${actionsPanel()}
				</body>
			</html>`,
	);
}

/** The part of the page that changes. */
export function pageView(world: World, url: string): Answer {
	return htmlAnswer(view(world, url));
}

/** A file that the page loads. */
export function pageFile(name: string, type: string): Answer {
	return textAnswer(200, type, readFileSync(join(__dirname, name), 'utf8'));
}

function view({ ledger, settings, faults }: World, url: string): Html {
	return html`${figures(ledger)} ${connectionSection(settings, url)} ${eventsSection(ledger)}
	${catalogsSection(ledger)} ${predictionsSection(ledger)} ${experimentsSection(ledger, settings)}
	${problemsSection(ledger)} ${faultsSection(faults.waiting)}`;
}

function htmlAnswer({ text }: Html): Answer {
	const answer = textAnswer(200, 'text/html; charset=utf-8', text);
	const policy = "default-src 'self'; img-src data:; style-src 'self' 'unsafe-inline'";
	return { ...answer, headers: { ...answer.headers, 'content-security-policy': policy } };
}
