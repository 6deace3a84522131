import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Properties of a node's description that only a person reads. */
const texts = new Set([
	'displayName',
	'description',
	'placeholder',
	'hint',
	'action',
	'searchHint',
]);

const ignorer = {
	shouldIgnore({ node, parent }) {
		const isText = node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
		if (isText && parent?.type === 'ObjectProperty' && texts.has(parent.key.name))
			return 'A text of the panel';
		return undefined;
	},
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'panel-texts', ignorer)];
