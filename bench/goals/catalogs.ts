import { catalogWorks, largeCatalog, smallCatalog, works } from '../plan';
import { type Goal, atMost } from '../report/results';
import { median } from '../report/statistics';
import type { Series } from '../series';
import { catalogNames } from '../works/catalog';
import { type OfQuantity, finder, ratio } from './find';

/** What it was when the check was three times as slow. */
const mostMemory = { [smallCatalog]: 49, [largeCatalog]: 63 } as const;

export function catalogs(all: readonly Series[]): Goal[] {
	const timeOf = (work: string): OfQuantity => finder(all, work, 1)('time');
	const upload = (name: string): string => `${name}, upload alone`;
	return [
		...catalogWorks.map((work) =>
			atMost(
				`${work} against HTTP Request, which checks nothing: time`,
				ratio(timeOf(work), catalogNames.kainic, catalogNames.httpRequest),
				1.6,
				'ratio',
			),
		),
		...([smallCatalog, largeCatalog] as const).map((megabytes) =>
			atMost(
				`catalog of ${megabytes} MB: memory growth`,
				median(
					finder(all, works.catalog(megabytes), 1)('resident memory')(catalogNames.kainic).rounds,
				),
				mostMemory[megabytes],
				'MB',
			),
		),
		atMost(
			'catalog of 30 MB against form-data: time of the upload alone',
			ratio(
				timeOf(works.catalog(smallCatalog)),
				upload(catalogNames.kainic),
				upload(catalogNames.formData),
			),
			1.25,
			'ratio',
		),
	];
}
