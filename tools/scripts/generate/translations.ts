import { version } from '../../../package.json';
import { read } from './table';

const plugin = 'examples/shop/woocommerce/kainic.php';

/** The texts of the plugin for WooCommerce as translators get them, by path from the root. */
export function generatedTranslations(): ReadonlyMap<string, string> {
	const head = `msgid ""
msgstr ""
"Project-Id-Version: Kainic for WooCommerce ${version}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Domain: kainic\\n"
`;
	const texts = read(plugin).matchAll(
		/(?:\/\* translators: (.+?) \*\/[^/]*?)?__\( '((?:[^'\\]|\\.)+)', 'kainic' \)/g,
	);
	const entries = Array.from(texts, ([, help, text = '']) => {
		const comment = help === undefined ? '' : `#. translators: ${help}\n#, php-format\n`;
		return `${comment}msgid ${JSON.stringify(text.replaceAll(/\\(.)/g, '$1'))}\nmsgstr ""\n`;
	});
	const file = 'examples/shop/woocommerce/languages/kainic.pot';
	return new Map([[file, [head, ...new Set(entries)].join('\n')]]);
}
