import { formNames, inferredFormNames, type FormRole } from '../candidates';
import { says } from '../messages';
import type { Finding, Remedy } from '../model';
import { formRoles, isMissed, nameProbe, passed, roleNames } from '../probes/catalog';
import { isSaid, isSame } from '../reading';
import { sentValues } from '../values';
import { describe, finding, unsettled, type Claim, type Evidence } from './evidence';

export function catalogFindings(evidence: Evidence): readonly Finding[] {
	const found = formRoles.map((role) => roleFinding(evidence, role));
	return found.map(({ finding: { verdict }, finding: own }) =>
		verdict === 'different' ? { ...own, remedies: remediesFor(found) } : own,
	);
}

interface RoleFinding {
	readonly role: FormRole;
	readonly finding: Finding;
	/** The name that was seen to be right; null if none was. */
	readonly name: string | null;
}

function roleFinding(evidence: Evidence, role: FormRole): RoleFinding {
	const inferred = inferredFormNames[role];
	const claim: Claim = {
		id: `form.${role}`,
		claim: `The form's field for the ${roleNames[role]} is ${inferred}`,
		probes: ['catalog.own'],
		contract: [`components/schemas/ProductsUpload/properties/${inferred}`],
	};
	const own = evidence.seen.of('catalog.own');
	return passed(own) ? withOwnNames(evidence, role, claim) : withOtherNames(evidence, role, claim);
}

/** The form with the inferred names got through: a name is right if it does not without it. */
function withOwnNames(evidence: Evidence, role: FormRole, claim: Claim): RoleFinding {
	const { seen } = evidence;
	const own = seen.of('catalog.own');
	const probe = `catalog.without.${role}`;
	const without = seen.of(probe);
	const settled = { ...claim, probes: ['catalog.own', probe] };
	const name = inferredFormNames[role];
	if (role === 'store' && namesMadeUpStore(evidence)) {
		const seenStore = `The answer repeats the store: ${describe(evidence, own)}`;
		return { role, name, finding: finding(claim, 'confirmed', seenStore) };
	}
	if (isMissed(without, role, [name]) && !isSame(without, own)) {
		const told = `With it: ${describe(evidence, own)} Without it: ${describe(evidence, without)}`;
		return { role, name, finding: finding(settled, 'confirmed', told) };
	}
	if (without !== undefined && isSame(without, own)) {
		const told = `Not settled: the answer is the same without it. ${describe(evidence, own)}`;
		return { role, name: null, finding: finding(settled, 'open', told) };
	}
	return { role, name: null, finding: unsettled(evidence, { ...claim, probes: [probe] }) };
}

function namesMadeUpStore(evidence: Evidence): boolean {
	const own = evidence.seen.of('catalog.own');
	const { madeUp } = sentValues(evidence.check);
	return isSaid(own, says.unknownStore) && own.documented?.values['store_id'] === madeUp.storeId;
}

function withOtherNames(evidence: Evidence, role: FormRole, claim: Claim): RoleFinding {
	const { seen } = evidence;
	const name = formNames[role].find((each) => passed(seen.of(nameProbe(role, each)))) ?? null;
	if (name !== null) {
		const probe = nameProbe(role, name);
		const told = `It is ${name}: ${describe(evidence, seen.of(probe))}`;
		const verdict = name === inferredFormNames[role] ? 'confirmed' : 'different';
		return { role, name, finding: finding({ ...claim, probes: [probe] }, verdict, told) };
	}
	const all = seen.of('catalog.all');
	const isNoFile = isSaid(seen.of('catalog.own'), says.noFile);
	if (role === 'file' && isNoFile && isSaid(all, says.noFile)) {
		const tried = formNames.file.join(', ');
		const told = `None of these: ${tried}. A file under each of them is answered: ${describe(evidence, all)}`;
		const settled = { ...claim, probes: ['catalog.own', 'catalog.all'] };
		return { role, name: null, finding: finding(settled, 'different', told) };
	}
	const probes = ['catalog.own', ...tried(evidence, role)];
	return { role, name: null, finding: unsettled(evidence, { ...claim, probes }) };
}

function tried({ seen }: Evidence, role: FormRole): readonly string[] {
	const names = formNames[role].map((name) => nameProbe(role, name));
	const probes = ['catalog.all', `catalog.all-without.${role}`, ...names];
	return probes.filter((id) => seen.of(id) !== undefined);
}

/** The rows of Form Names, by what they name. */
const rowNames = {
	project: 'projectId',
	store: 'storeId',
	mode: 'syncMode',
	file: 'file',
} as const;

/** The names that were seen to be right, if they are not the inferred ones. */
function remediesFor(found: readonly RoleFinding[]): readonly Remedy[] {
	const other = found.filter(({ role, name }) => name !== null && name !== inferredFormNames[role]);
	if (other.length === 0) return [];
	const value = Object.fromEntries(other.map(({ role, name }) => [rowNames[role], name]));
	return [{ node: 'Kainic Catalog', option: 'Form Names', value }];
}
