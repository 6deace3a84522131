import { formNames } from '../../../nodes/KainicCatalog/options';
import { isAbout, isSame, type Seen } from '../answers';
import { formRoles, nameProbe, passed, tried, type FormRole } from '../probes/forms';
import { confirmed, different, open, type Claim, type Judgement } from './claim';

const described: Readonly<Record<FormRole, string>> = {
	projectId: 'project ID',
	storeId: 'store ID',
	syncMode: 'sync mode',
	file: 'file',
};

export const formClaims: readonly Claim[] = formRoles.map((role) => ({
	id: `form.${role}`,
	claim: `The form's field for the ${described[role]} is ${formNames[role].inferred}`,
	probes: ['catalog.form', `catalog.without.${role}`, 'catalog.all'],
	judge: (seen) =>
		passed(seen, 'catalog.form') ? judgeInferred(seen, role) : judgeOthers(seen, role),
}));

/** The form with the inferred names got through: a name is right if the form does not without it. */
function judgeInferred(seen: Seen, role: FormRole): Judgement {
	const form = seen.of('catalog.form');
	const without = seen.of(`catalog.without.${role}`);
	if (isSame(without, form)) return open('It may be left out');
	return isMissed(seen, `catalog.without.${role}`, role) ? confirmed() : open();
}

/** Whether a form was refused for what it leaves out, and not for anything else. */
function isMissed(seen: Seen, probe: string, role: FormRole): boolean {
	const code = seen.code(probe);
	if (role === 'file' && code === 'no_file') return true;
	if (role === 'storeId' && code === 'unknown_store') return true;
	return isAbout(seen.of(probe), new RegExp(formNames[role].inferred));
}

/** The form with all names got through: the right one is enough, and the only one that is. */
function judgeOthers(seen: Seen, role: FormRole): Judgement {
	const right = tried[role].filter((name) => passed(seen, nameProbe(role, name)));
	const [name] = right;
	if (name === undefined)
		return open(`None of these was seen to be right: ${tried[role].join(', ')}`);
	const refused = tried[role].filter((each) => isRefused(seen, nameProbe(role, each)));
	if (right.length > 1 || refused.length === 0) return open(`Enough are ${right.join(', ')}`);
	if (name === formNames[role].inferred) return confirmed();
	const option = { node: 'Kainic Catalog', option: 'Form Names', value: { [role]: name } };
	return different(`It is ${name}`, option);
}

function isRefused(seen: Seen, probe: string): boolean {
	const code = seen.code(probe);
	return code === 'missing_fields' || code === 'no_file';
}
