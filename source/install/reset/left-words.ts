import type {Text} from '../../text/text.js';
import {some, type Kept, type Leftover} from './left.js';

/** What is told after an undo that took k0s away: a line a kind of thing that is still there. Pure; text from outside. */
export function leftWords(
	{leftovers, kept}: {readonly leftovers: readonly Leftover[]; readonly kept: readonly Kept[]},
	text: Text,
): readonly string[] {
	const words = text.install.undoLeft;
	const count = (...kinds: ReadonlyArray<Leftover['kind']>): number =>
		leftovers.filter(({kind}) => kinds.includes(kind)).length;
	const names = (...kinds: ReadonlyArray<Leftover['kind']>): string =>
		some(leftovers.filter(({kind}) => kinds.includes(kind)).map(({name}) => name));
	const settings = kept.filter(({kind}) => kind === 'setting').map(({name}) => name);
	const [rules, chains, sets] = [count('rule'), count('chain', 'table'), count('set')];
	const lines = [
		...(rules + chains + sets > 0 ? [words.rules(rules, chains, sets)] : []),
		...(count('process') > 0 ? [words.processes(names('process'))] : []),
		...(count('folder', 'file', 'unit', 'mount') > 0 ? [words.files(names('folder', 'file', 'unit', 'mount'))] : []),
		...(count('user') > 0 ? [words.users(names('user'))] : []),
		...(count('link', 'ip-rule', 'route', 'cgroup') > 0
			? [words.network(names('link', 'ip-rule', 'route', 'cgroup'))]
			: []),
		...(count('firewall') > 0 ? [words.firewall(names('firewall'))] : []),
		...(settings.length > 0 ? [words.settings(settings.join(', '))] : []),
	];
	return lines.length === 0 ? [] : [words.title, ...lines, ...(leftovers.length > 0 ? [words.offer] : [])];
}
