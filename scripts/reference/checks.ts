import {groups} from '../../source/checks/check.js';
import {allChecks} from '../../source/checks/checks.js';
import type {Text} from '../../source/text/text.js';
import {code, page} from './page.js';

type Item = {readonly title: string; readonly wanted: string; readonly why: string} & Readonly<Record<string, unknown>>;

/** What a remedy of this check says that it does; a sentence with a value in it is left out. */
const notes = (item: Item): readonly string[] =>
	Object.entries(item).flatMap(([key, value]) => (/note$/i.test(key) && typeof value === 'string' ? [value] : []));

/** docs/CHECKS.md: what each check wants, why, and what can be done. */
export function checksPage(text: Text): string {
	const {items} = text.checks;
	const names: Readonly<Record<string, string>> = text.checks.groups;
	const sections = groups.flatMap(group => [
		`## ${names[group] ?? group}`,
		'',
		...allChecks
			.filter(check => check.group === group)
			.flatMap(({id}) => {
				const item = items[id] as unknown as Item;
				return [
					`### ${item.title}`,
					'',
					`${code(id)} Wanted: ${item.wanted}.`.replace(/\.\.$/, '.'),
					'',
					item.why,
					'',
					...notes(item).flatMap(note => [`- ${note}`]),
					...(notes(item).length > 0 ? [''] : []),
				];
			}),
	]);
	return page(
		'Checks',
		'Each has an id for `check --only ID` and `check --fix ID`. The lines with a dash say what a remedy does, or what you can do.',
		sections,
	);
}
