import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';

const pages = [
	...['README.md', 'README.ja.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
	...readdirSync('docs')
		.filter(name => name.endsWith('.md'))
		.map(name => `docs/${name}`),
];

/** Files and folders that a page names in backticks, and the targets of its links. */
function namedIn(page: string): readonly string[] {
	const text = readFileSync(page, 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
	const quoted = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)*\/?)`/g)]
		.map(([, name = '']) => name)
		.filter(name => /\.(ts|tsx|mjs|js|json|md|sh)$/.test(name) || /^\w[\w-]*\/$/.test(name))
		.filter(name => !/(^|\/)[A-Z]{2,}\b(?!\.md)/.test(name) && name !== 'stable.txt');
	const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, name = '']) => join(page, '..', name));
	return [...quoted, ...links];
}

/** Where a page may mean it to be: the project's root, a room, beside the page; a bare name anywhere in the source. */
const roots = ['.', 'source', 'docs', 'test'];
const everywhere = new Set(
	readdirSync('source', {recursive: true, withFileTypes: true}).map(entry =>
		entry.isDirectory() ? `${entry.name}/` : entry.name,
	),
);
/** Made by a build or on a server: not in the repository. */
const made = /^(build|dist|node_modules)\/|^(config|journal)\.jsonl?$|^(cli|first|start|simulated)\.js$/;

test.each(pages)('every file that %s names is there', page => {
	const missing = namedIn(page).filter(
		name => !made.test(name) && !everywhere.has(name) && !roots.some(root => existsSync(join(root, name))),
	);
	expect(missing).toEqual([]);
});

test('every module that the benchmark bundles is there', () => {
	const text = readFileSync('bench/packet-filter.mjs', 'utf8');
	const table = /^const exported = \{([^}]*)\}/m.exec(text)?.[1] ?? '';
	const modules = [...table.matchAll(/'([\w/-]+)': '/g)].map(([, name]) => `source/${name}.ts`);
	expect(modules.length).toBeGreaterThan(8);
	expect(modules.filter(path => !existsSync(path))).toEqual([]);
});
