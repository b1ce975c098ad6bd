import {childrenOf, entryAt} from '../files.js';
import type {Moment} from '../moment.js';
import type {FileEntry} from '../state.js';
import {fail, ok, type Tool} from './tool.js';

/** GNU findutils 4.10: -mindepth, -maxdepth, -type d, -name, -not -path, and -printf '%y%p\\0' or -delete. */

const letters: Readonly<Record<FileEntry['type'], string>> = {file: 'f', folder: 'd', link: 'l', socket: 's'};

type Found = {readonly path: string; readonly kind: string; readonly depth: number};

function walk(moment: Moment, path: string, depth: number, most: number): Found[] {
	// Not entryAt: a link is itself, not what it leads to.
	const own = moment.state.files[path] ?? entryAt(moment, path);
	const below =
		depth < most && own?.type !== 'link'
			? childrenOf(moment, path).flatMap(name => walk(moment, `${path}/${name}`, depth + 1, most))
			: [];
	return [{path, kind: own === undefined ? 'd' : letters[own.type], depth}, ...below];
}

export const find: Tool = call => {
	const words = call.argv.slice(1).filter(word => word !== '-P');
	const first = words.findIndex(word => word.startsWith('-'));
	const roots = words.slice(0, first < 0 ? words.length : first);
	const after = (option: string): string | undefined =>
		words.includes(option) ? words[words.indexOf(option) + 1] : undefined;
	const moment = call.moment();
	const most = Number(after('-maxdepth') ?? 40);
	const least = Number(after('-mindepth') ?? 0);
	const name = after('-name');
	const shape = name === undefined ? undefined : new RegExp(`^${name.replaceAll('*', '.*')}$`);
	const spared = after('-path')?.replace(/\*$/, '');
	const errors: string[] = [];
	const found = roots.flatMap(root => {
		if (entryAt(moment, root) !== undefined || childrenOf(moment, root).length > 0) return walk(moment, root, 0, most);
		errors.push(`find: '${root}': No such file or directory`);
		return [];
	});
	const taken = found.filter(
		({path, kind, depth}) =>
			depth >= least &&
			(after('-type') === undefined || after('-type') === kind) &&
			(shape === undefined || shape.test(path.split('/').at(-1) ?? '')) &&
			(spared === undefined || !path.startsWith(spared)),
	);
	if (words.includes('-delete')) for (const {path} of taken) delete moment.state.files[path];
	const stdout = words.includes('-printf') ? taken.map(({kind, path}) => `${kind}${path}\0`).join('') : '';
	return errors.length > 0 ? fail(1, errors.join('\n'), stdout) : ok(stdout);
};

export const rmdir: Tool = call => {
	const moment = call.moment();
	const errors: string[] = [];
	for (const path of call.argv.slice(1).filter(word => word !== '--')) {
		if (childrenOf(moment, path).length > 0) errors.push(`rmdir: failed to remove '${path}': Directory not empty`);
		else if (moment.state.files[path] === undefined) {
			errors.push(`rmdir: failed to remove '${path}': No such file or directory`);
		} else delete moment.state.files[path];
	}

	return errors.length > 0 ? fail(1, errors.join('\n')) : ok();
};
